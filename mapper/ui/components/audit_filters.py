"""What is looked for in the record of changes, kept in the address."""

from collections.abc import Mapping

import streamlit as st
from markupsafe import Markup

from mapper.errors import InvalidFieldError
from mapper.i18n import Translator
from mapper.i18n.errors import explain
from mapper.i18n.events import EVENTS, SUBJECTS, describe_event
from mapper.planning.period import write_day
from mapper.services.audit_search import AUDIT_PARAMETERS, AuditFilters, read_audit_filters
from mapper.ui import address_bar
from mapper.ui.components.admin_form import show_problem, typed_day
from mapper.ui.context import Context

_WIDGETS = "audit_w_"
_ADDRESS = "audit_address"


def read_address(here: Context) -> AuditFilters:
    """The filters of the address; a day that is none is left out, and it is said."""
    query = {name: here.query.get(name, "") for name in AUDIT_PARAMETERS}
    if st.session_state.get(_ADDRESS) != query:
        st.session_state[_ADDRESS] = query
        for key in [str(key) for key in st.session_state if str(key).startswith(_WIDGETS)]:
            del st.session_state[key]
    try:
        return read_audit_filters(query)
    except InvalidFieldError:
        show_problem(here.translator.gettext("A day in the address was not understood."))
        return read_audit_filters({**query, "from": "", "to": ""})


def show_filters(here: Context, filters: AuditFilters) -> None:
    """The fields to search by; what they say is written to the address when it is sent."""
    words = here.translator
    _ = words.gettext
    with st.form(key="audit_filters"):
        left, middle, right = st.columns(3)
        with left:
            person = _line(_("Person"), "person", filters.person)
        with middle:
            kind = _kind(filters.kind, words)
        with right:
            key = _line(_("Number, login or short name"), "key", filters.key)
        left, middle, right = st.columns(3)
        with left:
            first = _line(_("from (day.month.year)"), "from", write_day(filters.first_day, words))
        with middle:
            last = _line(_("to (day.month.year)"), "to", write_day(filters.last_day, words))
        with right, st.container(key="audit_search", horizontal=True, gap="small"):
            sent = st.form_submit_button(_("Search"), type="primary")
    if sent:
        _search({"person": person, "kind": kind, "key": key}, first, last, words)


def _line(label: str, name: str, value: str) -> str:
    key = f"{_WIDGETS}{name}"
    st.session_state.setdefault(key, value)
    return str(st.text_input(label, key=key))


def _kind(value: str, words: Translator) -> str:
    _ = words.gettext
    options = {"": _("everything"), **{key: _(name) for key, name in SUBJECTS.items()}}
    if value in EVENTS:
        options[value] = describe_event(value, "…", "…", words)
    key = f"{_WIDGETS}kind"
    st.session_state.setdefault(key, value if value in options else "")
    return str(st.selectbox(_("Kind"), list(options), format_func=options.__getitem__, key=key))


def _search(texts: Mapping[str, str], first: str, last: str, words: Translator) -> None:
    """Write the address; a day that is none is said, and everything stays as it was typed."""
    try:
        days = {"from": typed_day(first), "to": typed_day(last)}
        if days["from"] and days["to"] and days["from"] > days["to"]:
            raise InvalidFieldError("period", "a last day after the first")
    except InvalidFieldError as error:
        show_problem(explain(error, words))
        return
    given = {name: text.strip() for name, text in texts.items()}
    given |= {name: day.isoformat() if day else "" for name, day in days.items()}
    own = (*AUDIT_PARAMETERS, "page", "event")
    address_bar.change(own, {name: text for name, text in given.items() if text})
    st.rerun()


def filter_parameters(here: Context) -> dict[str, str]:
    """The address's filters, for links that keep them."""
    return {name: here.query[name] for name in AUDIT_PARAMETERS if here.query.get(name)}


def no_match(here: Context, reset: Markup) -> Markup:
    """In the place of an empty list."""
    _ = here.translator.gettext
    sentence = _("Nothing in the record matches. Remove a filter, or look for something else.")
    if not filter_parameters(here):
        sentence, reset = _("Nothing has been changed yet."), Markup("")
    return Markup('<div class="ik-empty"><p>{}</p>{}</div>').format(sentence, reset)
