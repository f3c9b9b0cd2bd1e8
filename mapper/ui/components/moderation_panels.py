"""Panels of the open idea: put right, black out, hand on."""

from collections.abc import Callable

import streamlit as st
from markupsafe import Markup

from mapper.domain.black_out import black_out_words
from mapper.domain.statuses import PlaceCertainty, PublicPrecision
from mapper.i18n import N_
from mapper.i18n.labels import PUBLIC_PRECISIONS, label
from mapper.mapview.citizen_map import in_language
from mapper.mapview.staff_map import PickedPlace
from mapper.markup import paragraphs, text
from mapper.services import assign
from mapper.services.black_out import IdeaText, black_out, restore_original, see_original
from mapper.services.correct import Correction, Place, correct
from mapper.services.review import Review
from mapper.services.rounds import Choices
from mapper.ui import widget_keys
from mapper.ui.components import moderation_store as store
from mapper.ui.components.moderation_store import Panel
from mapper.ui.components.moderation_told import attempt, note, show_refused_panel
from mapper.ui.context import Context
from mapper.ui.place_picker import last_picked, show_place_picker

_TITLE, _BODY, _NAME, _WORDS = "title", "body", "name", "words"
_FIELD, _ROUND, _PRECISION, _PLACE = "field", "round", "precision", "place"
_COLLEAGUE = "colleague"


def show_panel(review: Review, choices: Choices, here: Context) -> None:
    """The panel that is open beneath the buttons, if one of these is."""
    match store.panel_of(review.number):
        case Panel.CORRECT:
            _show_correct(review, choices, here)
        case Panel.BLACK_OUT:
            _show_black_out(review, here)
        case Panel.GIVE:
            _show_give(review, here)


def show_original_note(review: Review, here: Context) -> None:
    """That words were taken out, the way to the original, and the original while it is open."""
    if review.original_until is None:
        return
    _ = here.translator.gettext
    day = here.translator.format_date(review.original_until)
    sentence = _("Words of this idea were blacked out. The original is erased on {day}.")
    with st.container(key="moderation_original"):
        st.html(Markup('<p class="ik-quiet">{}</p>').format(sentence.format(day=day)))
        original = store.original_of(review.number)
        if original:
            name = text(original.display_name) if original.display_name else ""
            words = Markup('<div class="ik-original"><h3>{}</h3><p><b>{}</b></p>{}<p>{}</p></div>')
            title, body = text(original.title), paragraphs(original.body)
            st.html(words.format(_("Original"), title, body, name))
        with st.container(horizontal=True, gap="small"):
            st.button(
                _("Hide the original") if original else _("See the original"),
                key=store.button_key("original", review.number),
                on_click=store.show_original if original else _see_original,
                args=(review.number, None) if original else (review.number, here),
            )
            st.button(
                _("Restore the original"),
                key=store.button_key("restore", review.number),
                on_click=_restore,
                args=(review, here),
            )


def _show_correct(review: Review, choices: Choices, here: Context) -> None:
    _ = here.translator.gettext
    number = review.number
    lang = here.lang
    fields = {one.key: in_language(one.titles, lang) or one.key for one in choices.action_fields}
    rounds = {one.slug: in_language(one.titles, lang) or one.slug for one in choices.rounds}
    with st.container(key="moderation_panel_correct"):
        st.html(Markup("<h3>{}</h3>").format(_("Put theme and place right")))
        _select(_("Action field"), _FIELD, fields, review.action_field, number)
        _select(_("Participation round"), _ROUND, rounds, review.round_slug, number)
        precisions = {
            one.value: label(PUBLIC_PRECISIONS, one, here.translator) for one in PublicPrecision
        }
        _select(
            _("Everyone sees the place"), _PRECISION, precisions, review.where.precision, number
        )
        st.html(Markup('<p class="ik-label">{}</p>').format(_("Place")))
        picked = show_place_picker(
            f"moderation_place_{number}",
            here,
            present=widget_keys.entered(store.draft_name(_PLACE, number)) or _present(review),
            round_slug=_draft(_ROUND, review),
        )
        if picked is not None:
            widget_keys.write(store.draft_name(_PLACE, number), picked)
        _save_and_cancel(_("Save"), Panel.CORRECT, _correct, review, here)


def _select(name: str, field: str, options: dict[str, str], present: str, number: str) -> None:
    offered = options if present in options else {present: present, **options}
    key = widget_keys.begin(store.draft_name(field, number), str(present))
    # Names come from town and administrators; the menu shows them as plain text.
    st.selectbox(name, list(offered), format_func=lambda one: offered.get(one, one), key=key)


def _present(review: Review) -> PickedPlace:
    where = review.where
    return PickedPlace(where.certainty, where.lon, where.lat, where.district)


def _draft(field: str, review: Review) -> str:
    return str(widget_keys.entered(store.draft_name(field, review.number)))


def _correct(review: Review, here: Context) -> None:
    def act() -> None:
        drafted: PickedPlace | None = widget_keys.entered(store.draft_name(_PLACE, review.number))
        picked = last_picked(f"moderation_place_{review.number}", here) or drafted
        wanted = Correction(
            action_field=_draft(_FIELD, review),
            round_slug=_draft(_ROUND, review),
            place=_place(picked, review) if picked else None,
            public_precision=PublicPrecision(_draft(_PRECISION, review)),
        )
        changed = correct(here.backoffice, here.who, review.number, wanted, version=review.version)
        message = N_("The idea was put right.") if changed else N_("Nothing was changed.")
        note(review, message)

    attempt(review.number, act, Panel.CORRECT)


def _place(picked: PickedPlace, review: Review) -> Place:
    """An idea without a place still belongs to the town it belonged to."""
    none = picked.place_certainty is PlaceCertainty.NONE
    return Place(
        picked.place_certainty,
        picked.lon,
        picked.lat,
        picked.district,
        review.where.municipality if none else None,
    )


def _show_black_out(review: Review, here: Context) -> None:
    _ = here.translator.gettext
    number = review.number
    stored = ((_TITLE, review.title), (_BODY, review.body), (_NAME, review.display_name or ""))
    keys = {field: widget_keys.begin(store.draft_name(field, number), one) for field, one in stored}
    with st.container(key="moderation_panel_black_out"):
        st.html(
            Markup("<h3>{}</h3><p>{}</p>").format(
                _("Black out personal data"),
                _(
                    "Write [...] in the place of names, addresses and telephone numbers. "
                    "Words can only be taken out. Everyone sees the new text at once."
                ),
            )
        )
        row = f"moderation_take_out_{number}"
        with st.container(key=row, horizontal=True, gap="small", vertical_alignment="bottom"):
            st.text_input(
                _("Take out wherever it stands (several with commas)"),
                key=widget_keys.key_of(store.draft_name(_WORDS, number)),
            )
            st.button(
                _("Take out"),
                key=store.button_key("take_out", number),
                on_click=_take_out,
                args=(number,),
            )
        st.text_input(_("Title"), key=keys[_TITLE])
        st.text_area(_("Text"), key=keys[_BODY], height=220)
        st.text_input(_("Name (may be removed)"), key=keys[_NAME])
        _save_and_cancel(_("Save blacked out"), Panel.BLACK_OUT, _black_out, review, here)


def _take_out(number: str) -> None:
    words = str(widget_keys.entered(store.draft_name(_WORDS, number)) or "").split(",")
    for field in (_TITLE, _BODY, _NAME):
        name = store.draft_name(field, number)
        if widget_keys.is_there(name):
            widget_keys.write(name, black_out_words(str(widget_keys.entered(name)), words))
    widget_keys.write(store.draft_name(_WORDS, number), "")


def _black_out(review: Review, here: Context) -> None:
    def act() -> None:
        new = IdeaText(*(_draft(field, review) for field in (_TITLE, _BODY, _NAME)))
        changed = black_out(here.backoffice, here.who, review.number, new, version=review.version)
        message = N_("The words are taken out.") if changed else N_("Nothing was changed.")
        note(review, message)

    attempt(review.number, act, Panel.BLACK_OUT)


def _see_original(number: str, here: Context) -> None:
    """Read it once and keep it while it is open: every look at it is recorded."""

    def act() -> None:
        store.show_original(number, see_original(here.backoffice, here.who, number).text)

    attempt(number, act)


def _restore(review: Review, here: Context) -> None:
    def act() -> None:
        restore_original(here.backoffice, here.who, review.number, version=review.version)
        store.show_original(review.number, None)
        note(review, N_("The original is restored."))

    attempt(review.number, act)


def _show_give(review: Review, here: Context) -> None:
    words = here.translator
    _ = words.gettext
    away = _("away")
    colleagues = {
        one.login: f"{one.name} ({away})" if one.away else one.name
        for one in assign.list_colleagues(here.backoffice, here.who, review.number)
    }
    with st.container(key="moderation_panel_give"):
        st.html(Markup("<h3>{}</h3>").format(_("Hand on to a colleague")))
        if not colleagues:
            st.html(Markup("<p>{}</p>").format(_("Nobody else may work on this idea.")))
            return
        name = store.draft_name(_COLLEAGUE, review.number)
        if widget_keys.entered(name) not in colleagues:
            widget_keys.write(name, next(iter(colleagues)))
        key = widget_keys.key_of(name)
        st.selectbox(_("Colleague"), list(colleagues), format_func=colleagues.__getitem__, key=key)
        _save_and_cancel(_("Hand on"), Panel.GIVE, _give, review, here)


def _give(review: Review, here: Context) -> None:
    def act() -> None:
        login = _draft(_COLLEAGUE, review)
        assign.give(here.backoffice, here.who, review.number, login, seen=review.taker)
        note(review, N_("The idea was handed on."))

    attempt(review.number, act, Panel.GIVE)


def _save_and_cancel(
    words: str, panel: Panel, save: Callable[[Review, Context], None], review: Review, here: Context
) -> None:
    with st.container(horizontal=True, gap="small"):
        st.button(
            words,
            key=store.button_key(f"save_{panel}", review.number),
            type="primary",
            on_click=save,
            args=(review, here),
        )
        st.button(
            here.translator.gettext("Cancel"),
            key=store.button_key(f"cancel_{panel}", review.number),
            on_click=_cancel,
            args=(review.number,),
        )
    show_refused_panel(review.number, panel, review, here)


def _cancel(number: str) -> None:
    store.forget_drafts(number)
    store.open_panel(number, None)
