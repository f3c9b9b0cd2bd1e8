"""Saved views of planners: open one, keep what is seen now, share, change, delete."""

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from mapper.domain.roles import Right
from mapper.errors import MapperError
from mapper.i18n import Translator
from mapper.i18n.errors import explain
from mapper.planning.wanted import ADDRESS, Wanted, write_address
from mapper.services.saved_views import (
    TITLE_MOST,
    ListedView,
    change_view,
    delete_view,
    list_views,
    save_view,
)
from mapper.ui import address_bar, look
from mapper.ui.context import Context

_KEYS = "planning_view_"
_CHOSEN, _SAID, _ASKED = f"{_KEYS}chosen", f"{_KEYS}said", f"{_KEYS}delete"
_NEW, _NEW_SHARED = f"{_KEYS}new", f"{_KEYS}new_shared"


def show_views(wanted: Wanted, here: Context) -> None:
    """Nothing for those without the right to plan."""
    if here.actor is None or not here.actor.may(Right.PLAN):
        return
    words, _ = here.translator, here.translator.gettext
    views = list_views(here.backoffice, here.who)
    look.add_style("planning_views")
    with st.container(key="planning_views"):
        chosen = _choose(views, words)
        _show_said()
        with st.expander(_("Save this view"), key=f"{_KEYS}open"):
            _save_new(wanted, here)
        if chosen is not None and chosen.by is None:
            with st.expander(_("Change the chosen view"), key=f"{_KEYS}change"):
                _change(chosen, wanted, here)


def _choose(views: Sequence[ListedView], words: Translator) -> ListedView | None:
    """The list of views; choosing one opens it as its link would."""
    by_id = {one.id: one for one in views}
    if st.session_state.get(_CHOSEN) not in by_id:
        st.session_state.pop(_CHOSEN, None)
    if not views:
        return None
    number = st.selectbox(
        words.gettext("Saved views"),
        list(by_id),
        index=None,
        format_func=lambda one: _name(by_id[one], words) if one in by_id else "",
        key=_CHOSEN,
        placeholder=words.gettext("Choose a view"),
        on_change=_open,
        args=(by_id,),
    )
    return by_id.get(number) if number is not None else None


def _name(view: ListedView, words: Translator) -> str:
    if view.by is None:
        return view.title
    return words.gettext("{title} (by {name})").format(title=view.title, name=view.by)


def _open(views: dict[int, ListedView]) -> None:
    view = views.get(st.session_state[_CHOSEN])
    _forget(_SAID, _ASKED)
    if view is not None:
        address_bar.change(ADDRESS, view.query)


def _save_new(wanted: Wanted, here: Context) -> None:
    _ = here.translator.gettext
    st.text_input(_("Name of the new view"), key=_NEW, max_chars=TITLE_MOST)
    st.checkbox(_("Share with colleagues"), key=_NEW_SHARED)
    st.button(_("Save"), key=f"{_KEYS}save", on_click=_save, args=(wanted, here))
    hint = _("The address of this page is a link to what you see now.")
    st.html(Markup('<p class="ik-view-hint">{}</p>').format(hint))


def _save(wanted: Wanted, here: Context) -> None:
    title, shared = st.session_state[_NEW], st.session_state[_NEW_SHARED]

    def save() -> str:
        number = save_view(here.backoffice, here.who, title, write_address(wanted), shared=shared)
        st.session_state[_NEW], st.session_state[_NEW_SHARED] = "", False
        st.session_state[_CHOSEN] = number
        return here.translator.gettext("The view was saved.")

    _try(save, here)


def _change(view: ListedView, wanted: Wanted, here: Context) -> None:
    """Whatever can be done to one of one's own views."""
    _ = here.translator.gettext
    title, shared = (f"{_KEYS}{view.id}_{name}" for name in ("title", "shared"))
    st.session_state.setdefault(title, view.title)
    st.session_state.setdefault(shared, view.shared)
    st.text_input(_("Name"), key=title, max_chars=TITLE_MOST)
    st.checkbox(_("Share with colleagues"), key=shared)
    with st.container(key=f"{_KEYS}steps", horizontal=True, gap="small"):
        st.button(
            _("Save name and sharing"),
            key=f"{_KEYS}rename",
            on_click=_rename,
            args=(view, title, shared, here),
        )
        if dict(view.query) != write_address(wanted):
            st.button(
                _("Replace by what I see now"),
                key=f"{_KEYS}replace",
                on_click=_replace,
                args=(view, wanted, here),
            )
        _offer_deletion(view, here)


def _offer_deletion(view: ListedView, here: Context) -> None:
    _ = here.translator.gettext
    if st.session_state.get(_ASKED) != view.id:
        st.button(_("Delete"), key=f"{_KEYS}ask", on_click=_ask, args=(view.id,))
        return
    question = _("Delete “{title}”? This cannot be undone.").format(title=view.title)
    st.html(Markup('<p class="ik-question" role="alert">{}</p>').format(question))
    st.button(_("Yes, delete"), key=f"{_KEYS}yes", on_click=_delete, args=(view, here))
    st.button(_("No, keep it"), key=f"{_KEYS}no", on_click=_forget, args=(_ASKED,))


def _ask(view_id: int) -> None:
    st.session_state[_ASKED] = view_id


def _rename(view: ListedView, title: str, shared: str, here: Context) -> None:
    wanted, share = st.session_state[title], st.session_state[shared]

    def rename() -> str:
        change_view(here.backoffice, here.who, view.id, title=wanted, shared=share)
        _forget(title, shared)
        return here.translator.gettext("The view was changed.")

    _try(rename, here)


def _replace(view: ListedView, wanted: Wanted, here: Context) -> None:
    def replace() -> str:
        change_view(here.backoffice, here.who, view.id, query=write_address(wanted))
        return here.translator.gettext("The view was changed.")

    _try(replace, here)


def _delete(view: ListedView, here: Context) -> None:
    _forget(_ASKED)

    def delete() -> str:
        delete_view(here.backoffice, here.who, view.id)
        _forget(_CHOSEN)
        return here.translator.gettext("The view was deleted.")

    _try(delete, here)


def _try(do: Callable[[], str], here: Context) -> None:
    """Do something and keep what is to be said of it."""
    try:
        st.session_state[_SAID] = (do(), False)
    except MapperError as refusal:
        st.session_state[_SAID] = (explain(refusal, here.translator), True)


def _show_said() -> None:
    sentence, wrong = st.session_state.pop(_SAID, ("", False))
    with st.container(key=f"{_KEYS}told"):
        if sentence:
            kind = ("ik-refused", "alert") if wrong else ("ik-said", "status")
            st.html(Markup('<p class="{}" role="{}">{}</p>').format(*kind, sentence))


def _forget(*keys: str) -> None:
    for key in keys:
        st.session_state.pop(key, None)
