"""What became of an import that was taken over, and the way back."""

from functools import partial

import streamlit as st
from markupsafe import Markup, escape

from mapper.errors import MapperError
from mapper.i18n import Translator
from mapper.markup import join, link
from mapper.services.import_jobs import Import
from mapper.services.use_version import Activation
from mapper.services.versions import ListedVersion, list_versions, roll_back
from mapper.ui.components.admin_list import item_link
from mapper.ui.components.geodata_report import show_report
from mapper.ui.components.geodata_steps import show_confirmed
from mapper.ui.components.geodata_terms import tell_missing
from mapper.ui.context import Context


def show_done(here: Context, one: Import, focus: Markup) -> None:
    """Version, ideas assigned anew, links on, and the step back; `focus` are attributes."""
    _ = here.translator.gettext
    versions = _versions(here, one)
    current = next((each for each in versions if each.state == "active"), None)
    shown = current is not None and current.id == one.version_id
    said: list[str] = [_outcome(one, shown=shown, words=here.translator)]
    if one.report and one.report.reassigned is not None and shown:
        said.append(say_reassigned(one.report.reassigned, here.translator))
    if missing := _missing_terms(here, versions, one):
        said.append(missing)
    ways = [
        link("/", _("Look at the citizens' map"), class_="ik-link") if shown else Markup(""),
        link(
            item_link(here, "versions", one.layer),
            _("All versions of this layer"),
            class_="ik-link",
        ),
    ]
    st.html(
        Markup('<div class="ik-outcome"{}>{}<p class="ik-ways">{}</p></div>').format(
            focus,
            join(Markup("<p>{}</p>").format(sentence) for sentence in said),
            join(ways),
        )
    )
    before = next((each for each in versions if each.shown_before), None)
    if shown and before is not None:
        with st.container(key="geodata_back"):
            show_way_back(here, one.layer, before)
    if one.report:
        show_report(here, one.report, f"/api/imports/{one.id}/problems.csv")


def say_reassigned(count: int, words: Translator) -> str:
    """How many ideas belong to another district now."""
    sentence = words.ngettext(
        "{count} idea belongs to another district now.",
        "{count} ideas belong to another district now.",
        count,
    )
    if count == 0:
        sentence = words.gettext("No idea changed its district.")
    return sentence.format(count=words.format_number(count))


def say_activated(done: object, words: Translator) -> str:
    """What is shown now."""
    assert isinstance(done, Activation)
    sentence = words.gettext("Version {number} is shown now.").format(number=done.version_id)
    if done.reassigned is not None:
        sentence += " " + say_reassigned(done.reassigned, words)
    return sentence


def show_way_back(here: Context, layer: str, before: ListedVersion) -> None:
    """The step to the version that was shown before the present one."""
    _ = here.translator.gettext
    show_confirmed(
        here,
        f"back_{before.id}",
        _("Back to version {number}").format(number=before.id),
        _(
            "Show version {number} again, which was shown before the present one? "
            "The present one stays stored."
        ).format(number=before.id),
        _("Yes, show version {number}").format(number=before.id),
        partial(roll_back, here.backoffice, here.who, layer, before.id),
        lambda done: say_activated(done, here.translator),
    )


def _versions(here: Context, one: Import) -> list[ListedVersion]:
    try:
        return list_versions(here.backoffice, here.who, one.layer)
    except MapperError:
        return []


def _missing_terms(here: Context, versions: list[ListedVersion], one: Import) -> str:
    made = next((each for each in versions if each.id == one.version_id), None)
    return tell_missing(made.licence, made.attribution, here.translator) if made else ""


def _outcome(one: Import, *, shown: bool, words: Translator) -> Markup:
    if shown:
        sentence = words.gettext("Version {number} is stored and shown on the map.")
    else:
        sentence = words.gettext("Version {number} is stored. It is not shown on the map.")
    return escape(sentence.format(number=one.version_id))
