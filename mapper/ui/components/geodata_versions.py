"""The versions of every layer: looked at, shown again, deleted."""

from collections.abc import Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.i18n.imports import VERSION_STATES
from mapper.i18n.labels import LAYER_ROLES, label
from mapper.markup import join, text
from mapper.services.import_files import Target, list_targets
from mapper.services.versions import (
    ListedVersion,
    activate_version,
    delete_version,
    list_versions,
)
from mapper.ui.components.admin_frame import Section, show_section
from mapper.ui.components.admin_list import Entry
from mapper.ui.components.geodata_done import say_activated, show_way_back
from mapper.ui.components.geodata_report import name_source, show_report
from mapper.ui.components.geodata_steps import show_confirmed, show_told
from mapper.ui.components.geodata_terms import show_terms
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context

SECTION = "versions"
_SHORT = 12


def show_versions(here: Context) -> None:
    """Layers, and the versions of the one that is open."""
    _ = here.translator.gettext
    section = Section(
        key=SECTION,
        name=_("Versions"),
        lead=_("Every import stays stored as a version. Any of them can be shown again."),
        choose=_("Choose a layer to see its versions."),
        back=_("All layers"),
        entry=_entry,
        show_one=_show_layer,
    )
    targets = list_targets(here.backoffice, here.who)
    show_section(here, section, {one.slug: one for one in targets})


def _entry(one: Target, words: Translator) -> Entry:
    return Entry(
        one.slug, one.title_in(words.lang), (label(LAYER_ROLES, one.role, words), one.slug)
    )


def _show_layer(here: Context, layer: Target) -> None:
    st.html(Markup("<h3>{}</h3>").format(text(layer.title_in(here.lang))))
    show_told()
    versions = list_versions(here.backoffice, here.who, layer.slug)
    for one in versions:
        with st.container(key=f"geodata_version_{one.id}"):
            _show_version(here, layer, one, versions)


def _show_version(
    here: Context, layer: Target, one: ListedVersion, versions: Sequence[ListedVersion]
) -> None:
    words = here.translator
    number = words.gettext("Version {number}").format(number=one.id)
    rows = join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in _facts(one, words)
    )
    st.html(
        Markup(
            '<h4>{} <span class="ik-version-state" data-state="{}">{}</span></h4>'
            '<dl class="ik-dl">{}</dl>'
        ).format(number, one.state, label(VERSION_STATES, one.state, words), rows)
    )
    show_terms(here, one)
    if one.report:
        with st.expander(plain_label(words.gettext("Report of {number}").format(number=number))):
            show_report(here, one.report, None)
    if one.state != "active":
        with st.container(key=f"geodata_version_steps_{one.id}"):
            if one.shown_before:
                show_way_back(here, layer.slug, one)
            else:
                _show_showing(here, one, number, versions)
            _show_deleting(here, one, number)


def _facts(one: ListedVersion, words: Translator) -> list[tuple[str, Markup | str]]:
    _ = words.gettext
    made = words.format_datetime(one.created_at, "medium")
    facts: list[tuple[str, Markup | str]] = [
        (_("Stored"), f"{made}, {one.created_by or '–'}"),
        (_("Source"), text(name_source(one.file_name, one.source))),
        (_("Objects"), words.format_number(one.features)),
    ]
    if one.sha256:
        shown = Markup('<code title="{}">{}</code>').format(one.sha256, one.sha256[:_SHORT])
        facts.append((_("Checksum (SHA-256)"), shown))
    if one.source_crs:
        facts.append((_("Coordinate reference system of the source"), one.source_crs))
    facts.append((_("Licence"), text(one.licence or _("not stated"))))
    facts.append((_("Attribution"), text(one.attribution or _("not stated"))))
    if one.activated_at:
        facts.append((_("Last put to use"), words.format_datetime(one.activated_at, "medium")))
    return facts


def _show_showing(
    here: Context, one: ListedVersion, number: str, versions: Sequence[ListedVersion]
) -> None:
    _ = here.translator.gettext
    question = (
        _("Show {version} in place of the one that is shown now?")
        if any(each.state == "active" for each in versions)
        else _("Show {version} on the map?")
    )
    show_confirmed(
        here,
        f"show_{one.id}",
        _("Show {version}").format(version=number),
        question.format(version=number),
        _("Yes, show it"),
        partial(activate_version, here.backoffice, here.who, one.id),
        lambda done: say_activated(done, here.translator),
    )


def _show_deleting(here: Context, one: ListedVersion, number: str) -> None:
    _ = here.translator.gettext
    show_confirmed(
        here,
        f"delete_{one.id}",
        _("Delete {version}").format(version=number),
        _("Delete {version} with all its objects? This cannot be undone.").format(version=number),
        _("Yes, delete it"),
        partial(delete_version, here.backoffice, here.who, one.id),
        _("{version} was deleted.").format(version=number),
    )
