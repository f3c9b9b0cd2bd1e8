"""Refusals of the town profile and the map's contents."""

from mapper.errors.base import MapperError


class ProfileError(MapperError):
    """The town profile cannot be read."""

    code = "profile"
    http_status = 500

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"The town profile cannot be used: {where}: {problem}.", where=where)


class SchematicError(MapperError):
    """The facts of the profile are not enough to draw a schematic layer."""

    code = "schematic"
    http_status = 500

    def __init__(self, problem: str) -> None:
        super().__init__(f"No schematic layer can be drawn: {problem}.", problem=problem)


class DatasetError(MapperError):
    """One source of a dataset cannot be used; the next one may."""

    code = "dataset"

    def __init__(self, source: str, problem: str) -> None:
        super().__init__(f"{source} cannot be used: {problem}.", source=source, problem=problem)
