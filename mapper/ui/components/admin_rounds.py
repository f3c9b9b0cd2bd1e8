"""Administrators edit participation rounds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.domain.wording import make_slug
from mapper.i18n import N_, Translator
from mapper.i18n.fields import name_field
from mapper.mapview.citizen_map import in_language
from mapper.planning.period import write_day
from mapper.services import edit_rounds
from mapper.services.edit_rounds import ListedRound, RoundFields
from mapper.ui import cache
from mapper.ui.components.admin_entry import ask, ask_new
from mapper.ui.components.admin_form import Form, confirmed, to_list, typed_day
from mapper.ui.components.admin_frame import Section, show_section
from mapper.ui.components.admin_list import Entry
from mapper.ui.context import Context

SECTION = "rounds"
_AS_TOWN = ""
_MODERATION: Mapping[str, str] = {
    _AS_TOWN: N_("as everywhere in the town"),
    "pre": N_("first looked at, then published"),
    "post": N_("published at once, looked at later"),
}
_ADDRESS: Mapping[str, str] = {
    _AS_TOWN: N_("as everywhere in the town"),
    "formal": N_("formal (Sie)"),
    "informal": N_("informal (du)"),
}


def show_rounds(here: Context) -> None:
    """The list of rounds and the form of one."""
    _ = here.translator.gettext
    items = {one.slug: one for one in edit_rounds.list_rounds(here.backoffice, here.who)}
    section = Section(
        key=SECTION,
        name=_("Rounds"),
        lead=_("A round asks people a question, for a time and an area. One round is always open."),
        new=_("New round"),
        choose=_("Choose a round, or make a new one."),
        back=_("All rounds"),
        entry=_entry,
        show_new=_show_new,
        show_one=_show_one,
    )
    show_section(here, section, items)


def _entry(one: ListedRound, words: Translator) -> Entry:
    count = words.ngettext("one idea", "{count} ideas", one.ideas)
    state = _state(one, words)
    return Entry(
        one.slug,
        in_language(one.fields.titles, words.lang) or one.slug,
        (state, count.format(count=words.format_number(one.ideas))),
        quiet=one.closes is not None and one.closes <= datetime.now(UTC),
    )


def _state(one: ListedRound, words: Translator) -> str:
    _ = words.gettext
    now = datetime.now(UTC)
    if one.standing:
        return _("always open")
    if one.closes is not None and one.closes <= now and one.fields.closes:
        return _("ended on {day}").format(day=words.format_date(one.fields.closes, "medium"))
    if one.opens is not None and one.opens > now:
        return _("begins on {day}").format(day=words.format_date(one.opens, "medium"))
    if one.fields.closes:
        day = words.format_date(one.fields.closes, "medium")
        return _("open until {day}").format(day=day)
    return _("open, no end set")


def _show_new(here: Context) -> None:
    _ = here.translator.gettext

    def draw(form: Form) -> tuple[_RoundForm, str]:
        fields = _RoundForm(form, RoundFields(titles={}), standing=False)
        label = _("Short name in the address of the round (left empty, it is made of the title)")
        return fields, form.line(label, "slug")

    def make(given: tuple[_RoundForm, str]) -> str:
        fields, typed = given
        slug = typed.strip() or make_slug(next(iter(fields.titles.values()))) or "round"
        edit_rounds.add_round(here.backoffice, here.who, slug, fields.read())
        return slug

    form = Form(here, "round_new")
    ask_new(form, _("New round"), draw, _("Make the round"), make, _("The round was made."))


def _show_one(here: Context, one: ListedRound) -> None:
    _ = here.translator.gettext
    act = (here.backoffice, here.who, one.slug)
    form = Form(here, f"round_{one.slug}")
    version = form.seen(one.version)
    title = in_language(one.fields.titles, here.lang) or one.slug
    st.html(
        Markup('<h3><bdi dir="auto">{}</bdi></h3><p class="ik-lead">{}</p>').format(
            title, _state(one, here.translator)
        )
    )

    def draw(form: Form) -> tuple[_RoundForm, str]:
        fields = _RoundForm(form, one.fields, standing=one.standing)
        return fields, _slug(form, one)

    def save(fields: _RoundForm, slug: str) -> str:
        edit_rounds.change_round(*act, fields.read(), version, new_slug=slug)
        return slug

    given = ask(form, draw, _("Save"))
    if given is not None:
        renamed = given[1] != one.slug
        done = _("The round was saved.")
        form.attempt(partial(save, *given), done, item=str if renamed else None)
    form.show_done()
    if not one.standing:
        _show_steps(here, form, one, version)


def _slug(form: Form, one: ListedRound) -> str:
    """The round's short name, which can be changed as long as nothing links to it."""
    _ = form.here.translator.gettext
    if not (one.ideas or one.standing):
        return form.line(_("Short name in the address of the round"), "slug", one.slug).strip()
    note = _("Short name in the address: {slug}. It is fixed, so that links stay good.")
    st.html(Markup('<p class="ik-quiet">{}</p>').format(note.format(slug=one.slug)))
    return one.slug


def _show_steps(here: Context, form: Form, one: ListedRound, version: int) -> None:
    """Closing, opening again, and deleting."""
    _ = here.translator.gettext
    who = (here.backoffice, here.who, one.slug, version)
    now = datetime.now(UTC)
    with st.container(key="admin_steps"):
        if one.closes is not None and one.closes <= now:
            if st.button(_("Open the round again"), key=f"admin_reopen_{one.slug}"):
                done = _("The round is open again, without a last day.")
                form.attempt(partial(edit_rounds.reopen_round, *who), done)
        elif one.opens is None or one.opens <= now:
            question = _("Close the round now? It takes no more ideas from this moment.")
            if confirmed(form, "close", _("Close the round now"), question, _("Yes, close it")):
                done = _("The round is closed.")
                form.attempt(partial(edit_rounds.close_round, *who), done)
        if not one.ideas:
            question = _("Delete the round with all its texts? This cannot be undone.")
            if confirmed(form, "delete", _("Delete the round"), question, _("Yes, delete it")):
                done = _("The round was deleted.")
                form.attempt(partial(edit_rounds.delete_round, *who), done, item=to_list)


class _RoundForm:
    """The widgets of a round's fields; read only when the form was sent, for days may be wrong."""

    def __init__(self, form: Form, now: RoundFields, *, standing: bool) -> None:
        here, words = form.here, form.here.translator
        _ = words.gettext
        choices = cache.choices(here)
        self._words = words
        self.titles = form.lines(name_field("titles", words), "titles", now.titles)
        self._questions = form.lines(name_field("questions", words), "questions", now.questions)
        self._intros = form.texts(name_field("intros", words), "intros", now.intros)
        self._days: tuple[str, str] = ("", "")
        if not standing:
            first, last = st.columns(2)
            with first:
                opens = form.line(
                    _("First day (day.month.year)"), "opens", write_day(now.opens, words)
                )
            with last:
                closes = form.line(
                    _("Last day (left empty: no end)"), "closes", write_day(now.closes, words)
                )
            self._days = (opens, closes)
        places = {one.key: one.name for one in choices.municipalities}
        names = dict(places)
        places |= {
            one.key: f"{one.name} ({names.get(one.municipality, one.municipality)})"
            for one in choices.districts
        }
        self._area = form.several(
            name_field("area", words), "area", places, now.area, _("everywhere")
        )
        themes = {
            one.key: in_language(one.titles, words.lang) or one.key for one in choices.action_fields
        }
        self._fields = form.several(
            name_field("action_fields", words), "fields", themes, now.action_fields, _("all")
        )
        left, right = st.columns(2)
        with left:
            options = {key: _(text) for key, text in _MODERATION.items()}
            self._moderation = form.choice(
                _("New ideas are"), "moderation", options, now.moderation or _AS_TOWN
            )
        with right:
            options = {key: _(text) for key, text in _ADDRESS.items()}
            self._address = form.choice(
                _("People are addressed"), "address", options, now.address or _AS_TOWN
            )
        self._comments = form.tick(_("People may comment on ideas"), "comments", now.comments)

    def read(self) -> RoundFields:
        """What was typed.

        Raises
        ------
        InvalidFieldError
            A day is none.
        """
        opens, closes = map(typed_day, self._days)
        return RoundFields(
            titles=self.titles,
            questions=self._questions,
            intros=self._intros,
            opens=opens,
            closes=closes,
            area=self._area,
            action_fields=self._fields,
            address=self._address or None,
            comments=self._comments,
            moderation=self._moderation or None,
        )
