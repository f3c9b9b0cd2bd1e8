"""Administrators write the legal texts, look at them, and go back to former ones."""

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.i18n.events import PAGE_TEXT_NAMES
from mapper.i18n.fields import name_language
from mapper.markup import join
from mapper.services import page_texts
from mapper.services.page_texts import TextVersion
from mapper.ui.components.admin_form import Form, confirmed
from mapper.ui.components.admin_frame import Section, show_section
from mapper.ui.components.admin_list import Entry
from mapper.ui.context import Context
from mapper.ui.legal import split_title, to_html

SECTION = "pages"
_ORIGINAL = 0


def show_pages(here: Context) -> None:
    """The list of texts and the form of one."""
    _ = here.translator.gettext
    newest = page_texts.list_newest(here.backoffice, here.who)
    items = {
        f"{name}.{lang}": (name, lang)
        for name in page_texts.NAMES
        for lang in here.profile.languages
    }
    section = Section(
        key=SECTION,
        name=_("Legal texts"),
        lead=_("What the law wants every website to say. All former versions are kept."),
        choose=_("Choose a text."),
        back=_("All texts"),
        entry=lambda text, words: _entry(text, newest.get(text), words),
        show_one=_show_one,
    )
    show_section(here, section, items)


def _entry(text: tuple[str, str], newest: TextVersion | None, words: Translator) -> Entry:
    state = words.gettext("as delivered")
    if newest is not None and newest.body:
        sentence = words.gettext("changed on {day} by {name}")
        day = words.format_date(newest.created_at, "medium")
        state = sentence.format(day=day, name=newest.created_by)
    return Entry(".".join(text), _title(text, words), (state,))


def _title(text: tuple[str, str], words: Translator) -> str:
    name, lang = text
    return f"{words.gettext(PAGE_TEXT_NAMES[name])} ({name_language(lang, words)})"


def _show_one(here: Context, text: tuple[str, str]) -> None:
    _ = here.translator.gettext
    name, lang = text
    versions = page_texts.list_versions(here.backoffice, here.who, name, lang)
    original = here.profile.texts[name][lang]
    now = (versions[0].body if versions else "") or original
    form = Form(here, f"page_{name}_{lang}")
    seen = form.seen(versions[0].id if versions else None)
    st.html(Markup("<h3>{}</h3>").format(_title(text, here.translator)))
    with st.form(key=f"admin_form_{form.name}"):
        body = form.text(_("Text, written in Markdown"), "body", now.strip(), height=420)
        st.html(_help(here.translator))
        with st.container(horizontal=True, gap="small"):
            sent = st.form_submit_button(_("Publish the text"), type="primary")
            looked_at = st.form_submit_button(_("Look at it first"))
    if sent:
        form.attempt(
            lambda: page_texts.save_page_text(here.backoffice, here.who, name, lang, body, seen),
            _("The text is published. Everyone sees it within some seconds."),
        )
    form.show_done()
    if looked_at:
        _show_preview(_("Preview, not published yet"), body, lang)
    if versions:
        _show_versions(here, form, text, versions, original, seen)


def _help(words: Translator) -> Markup:
    _ = words.gettext
    rows = (
        ("# …", _("the heading of the page, in the first line")),
        ("## …", _("a heading under it")),
        ("- …", _("an item of a list")),
        ("**…**", _("bold")),
        ("[…](https://…)", _("a link")),
    )
    cells = join(
        Markup("<div><dt><code>{}</code></dt><dd>{}</dd></div>").format(*row) for row in rows
    )
    return Markup(
        '<details class="ik-help"><summary>{}</summary><dl>{}</dl><p>{}</p></details>'
    ).format(
        _("How to write headings, lists and links"),
        cells,
        _("An empty line begins a new paragraph. Pictures and HTML are not shown."),
    )


def _show_preview(name: str, markdown: str, lang: str) -> None:
    title, body = split_title(markdown)
    st.html(
        Markup(
            '<section class="ik-preview" aria-label="{}"><p class="ik-quiet">{}</p>'
            '<div class="ik-prose" lang="{}"><h4>{}</h4>{}</div></section>'
        ).format(name, name, lang, title, to_html(body, deeper=3))
    )


def _show_versions(
    here: Context,
    form: Form,
    text: tuple[str, str],
    versions: list[TextVersion],
    original: str,
    seen: int | None,
) -> None:
    """Former versions to look at, and to go back to."""
    _ = here.translator.gettext
    bodies = {str(one.id): one.body or original for one in versions}
    bodies[str(_ORIGINAL)] = original
    names = {str(one.id): _version(one, here.translator) for one in versions}
    names[str(versions[0].id)] = _("{version}, shown now").format(
        version=names[str(versions[0].id)]
    )
    names[str(_ORIGINAL)] = _("the text as delivered")
    with st.container(key="admin_steps"):
        st.html(Markup("<h3>{}</h3>").format(_("Former versions")))
        chosen = form.choice(_("Version"), "version", names, str(versions[0].id))
        if chosen == str(versions[0].id):
            return
        _show_preview(names[chosen], bodies[chosen], text[1])
        question = _("Show this version to everyone? The one of now is kept.")
        label, yes = _("Go back to this version"), _("Yes, go back to it")
        if confirmed(form, "restore", label, question, yes):
            form.attempt(
                lambda: _go_back(here, text, int(chosen), seen), _("This version is shown again.")
            )


def _go_back(here: Context, text: tuple[str, str], version: int, seen: int | None) -> None:
    if version == _ORIGINAL:
        page_texts.use_profile_text(here.backoffice, here.who, *text, seen)
    else:
        page_texts.restore_page_text(here.backoffice, here.who, *text, version, seen)


def _version(one: TextVersion, words: Translator) -> str:
    moment = words.format_datetime(one.created_at, "medium")
    name = f"{moment}, {one.created_by}"
    return name if one.body else f"{name} ({words.gettext('as delivered')})"
