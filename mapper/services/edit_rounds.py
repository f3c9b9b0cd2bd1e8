"""Participation rounds, edited by administrators; what they say the profile no longer changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, delete, exists, func, select, update

from mapper.db.locks import wait_for_turn
from mapper.db.tables import (
    ActionField,
    District,
    Municipality,
    ParticipationEvent,
    ParticipationRound,
    Proposal,
    StaffAccount,
)
from mapper.domain.berlin import begin_of, day_of, end_of, last_day_before
from mapper.domain.roles import Right
from mapper.domain.wording import check_slug, read_lines, read_texts
from mapper.errors import InvalidFieldError, StandingRoundError, TakenError
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import (
    by_language,
    keep_named,
    keep_used,
    merged,
    set_values,
    spread,
    take_row,
)

TITLE_MOST, QUESTION_MOST, INTRO_MOST = 80, 300, 2000
_LAST_YEAR = 2200
_WORDS = ("titles", "questions", "intros")


@dataclass(frozen=True, slots=True)
class RoundFields:
    """What may be edited of a round.

    Texts by language. `opens` and `closes` are the first and the last day, None for no limit;
    `area` AGS and district keys, empty for everywhere; `action_fields` keys, empty for all;
    `address` and `moderation` None for the town's.
    """

    titles: Mapping[str, str]
    questions: Mapping[str, str] = field(default_factory=dict)
    intros: Mapping[str, str] = field(default_factory=dict)
    opens: date | None = None
    closes: date | None = None
    area: tuple[str, ...] = ()
    action_fields: tuple[str, ...] = ()
    address: str | None = None
    comments: bool = False
    moderation: str | None = None


@dataclass(frozen=True, slots=True)
class ListedRound:
    """A round with its number of ideas and the version an editor has seen."""

    slug: str
    fields: RoundFields
    standing: bool
    ideas: int
    version: int
    opens: datetime | None
    closes: datetime | None


def list_rounds(office: Backoffice, who: Who) -> list[ListedRound]:
    """All rounds: the standing one first, then the newest."""
    counted = (
        select(func.count()).where(Proposal.round_id == ParticipationRound.id).scalar_subquery()
    )
    query = select(ParticipationRound, counted.label("ideas")).order_by(
        ParticipationRound.standing.desc(),
        ParticipationRound.opens.desc().nulls_first(),
        ParticipationRound.slug,
    )
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        return [_listed(row) for row in act.session.execute(query)]


def add_round(office: Backoffice, who: Who, slug: str, fields: RoundFields) -> None:
    """Make a round.

    Raises
    ------
    InvalidFieldError, TextMissingError, TextTooLongError, TakenError
        Nothing was made.
    """
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        slug = check_slug("slug", slug)
        _keep_single(act, slug)
        values = {**_checked(act, fields), "standing": False}
        values |= {"opens": _begin(fields.opens), "closes": _end(fields.closes)}
        act.session.add(ParticipationRound(slug=slug, edited_at=func.now(), **values))
        act.record("round.added", "round", slug, spread({"slug": slug, **values}))


def change_round(
    office: Backoffice,
    who: Who,
    slug: str,
    fields: RoundFields,
    version: int,
    *,
    new_slug: str | None = None,
) -> None:
    """Make a round what is given; another slug only as long as it has no ideas.

    A day that stays the same keeps its instant: a round closed at noon stays closed.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError, StandingRoundError, InUseError, TakenError
    InvalidFieldError, TextMissingError, TextTooLongError
        Nothing was changed.
    """
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        row = _take(act, slug, version)
        if row.standing and (fields.opens or fields.closes):
            raise StandingRoundError(slug)
        values = _checked(act, fields, row)
        if fields.opens != (day_of(row.opens) if row.opens else None):
            values["opens"] = _begin(fields.opens)
        if fields.closes != (last_day_before(row.closes) if row.closes else None):
            values["closes"] = _end(fields.closes)
        if new_slug is not None and new_slug != slug:
            values["slug"] = _check_new_slug(act, row, new_slug)
        _change(act, row, values, "round.changed")


def close_round(office: Backoffice, who: Who, slug: str, version: int) -> None:
    """End a round now; errors as for `change_round`."""
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        row = _take(act, slug, version)
        if row.standing:
            raise StandingRoundError(slug)
        now = act.session.scalars(select(func.now())).one()
        _change(act, row, {"closes": now}, "round.closed")


def reopen_round(office: Backoffice, who: Who, slug: str, version: int) -> None:
    """Let a round that has ended take ideas again, without a last day; NotFoundError."""
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        _change(act, _take(act, slug, version), {"closes": None}, "round.reopened")


def delete_round(office: Backoffice, who: Who, slug: str, version: int) -> None:
    """Remove a round that nobody has used, with its events.

    Raises
    ------
    NotFoundError, ChangedMeanwhileError, StandingRoundError, InUseError
    """
    with office.acting(who, Right.MANAGE_CONTENT) as act:
        row = _take(act, slug, version)
        if row.standing:
            raise StandingRoundError(slug)
        keep_used(act, "round", slug, Proposal.round_id == row.id)
        keep_named(act, "round", slug, select(StaffAccount.login).where(_limited_to(slug)))
        act.session.execute(delete(ParticipationEvent).where(ParticipationEvent.round_id == row.id))
        act.session.delete(row)
        act.record("round.deleted", "round", slug)


def _listed(found: Row[ParticipationRound, int]) -> ListedRound:
    row = found.ParticipationRound
    words = {name: by_language(getattr(row, name)) for name in _WORDS}
    fields = RoundFields(
        **words,
        opens=day_of(row.opens) if row.opens else None,
        closes=last_day_before(row.closes) if row.closes else None,
        area=tuple(row.area),
        action_fields=tuple(row.action_fields),
        address=row.address,
        comments=row.comments,
        moderation=row.moderation,
    )
    return ListedRound(
        row.slug, fields, row.standing, found.ideas, row.version, row.opens, row.closes
    )


def _take(act: Act, slug: str, version: int) -> ParticipationRound:
    query = select(ParticipationRound).where(ParticipationRound.slug == slug)
    return take_row(act, query, "round", slug, version)


def _change(act: Act, row: ParticipationRound, values: dict[str, object], kind: str) -> None:
    slug = row.slug
    changes = set_values(row, values)
    if changes:
        row.edited_at = func.now()
        act.record(kind, "round", slug, changes)


def _checked(
    act: Act, fields: RoundFields, row: ParticipationRound | None = None
) -> dict[str, object]:
    """The columns for these fields, but its days and its slug."""
    for day in (fields.opens, fields.closes):
        if day and day.year > _LAST_YEAR:
            raise InvalidFieldError("day", f"a day until {_LAST_YEAR}", day)
    if fields.opens and fields.closes and fields.closes < fields.opens:
        raise InvalidFieldError("period", "a last day after the first", fields.closes)
    words = {
        "titles": read_lines("titles", fields.titles, TITLE_MOST),
        "questions": read_lines("questions", fields.questions, QUESTION_MOST, needed=False),
        "intros": read_texts("intros", fields.intros, INTRO_MOST, needed=False),
    }
    places = [*act.session.scalars(select(Municipality.ags))]
    places += act.session.scalars(select(District.key))
    keys = act.session.scalars(select(ActionField.key)).all()
    return {
        **{name: merged(getattr(row, name, {}), words[name]) for name in _WORDS},
        "area": _known("area", fields.area, places),
        "action_fields": _known("action_fields", fields.action_fields, keys),
        "address": _one_of("address", fields.address, ("formal", "informal")),
        "comments": fields.comments,
        "moderation": _one_of("moderation", fields.moderation, ("pre", "post")),
    }


def _known(name: str, given: Iterable[str], known: Iterable[str]) -> list[str]:
    wanted = list(dict.fromkeys(given))
    unknown = set(wanted) - set(known)
    if unknown:
        raise InvalidFieldError(name, "known keys", min(unknown))
    return wanted


def _one_of(name: str, given: str | None, known: tuple[str, ...]) -> str | None:
    if given is not None and given not in known:
        raise InvalidFieldError(name, f"one of {', '.join(known)}", given)
    return given


def _begin(day: date | None) -> datetime | None:
    return begin_of(day) if day else None


def _end(day: date | None) -> datetime | None:
    return end_of(day) if day else None


def _check_new_slug(act: Act, row: ParticipationRound, given: str) -> str:
    slug = check_slug("slug", given)
    keep_used(act, "round", row.slug, Proposal.round_id == row.id)
    _keep_single(act, slug)
    # Accounts that are limited to the round stay limited to it.
    act.session.execute(
        update(StaffAccount)
        .where(_limited_to(row.slug))
        .values(rounds=func.array_replace(StaffAccount.rounds, row.slug, slug))
    )
    return slug


def _limited_to(slug: str) -> ColumnElement[bool]:
    return StaffAccount.rounds.contains([slug])


def _keep_single(act: Act, slug: str) -> None:
    wait_for_turn(act.session, "round.slug")
    if act.session.scalar(select(exists().where(ParticipationRound.slug == slug))):
        raise TakenError("round", slug)
