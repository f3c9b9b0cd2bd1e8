"""Refusals of what administrators edit."""

from mapper.errors.base import MapperError


class TextMissingError(MapperError):
    """A text that is needed was left empty; `lang` where it is one of several languages."""

    code = "text_missing"

    def __init__(self, field: str, lang: str = "") -> None:
        super().__init__(f"'{field}' is empty.", parameter=field, lang=lang)


class TextTooLongError(MapperError):
    """A text is longer than its place allows; `lang` as for `TextMissingError`."""

    code = "text_too_long"

    def __init__(self, field: str, most: int, got: int, lang: str = "") -> None:
        super().__init__(
            f"'{field}' has {got} characters, at most {most} are allowed.",
            parameter=field,
            most=most,
            got=got,
            lang=lang,
        )


class PaleColourError(MapperError):
    """A pin of this colour could not be seen on the map."""

    code = "pale_colour"

    def __init__(self, colour: str) -> None:
        super().__init__(
            f"The colour {colour} is too pale for a pin.", parameter="colour", got=colour
        )


class PaleLayerColourError(MapperError):
    """What is drawn in this colour could not be seen on the map."""

    code = "pale_layer_colour"

    def __init__(self, colour: str) -> None:
        super().__init__(
            f"The colour {colour} is too pale for a layer.", parameter="colour", got=colour
        )


class TakenError(MapperError):
    """A name that must be the only one of its kind is used already."""

    code = "taken"
    http_status = 409

    def __init__(self, what: str, key: str) -> None:
        super().__init__(f"There is a {what} '{key}' already.", got=key)


class InUseError(MapperError):
    """Ideas hang on what was to be removed."""

    code = "in_use"
    http_status = 409

    def __init__(self, what: str, key: str, count: int) -> None:
        super().__init__(f"The {what} '{key}' has {count} ideas.", got=key, count=count)


class StillNamedError(MapperError):
    """Accounts or rounds still name what was to be removed."""

    code = "still_named"
    http_status = 409

    def __init__(self, what: str, key: str, names: str) -> None:
        super().__init__(f"The {what} '{key}' is still named in {names}.", got=key, names=names)


class StandingRoundError(MapperError):
    """The standing round is open always."""

    code = "standing_round"
    http_status = 409

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The standing round '{slug}' has no first or last day and stays.", got=slug
        )
