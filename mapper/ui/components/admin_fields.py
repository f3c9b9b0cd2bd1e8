"""Administrators edit action fields, which people know as themes."""

from collections.abc import Mapping
from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.i18n import N_, Translator
from mapper.i18n.fields import name_field
from mapper.mapview.citizen_map import in_language
from mapper.markup import join
from mapper.services import edit_fields
from mapper.services.edit_fields import ListedTheme, ThemeFields
from mapper.ui import cache
from mapper.ui.components.admin_entry import ask_changes, ask_new
from mapper.ui.components.admin_form import Form, confirmed, to_list
from mapper.ui.components.admin_frame import Section, show_section
from mapper.ui.components.admin_list import Entry
from mapper.ui.components.admin_order import show_order
from mapper.ui.context import Context
from mapper.ui.symbols import badge

SECTION = "themes"
SYMBOL_NAMES: Mapping[str, str] = {
    "house": N_("House"),
    "bicycle": N_("Bicycle"),
    "tree": N_("Tree"),
    "sun": N_("Sun"),
    "people": N_("People"),
    "shop": N_("Shop"),
    "mask": N_("Theatre mask"),
    "signal": N_("Radio signal"),
    "church": N_("Church"),
    "dot": N_("Dot"),
}
_FIRST = ThemeFields({}, "#1E6B45", "dot")
# Told apart also by people who see few colours; the first row of many maps.
SUGGESTED = (
    *("#882255", "#332288", "#117733", "#44AA99", "#CC6677"),
    *("#997700", "#AA4499", "#4477AA", "#7A5C3E", "#5F6B64"),
)


def show_themes(here: Context) -> None:
    """The list of themes and the form of one."""
    _ = here.translator.gettext
    items = {one.key: one for one in edit_fields.list_themes(here.backoffice, here.who)}
    section = Section(
        key=SECTION,
        name=_("Themes"),
        lead=_(
            "Everyone who enters an idea chooses a theme. Colour and symbol are those of the pins."
        ),
        new=_("New theme"),
        choose=_("Choose a theme, or make a new one."),
        back=_("All themes"),
        entry=_entry,
        show_new=_show_new,
        show_one=lambda here, one: _show_one(here, one, list(items)),
    )
    show_section(here, section, items)


def _entry(one: ListedTheme, words: Translator) -> Entry:
    count = words.ngettext("one idea", "{count} ideas", one.ideas)
    return Entry(
        one.key,
        in_language(one.fields.titles, words.lang) or one.key,
        (
            count.format(count=words.format_number(one.ideas)),
            "" if one.fields.active else words.gettext("not offered"),
        ),
        before=badge(one.fields.symbol, one.fields.colour),
        quiet=not one.fields.active,
    )


def _show_new(here: Context) -> None:
    _ = here.translator.gettext
    ask_new(
        Form(here, "theme_new"),
        _("New theme"),
        partial(_fields, now=_FIRST),
        _("Make the theme"),
        partial(edit_fields.add_theme, here.backoffice, here.who),
        _("The theme was made."),
    )


def _show_one(here: Context, one: ListedTheme, keys: list[str]) -> None:
    _ = here.translator.gettext
    act = (here.backoffice, here.who, one.key)
    form = Form(here, f"theme_{one.key}")
    version = form.seen(one.version)
    st.html(
        Markup('<h3 class="ik-field">{}<bdi dir="auto">{}</bdi></h3>').format(
            badge(one.fields.symbol, one.fields.colour),
            in_language(one.fields.titles, here.lang) or one.key,
        )
    )
    ask_changes(
        form,
        partial(_fields, now=one.fields),
        lambda fields: edit_fields.change_theme(*act, fields, version),
        _("The theme was saved."),
    )
    with st.container(key="admin_steps"):
        show_order(form, keys, one.key, partial(edit_fields.move_theme, *act))
        if not one.ideas:
            question = _("Delete the theme? This cannot be undone.")
            if confirmed(form, "delete", _("Delete the theme"), question, _("Yes, delete it")):
                done = _("The theme was deleted.")
                form.attempt(partial(edit_fields.delete_theme, *act, version), done, item=to_list)


def _fields(form: Form, now: ThemeFields) -> ThemeFields:
    """The widgets of a theme's fields, and what they hold."""
    here, words = form.here, form.here.translator
    _ = words.gettext
    titles = form.lines(name_field("titles", words), "titles", now.titles)
    left, right = st.columns(2)
    with left:
        symbols = {key: _(name) for key, name in SYMBOL_NAMES.items()}
        symbol = form.choice(name_field("symbol", words), "symbol", symbols, now.symbol)
    with right:
        colour = form.line(_("Colour, such as #1E6B45"), "colour", now.colour)
    st.html(_palette(symbol, words))
    towns = {one.key: one.name for one in cache.choices(here).municipalities}
    municipalities: tuple[str, ...] = now.municipalities
    if len(towns) > 1:
        municipalities = form.several(
            name_field("municipalities", words), "towns", towns, now.municipalities, _("all")
        )
    active = form.tick(_("Offered for new ideas"), "active", now.active)
    return ThemeFields(titles, colour, symbol, active, municipalities)


def _palette(symbol: str, words: Translator) -> Markup:
    """Colours that go well together, each with its code to type."""
    cells = join(
        Markup("<li>{}<code>{}</code></li>").format(badge(symbol, colour), colour)
        for colour in SUGGESTED
    )
    name = words.gettext("Colours that are easy to tell apart")
    return Markup('<details class="ik-palette"><summary>{}</summary><ul>{}</ul></details>').format(
        name, cells
    )
