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


class NotMergeableError(MapperError):
    """An idea cannot become part of this other one."""

    code = "not_mergeable"
    http_status = 409

    def __init__(self, number: str, into: str) -> None:
        super().__init__(
            f"The idea '{number}' cannot become part of '{into}': only of another one that is "
            "published, or waits like itself.",
            got=number,
            into=into,
        )


class PartFirstError(MapperError):
    """What an idea is part of is itself part of another one, which must be undone before."""

    code = "part_first"
    http_status = 409

    def __init__(self, number: str, into: str) -> None:
        super().__init__(
            f"The idea '{into}' is part of another one itself: undo that before.",
            got=number,
            into=into,
        )
