"""What a proposal's two statuses may be, and which may follow which."""

from collections.abc import Mapping
from enum import StrEnum

from mapper.errors import StatusMoveError


class ModerationStatus(StrEnum):
    """Who may see a proposal."""

    PENDING = "pending"
    PUBLISHED = "published"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class ResponseStatus(StrEnum):
    """What the town decided; never merged with the moderation status."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    PLANNED = "planned"
    DONE = "done"
    FORWARDED = "forwarded"
    DEFERRED = "deferred"
    NOT_FEASIBLE = "not_feasible"


class PlaceCertainty(StrEnum):
    """How well the place of a proposal is known."""

    POINT = "point"
    DISTRICT = "district"
    NONE = "none"


class PublicPrecision(StrEnum):
    """How exactly everyone may see the place."""

    EXACT = "exact"
    HUNDRED_METRES = "100m"
    DISTRICT = "district"


class Channel(StrEnum):
    """The way a proposal came in."""

    ONLINE = "online"
    SHOP = "shop"
    WORKSHOP = "workshop"
    STREET_STALL = "street_stall"
    LETTER = "letter"
    PHONE = "phone"
    IMPORT = "import"


_M = ModerationStatus
MODERATION_MOVES: Mapping[ModerationStatus, frozenset[ModerationStatus]] = {
    _M.PENDING: frozenset({_M.PUBLISHED, _M.REJECTED, _M.WITHDRAWN, _M.MERGED}),
    _M.PUBLISHED: frozenset({_M.HIDDEN, _M.WITHDRAWN, _M.MERGED}),
    _M.REJECTED: frozenset({_M.PUBLISHED, _M.WITHDRAWN}),
    _M.HIDDEN: frozenset({_M.PUBLISHED, _M.REJECTED, _M.WITHDRAWN}),
    _M.WITHDRAWN: frozenset(),
    _M.MERGED: frozenset({_M.PUBLISHED, _M.PENDING}),
}

_R = ResponseStatus
_OPEN = frozenset({_R.PLANNED, _R.DONE, _R.FORWARDED, _R.DEFERRED, _R.NOT_FEASIBLE})
RESPONSE_MOVES: Mapping[ResponseStatus, frozenset[ResponseStatus]] = {
    _R.RECEIVED: _OPEN | {_R.IN_REVIEW},
    _R.IN_REVIEW: _OPEN,
    _R.PLANNED: frozenset({_R.IN_REVIEW, _R.DONE, _R.DEFERRED, _R.NOT_FEASIBLE}),
    _R.DONE: frozenset({_R.IN_REVIEW}),
    _R.FORWARDED: _OPEN - {_R.FORWARDED} | {_R.IN_REVIEW},
    _R.DEFERRED: _OPEN - {_R.DEFERRED} | {_R.IN_REVIEW},
    _R.NOT_FEASIBLE: frozenset({_R.IN_REVIEW}),
}


def check_moderation_move(current: ModerationStatus, wanted: ModerationStatus) -> None:
    """Raise StatusMoveError unless `wanted` may follow `current`; the same status may not."""
    if wanted not in MODERATION_MOVES[current]:
        raise StatusMoveError(current, wanted)


def check_response_move(current: ResponseStatus, wanted: ResponseStatus) -> None:
    """Raise StatusMoveError unless `wanted` may follow `current`; the same status may not."""
    if wanted not in RESPONSE_MOVES[current]:
        raise StatusMoveError(current, wanted)
