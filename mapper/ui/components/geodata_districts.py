"""Which row of a file of districts stands for which known district."""

from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from mapper.domain.imports import DistrictMatch, ImportOptions, ImportReport
from mapper.i18n.imports import MATCHED
from mapper.i18n.labels import label
from mapper.ui import cache
from mapper.ui.components.admin_form import Form
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context
from mapper.ui.markup import join, text

_AS_FOUND, _LEFT_OUT = "", "-"
_MOST = 120
_SURE = ("key", "name", "chosen")
"""Ways of matching that need no second look."""


def show_matches(here: Context, report: ImportReport) -> None:
    """What matched how, and which known districts are in the file not at all."""
    _ = here.translator.gettext
    names = district_names(here)
    ordered = sorted(report.districts, key=lambda one: (one.how in _SURE, one.row))
    rows = join(_row(one, names, here) for one in ordered)
    heads = join(
        Markup('<th scope="col">{}</th>').format(head)
        for head in (_("Row"), _("In the file"), _("Known district"), _("Found"))
    )
    st.html(
        Markup(
            '<h4>{title}</h4><div class="ik-table" role="region" tabindex="0" '
            'aria-label="{title}"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>'
            "</table></div>"
        ).format(title=_("Districts of the file and of the town"), heads=heads, rows=rows)
    )
    if report.unmatched_districts:
        missing = ", ".join(names.get(key, key) for key in report.unmatched_districts)
        sentence = _("Not in the file: {names}. Ideas there would belong to no district.")
        st.html(Markup('<p class="ik-note">{}</p>').format(sentence.format(names=missing)))


def ask_districts(form: Form, options: ImportOptions, report: ImportReport) -> ImportOptions:
    """For each name of the file the district it means, those without one first."""
    _ = form.here.translator.gettext
    names = district_names(form.here)
    given = dict(options.districts)
    rows = sorted(report.districts, key=lambda one: (one.how in _SURE, one.row))[:_MOST]
    unsure = any(one.how not in _SURE for one in rows)
    with st.expander(plain_label(_("Match districts")), expanded=unsure):
        columns = st.columns(2)
        for at, one in enumerate({row.name: row for row in rows}.values()):
            with columns[at % 2]:
                chosen = _ask_district(form, one, names, given.get(one.name))
            if chosen == _AS_FOUND:
                given.pop(one.name, None)
            else:
                given[one.name] = "" if chosen == _LEFT_OUT else chosen
    return replace(options, districts=given)


def _ask_district(form: Form, one: DistrictMatch, names: dict[str, str], given: str | None) -> str:
    """A key of a district, or one of the two words for none; `given` is what was chosen before."""
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


def district_names(here: Context) -> dict[str, str]:
    """Known districts by key, with their municipality where names alone would not do."""
    choices = cache.choices(here)
    towns = {one.key: one.name for one in choices.municipalities}
    return {
        one.key: f"{one.name} ({towns.get(one.municipality, one.municipality)})"
        for one in choices.districts
    }


def _row(one: DistrictMatch, names: dict[str, str], here: Context) -> Markup:
    how = label(MATCHED, one.how, here.translator)
    return Markup("<tr{}><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>").format(
        Markup(' class="ik-unmatched"') if one.key is None else "",
        here.translator.format_number(one.row),
        text(one.name),
        text(names.get(one.key or "", "–")),
        how,
    )
