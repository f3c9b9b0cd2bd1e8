"""Imports: those under way and those that are over, a new one, and the one that is open."""

import streamlit as st
from markupsafe import Markup

from mapper.domain.imports import AT_WORK, OVER, Stage
from mapper.errors import MapperError
from mapper.i18n import Translator
from mapper.i18n.errors import explain
from mapper.i18n.imports import STAGES
from mapper.i18n.labels import label
from mapper.services.import_jobs import Import, list_imports
from mapper.ui import cache
from mapper.ui.components.admin_frame import Section, show_section
from mapper.ui.components.admin_list import Entry
from mapper.ui.components.geodata_import import show_import
from mapper.ui.components.geodata_new import show_new
from mapper.ui.context import Context
from mapper.ui.errors import show_notice

SECTION = "imports"
REFRESH_S = 5.0


def show_imports(here: Context) -> None:
    """The list of imports and one of them; the list keeps itself up to date."""
    _ = here.translator.gettext
    imports = list_imports(here.backoffice, here.who)
    with st.empty().container():
        _follow(here, imports)
    section = Section(
        key=SECTION,
        name=_("Import"),
        lead=_(
            "A file becomes a layer of the map. You look at everything before anything is "
            "stored, and every former version can be brought back."
        ),
        new=_("New import"),
        choose=_("Choose an import, or begin a new one."),
        back=_("All imports"),
        entry=_entry,
        show_new=show_new,
        show_one=show_import,
        begins=True,
    )
    show_section(here, section, {str(one.id): one for one in imports})


def _entry(one: Import, words: Translator) -> Entry:
    return Entry(
        str(one.id),
        one.title,
        (
            label(STAGES, one.stage, words),
            one.created_by,
            words.format_datetime(one.created_at, "short"),
        ),
        before=Markup('<span class="ik-stage" data-stage="{}"></span>').format(one.stage.value),
        quiet=one.stage in OVER and one.stage is not Stage.DONE,
    )


def _follow(here: Context, imports: list[Import]) -> None:
    """Draw the page anew when an import has come further without anybody here doing anything.

    Nothing is drawn by this itself, so that nothing flickers and the focus stays where it is.
    """
    if not any(one.stage in AT_WORK for one in imports):
        return
    stages = _stages(imports)

    @st.fragment(run_every=REFRESH_S)
    def look() -> None:
        try:
            now = _stages(list_imports(here.backoffice, here.who))
        except MapperError as error:
            show_notice(explain(error, here.translator))
            return
        if now != stages:
            cache.forget_edited()
            st.rerun()

    look()


def _stages(imports: list[Import]) -> list[tuple[str, Stage]]:
    return [(str(one.id), one.stage) for one in imports]
