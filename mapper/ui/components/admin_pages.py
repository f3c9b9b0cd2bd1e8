"""Administrators write the legal texts, look at them, and go back to former ones."""

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.i18n.events import PAGE_TEXT_NAMES
from mapper.i18n.fields import name_language
from mapper.services import page_texts
from mapper.services.page_texts import TextVersion
from mapper.ui.components.admin_form import Form, confirmed
from mapper.ui.components.admin_frame import lay_out, show_nothing_chosen
from mapper.ui.components.admin_list import ITEM, Entry, show_back, show_list
from mapper.ui.context import Context
from mapper.ui.legal import split_title, to_html

SECTION = "pages"
_ORIGINAL = 0


def show_pages(here: Context) -> None:
    """The list of texts and the form of one."""
    _ = here.translator.gettext
    newest = page_texts.list_newest(here.backoffice, here.who)
    wanted = here.query.get(ITEM)
    keys = [(name, lang) for name in page_texts.NAMES for lang in here.profile.languages]
    places = lay_out(
        here,
        _("Legal texts"),
        _("What the law wants every website to say. All former versions are kept."),
    )
    with places.list:
        entries = [_entry(key, newest.get(key), here.translator) for key in keys]
        show_list(here, SECTION, _("Legal texts"), entries, None)
    with places.detail:
        chosen = next((key for key in keys if ".".join(key) == wanted), None)
        if chosen is None:
            show_nothing_chosen(here, wanted, _("Choose a text."))
            return
        show_back(here, SECTION, _("All texts"))
        _show_one(here, *chosen)


def _entry(key: tuple[str, str], newest: TextVersion | None, words: Translator) -> Entry:
    name, lang = key
    state = words.gettext("as delivered")
    if newest is not None and newest.body:
        sentence = words.gettext("changed on {day} by {name}")
        day = words.format_date(newest.created_at, "medium")
        state = sentence.format(day=day, name=newest.created_by)
    title = f"{words.gettext(PAGE_TEXT_NAMES[name])} ({name_language(lang, words)})"
    return Entry(f"{name}.{lang}", title, (state,))


def _show_one(here: Context, name: str, lang: str) -> None:
    _ = here.translator.gettext
    versions = page_texts.list_versions(here.backoffice, here.who, name, lang)
    original = here.profile.texts[name][lang]
    now = (versions[0].body if versions else "") or original
    form = Form(here, f"page_{name}_{lang}")
    seen = form.seen(versions[0].id if versions else None)
    title = f"{_(PAGE_TEXT_NAMES[name])} ({name_language(lang, here.translator)})"
    st.html(Markup("<h3>{}</h3>").format(title))
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
        _show_versions(here, form, (name, lang), versions, original, seen)


def _help(words: Translator) -> Markup:
    _ = words.gettext
    rows = (
        ("# …", _("the heading of the page, in the first line")),
        ("## …", _("a heading under it")),
        ("- …", _("an item of a list")),
        ("**…**", _("bold")),
        ("[…](https://…)", _("a link")),
    )
    cells = Markup("").join(
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
