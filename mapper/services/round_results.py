"""What came out of a round, written by planners beside its figures and published by them."""

from dataclasses import dataclass

from sqlalchemy import func, select

from mapper.db.engine import transaction, unchanging
from mapper.db.locks import wait_for_turn
from mapper.db.tables import ActionField, Municipality, ParticipationRound, RoundResult
from mapper.domain.roles import Right
from mapper.domain.wording import read_texts
from mapper.errors import (
    ChangedMeanwhileError,
    NotFoundError,
    OutsideLimitsError,
    TextMissingError,
)
from mapper.services.access import Who
from mapper.services.backoffice import Act, Backoffice
from mapper.services.edited import by_language, last_actor, merged, set_values, spread
from mapper.services.published_results import PublishedResult, ResultTexts, read_published
from mapper.services.round_figures import RoundFigures, count_figures, to_json

TEXT_MOST = 5000
"""Letters of each text in each language."""
_SUBJECT = "round_result"


@dataclass(frozen=True, slots=True)
class ResultDraft:
    """The draft of a round's result with the figures as they are now.

    `version` is 0 as long as nothing was written; `published` is what everybody reads, if anything.
    """

    texts: ResultTexts
    version: int
    figures: RoundFigures
    published: PublishedResult | None

    @property
    def unpublished(self) -> bool:
        """True where the draft says something else than what everybody reads."""
        return self.published is not None and self.published.texts != self.texts


def read_draft(office: Backoffice, who: Who, slug: str) -> ResultDraft:
    """The draft of a round's result, an empty one where nobody has begun.

    Raises
    ------
    SignInNeededError, ForbiddenError, NotFoundError
    OutsideLimitsError
        The round is not the account's, or also asks where or about what the account is not for.
    """
    with office.acting(who, Right.PLAN) as act:
        row = act.session.get(RoundResult, _find_round(act, slug).id)
        figures = count_figures(act.session, slug)
        if row is None:
            return ResultDraft(ResultTexts(), 0, figures, None)
        published = (
            read_published(row.published, row.published_at)
            if row.published is not None and row.published_at is not None
            else None
        )
        return ResultDraft(_texts_of(row), row.version, figures, published)


def save_draft(office: Backoffice, who: Who, slug: str, texts: ResultTexts, version: int) -> int:
    """Keep the words as a draft, which only staff who plan read; the new version.

    Languages that are not given stay as they are.

    Raises
    ------
    TextTooLongError
    ChangedMeanwhileError
        Somebody changed the draft, published or withdrew since this version.
    NotFoundError, OutsideLimitsError, SignInNeededError, ForbiddenError
        Nothing was changed; `OutsideLimitsError` as for `read_draft`.
    """
    with office.acting(who, Right.PLAN) as act:
        row = _take(act, slug, version)
        changes = _write(row, texts)
        if changes:
            act.record("round_result.saved", _SUBJECT, slug, changes)
        return row.version


def publish_result(
    office: Backoffice, who: Who, slug: str, texts: ResultTexts, version: int
) -> int:
    """Keep the words and show them to everybody with the figures of this moment; the new version.

    Both stay as they are until somebody publishes again or withdraws, whatever becomes of the
    round and of the draft.

    Raises
    ------
    TextMissingError
        One of the two texts is empty in the first language given.
    TextTooLongError, ChangedMeanwhileError, NotFoundError, OutsideLimitsError
    SignInNeededError, ForbiddenError
        Nothing was changed, as for `save_draft`.
    """
    with office.acting(who, Right.PLAN) as act:
        row = _take(act, slug, version)
        version = row.version
        _write(row, texts)
        for name, given in (("summaries", texts.summaries), ("next_steps", texts.next_steps)):
            lang = next(iter(given), "")
            if not getattr(row, name).get(lang):
                raise TextMissingError(name, lang)
        words = {"summaries": row.summaries, "next_steps": row.next_steps}
        with transaction(unchanging(office.sessions)) as reading:
            figures = to_json(count_figures(reading, slug))
        now = act.session.scalars(select(func.now())).one()
        row.published, row.published_at = {**words, "figures": figures}, now
        row.version = version + 1
        act.record("round_result.published", _SUBJECT, slug, spread(words))
        return row.version


def withdraw_result(office: Backoffice, who: Who, slug: str, version: int) -> int:
    """Show a result to nobody any more; the draft stays. The new version.

    Raises
    ------
    ChangedMeanwhileError, NotFoundError, OutsideLimitsError, SignInNeededError, ForbiddenError
        Nothing was changed, as for `save_draft`.
    """
    with office.acting(who, Right.PLAN) as act:
        row = _take(act, slug, version)
        if row.published is not None:
            row.published, row.published_at = None, None
            row.version += 1
            act.record("round_result.withdrawn", _SUBJECT, slug)
        return row.version


def _find_round(act: Act, slug: str) -> ParticipationRound:
    found = act.session.scalar(select(ParticipationRound).where(ParticipationRound.slug == slug))
    if found is None:
        raise NotFoundError("round", slug)
    if not _may_write(act, found):
        raise OutsideLimitsError
    return found


def _may_write(act: Act, one: ParticipationRound) -> bool:
    """A result speaks for the whole round, so all of it must lie within the account's limits."""
    limits = act.actor.limits
    if limits.rounds and one.slug not in limits.rounds:
        return False
    if limits.municipalities:
        towns = {key.partition("/")[0] for key in one.area}
        asked = towns or set(act.session.scalars(select(Municipality.ags)))
        if not asked <= set(limits.municipalities):
            return False
    if limits.action_fields:
        fields = set(one.action_fields)
        asked = fields or set(
            act.session.scalars(select(ActionField.key).where(ActionField.active))
        )
        return asked <= set(limits.action_fields)
    return True


def _take(act: Act, slug: str, version: int) -> RoundResult:
    """The result to be changed; a new one where nobody has begun. One at a time."""
    wait_for_turn(act.session, "round_result")
    one = _find_round(act, slug)
    row = act.session.get(RoundResult, one.id, with_for_update=True)
    if row is None:
        row = RoundResult(round_id=one.id, summaries={}, next_steps={}, version=0)
        act.session.add(row)
    if row.version != version:
        raise ChangedMeanwhileError("result", slug, last_actor(act, _SUBJECT, slug))
    return row


def _write(row: RoundResult, texts: ResultTexts) -> dict[str, object]:
    """Put the words in place of the old; what differs from before."""
    given = {"summaries": texts.summaries, "next_steps": texts.next_steps}
    read = {
        name: merged(getattr(row, name), read_texts(name, words, TEXT_MOST, needed=False))
        for name, words in given.items()
    }
    return set_values(row, read)


def _texts_of(row: RoundResult) -> ResultTexts:
    return ResultTexts(by_language(row.summaries), by_language(row.next_steps))
