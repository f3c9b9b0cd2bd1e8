"""What is being written about a round's result: nothing typed is lost.

Every field is stored as a draft when it is left. What could not be stored is kept for the visit,
with the reason, until it is stored or given up. Fields are given no value through the state but
where another one must be shown: so the browser's own stays when the server was begun anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import streamlit as st

from mapper.domain.proposals import clean_text
from mapper.errors import MapperError
from mapper.i18n.errors import explain
from mapper.services.published_results import ResultTexts
from mapper.services.round_results import (
    ResultDraft,
    publish_result,
    save_draft,
    withdraw_result,
)
from mapper.ui import widget_keys
from mapper.ui.context import Context
from mapper.ui.whole_steps import whole_step

_KEYS = "planning_result_"
_KEPT, _SEEN, _SAID = f"{_KEYS}kept", f"{_KEYS}seen", f"{_KEYS}said"
FIELDS = ("summaries", "next_steps")


@dataclass(frozen=True, slots=True)
class Kept:
    """Words that are not stored, and why; `by` where somebody else was faster."""

    texts: ResultTexts
    why: str = ""
    by: str | None = None
    conflict: bool = False


def field_name(slug: str, field: str, lang: str) -> str:
    """The widget of one text."""
    return f"{_KEYS}text_{slug}_{field}_{lang}"


def kept(slug: str) -> Kept | None:
    """What is not stored of a round's result."""
    return _kept().get(slug)


def all_kept() -> Mapping[str, Kept]:
    """What is not stored of any, by the round's slug."""
    return _kept()


def said(slug: str) -> str:
    """What was done last; an empty text for nothing."""
    whose, words = st.session_state.get(_SAID, ("", ""))
    return words if whose == slug else ""


def follow(slug: str, draft: ResultDraft, languages: tuple[str, ...]) -> None:
    """Let the fields show a newer draft where nothing else was typed; before they are drawn."""
    seen = _seen().get(slug)
    if seen is None or (seen[0] != draft.version and _is_untouched(slug, seen[1])):
        _seen()[slug] = (draft.version, draft.texts)
        if seen is not None:
            _fill(slug, draft.texts, languages)


def first_value(slug: str, field: str, lang: str) -> str:
    """What a field shows when it is drawn for the first time."""
    unsaved = kept(slug)
    texts = unsaved.texts if unsaved else _seen()[slug][1]
    return str(getattr(texts, field).get(lang, ""))


def note_typed(slug: str, texts: ResultTexts) -> None:
    """Keep what the fields say where that is not what is stored; after they are drawn."""
    before = kept(slug)
    if clean(texts) != _seen()[slug][1]:
        _kept()[slug] = replace(before, texts=texts) if before else Kept(texts)
    elif before and not before.why:
        _kept().pop(slug)


def save(slug: str, here: Context, done: str = "") -> None:
    """Store what the fields say as a draft, if nobody was faster."""
    version, texts = _seen()[slug][0], _typed(slug, here)

    def step() -> int:
        return save_draft(here.backoffice, here.who, slug, texts, version)

    _attempt(slug, step, texts, here, done)


def save_over(slug: str, version: int, here: Context, done: str) -> None:
    """Store what the fields say in the place of this version."""
    _seen()[slug] = (version, _seen()[slug][1])
    save(slug, here, done)


def publish(slug: str, here: Context, done: str) -> None:
    """Store what the fields say and show it to everybody."""
    version, texts = _seen()[slug][0], _typed(slug, here)

    def step() -> int:
        return publish_result(here.backoffice, here.who, slug, texts, version)

    _attempt(slug, step, texts, here, done)


def withdraw(slug: str, here: Context, done: str) -> None:
    """Show the result to nobody any more; what the fields say stays."""
    version, texts = _seen()[slug]

    def step() -> int:
        return withdraw_result(here.backoffice, here.who, slug, version)

    _attempt(slug, step, texts, here, done)


def give_up(slug: str, draft: ResultDraft, languages: tuple[str, ...]) -> None:
    """Show what is stored in place of what was typed."""
    _kept().pop(slug, None)
    st.session_state.pop(_SAID, None)
    _seen()[slug] = (draft.version, draft.texts)
    _fill(slug, draft.texts, languages)


def clean(texts: ResultTexts) -> ResultTexts:
    """The texts as they would be stored."""
    cleaned = (
        {lang: clean_text(one) for lang, one in getattr(texts, field).items()} for field in FIELDS
    )
    return ResultTexts(*({lang: one for lang, one in each.items() if one} for each in cleaned))


def _attempt(
    slug: str, step: Callable[[], int], texts: ResultTexts, here: Context, done: str
) -> None:
    with whole_step():
        st.session_state.pop(_SAID, None)
        try:
            version = step()
        except MapperError as error:
            by = error.fields.get("by")
            conflict = error.code == "changed_meanwhile"
            why = explain(error, here.translator)
            _kept()[slug] = Kept(_typed(slug, here), why, str(by) if by else None, conflict)
        else:
            _kept().pop(slug, None)
            _seen()[slug] = (version, clean(texts))
            st.session_state[_SAID] = (slug, done)


def _typed(slug: str, here: Context) -> ResultTexts:
    """What the fields say; of one that is not on the page what it said."""
    return ResultTexts(
        *(
            {
                lang: _entered(slug, field, lang, first_value(slug, field, lang))
                for lang in here.profile.languages
            }
            for field in FIELDS
        )
    )


def _entered(slug: str, field: str, lang: str, otherwise: str) -> str:
    name = field_name(slug, field, lang)
    return str(widget_keys.entered(name)) if widget_keys.is_there(name) else otherwise


def _is_untouched(slug: str, texts: ResultTexts) -> bool:
    """True where the fields say no more than was stored when they were filled."""
    if kept(slug):
        return False
    return all(
        clean_text(_entered(slug, field, lang, stored)) == stored
        for field in FIELDS
        for lang, stored in getattr(texts, field).items()
    )


def _fill(slug: str, texts: ResultTexts, languages: tuple[str, ...]) -> None:
    for field in FIELDS:
        for lang in languages:
            value = getattr(texts, field).get(lang, "")
            widget_keys.write(field_name(slug, field, lang), value)


def _kept() -> dict[str, Kept]:
    found: dict[str, Kept] = st.session_state.setdefault(_KEPT, {})
    return found


def _seen() -> dict[str, tuple[int, ResultTexts]]:
    """Version and texts that the fields were filled from, by the round's slug."""
    found: dict[str, tuple[int, ResultTexts]] = st.session_state.setdefault(_SEEN, {})
    return found
