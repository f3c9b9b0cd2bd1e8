"""Refusals of ideas and of what is decided on them."""

from mapper.errors.base import MapperError


class OutsideAreaError(MapperError):
    """A place lies in none of the municipalities."""

    code = "outside_area"

    def __init__(self, municipalities: str) -> None:
        super().__init__(
            f"This place is not in {municipalities}. Choose a place inside.",
            parameter="lon,lat",
            municipalities=municipalities,
        )


class RoundClosedError(MapperError):
    """The participation round takes no ideas now."""

    code = "round_closed"

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The round '{slug}' takes no ideas at present.", parameter="round", got=slug
        )


class OutsideRoundError(MapperError):
    """The place lies outside the area the round asks about."""

    code = "outside_round"

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"The round '{slug}' asks about another area. Choose a place inside it.",
            parameter="lon,lat",
            round=slug,
        )


class OutsideLimitsError(MapperError):
    """Whoever asks is limited to other municipalities, rounds or action fields."""

    code = "outside_limits"
    http_status = 403

    def __init__(self) -> None:
        super().__init__("Your account is limited to other municipalities, rounds or topics.")


class StatusMoveError(MapperError):
    """A status cannot follow the one a proposal has."""

    code = "status_move"
    http_status = 409

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(
            f"An idea that is '{current}' cannot become '{wanted}'.", got=wanted, current=current
        )
