"""Refusals of analyses."""

from mapper.errors.base import MapperError


class TakesTooLongError(MapperError):
    """Something asked of many ideas takes longer than anybody should wait."""

    code = "takes_too_long"
    http_status = 503

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"That takes longer than {seconds} seconds: ask for fewer ideas.", seconds=seconds
        )


class TooManyIdeasError(MapperError):
    """A file is for people to read, and would be too long for that."""

    code = "too_many_ideas"

    def __init__(self, most: int) -> None:
        super().__init__(f"More than {most} ideas match: ask for fewer by a filter.", most=most)
