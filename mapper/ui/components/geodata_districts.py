"""Which row of a file of districts or municipalities stands for which known one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st
from markupsafe import Markup

from mapper.domain.imports import DistrictMatch, ImportOptions, ImportReport
from mapper.i18n import N_
from mapper.i18n.imports import MATCHED
from mapper.i18n.labels import label
from mapper.markup import join, text
from mapper.services.import_jobs import Import
from mapper.ui import cache
from mapper.ui.components.admin_form import Form
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context

_MUNICIPALITIES = "municipalities"
_AS_FOUND, _LEFT_OUT = "", "-"
_MOST = 120
_SURE = ("key", "name", "chosen")
"""Ways of matching that need no second look."""
_BY_WORDS = (*_SURE, "alike", "new")
"""Ways of matching in which something in the row says what it is."""


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    known: str
    missing: str
    match: str


_OF_MUNICIPALITIES = _Words(
    N_("Municipalities of the file and known ones"),
    N_("Known municipality"),
    N_("Not in the file: {names}. They would no longer be on the map."),
    N_("Match municipalities"),
)
_OF_DISTRICTS = _Words(
    N_("Districts of the file and of the town"),
    N_("Known district"),
    N_("Not in the file: {names}. Ideas there would belong to no district."),
    N_("Match districts"),
)


def tell_doubts(here: Context, one: Import) -> list[str]:
    """What should be thought of before districts or municipalities are taken over."""
    report, _ = one.report, here.translator.gettext
    if report is None or not report.districts:
        return []
    told = []
    if not any(row.how in _BY_WORDS for row in report.districts):
        sentence = _(
            "No row has the key or the name of a known one. Does this file belong to “{layer}”?"
        )
        told.append(sentence.format(layer=one.title))
    if report.unmatched_districts:
        names = known_names(here, one.role)
        missing = ", ".join(names.get(key, key) for key in report.unmatched_districts)
        told.append(_(_words(one.role).missing).format(names=missing))
    return told


def show_matches(here: Context, one: Import, report: ImportReport) -> None:
    """What matched how."""
    _ = here.translator.gettext
    names, words = known_names(here, one.role), _words(one.role)
    ordered = sorted(report.districts, key=lambda row: (row.how in _SURE, row.row))
    rows = join(_row(row, names, here) for row in ordered)
    heads = join(
        Markup('<th scope="col">{}</th>').format(head)
        for head in (_("Row"), _("In the file"), _(words.known), _("Found"))
    )
    st.html(
        Markup(
            '<h4>{title}</h4><div class="ik-table" role="region" tabindex="0" '
            'aria-label="{title}"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>'
            "</table></div>"
        ).format(title=_(words.title), heads=heads, rows=rows)
    )


def ask_districts(
    form: Form, role: str, options: ImportOptions, report: ImportReport
) -> ImportOptions:
    """For each name of the file the known one it means, those without one first."""
    _ = form.here.translator.gettext
    names = known_names(form.here, role)
    given = dict(options.districts)
    rows = sorted(report.districts, key=lambda one: (one.how in _SURE, one.row))[:_MOST]
    unsure = any(one.how not in _SURE for one in rows)
    with st.expander(plain_label(_(_words(role).match)), expanded=unsure):
        columns = st.columns(2)
        for at, one in enumerate({row.name: row for row in rows}.values()):
            with columns[at % 2]:
                chosen = _ask_district(form, one, names, given.get(one.name))
            if chosen == _AS_FOUND:
                given.pop(one.name, None)
            else:
                given[one.name] = "" if chosen == _LEFT_OUT else chosen
    return replace(options, districts=given)


def _ask_district(
    form: Form, one: DistrictMatch, names: Mapping[str, str], given: str | None
) -> str:
    """A key of a known one, or one of the two words for none; `given` is what was chosen before."""
    _ = form.here.translator.gettext
    found = names.get(one.key or "", _("none"))
    offered = {
        _AS_FOUND: _("as found: {district}").format(district=found),
        **names,
        _LEFT_OUT: _("leave it out"),
    }
    now = _AS_FOUND if given is None else given or _LEFT_OUT
    title = plain_label(one.name or _("Row {row}").format(row=one.row))
    return form.choice(title, f"district_{one.row}", offered, now)


def known_names(here: Context, role: str) -> dict[str, str]:
    """Known municipalities, or else districts with their municipality, by key."""
    choices = cache.choices(here)
    towns = {one.key: one.name for one in choices.municipalities}
    if role == _MUNICIPALITIES:
        return towns
    return {
        one.key: f"{one.name} ({towns.get(one.municipality, one.municipality)})"
        for one in choices.districts
    }


def _words(role: str) -> _Words:
    return _OF_MUNICIPALITIES if role == _MUNICIPALITIES else _OF_DISTRICTS


def _row(one: DistrictMatch, names: Mapping[str, str], here: Context) -> Markup:
    how = label(MATCHED, one.how, here.translator)
    return Markup("<tr{}><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>").format(
        Markup(' class="ik-unmatched"') if one.key is None else "",
        here.translator.format_number(one.row),
        text(one.name),
        text(names.get(one.key or "", "–")),
        how,
    )
