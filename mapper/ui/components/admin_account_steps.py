"""What administrators do with an account besides changing its fields."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.i18n import Translator
from mapper.services import accounts
from mapper.services.accounts import ListedAccount
from mapper.ui.components.admin_form import Form, confirmed
from mapper.ui.components.admin_invitation import offer_link
from mapper.ui.context import Context


def show_account_steps(here: Context, form: Form, one: ListedAccount) -> None:
    """Links, sessions, second factor, disabling."""
    _ = here.translator.gettext
    act = (here.backoffice, here.who, one.login)
    with st.container(key="admin_steps"):
        st.html(Markup("<h3>{}</h3>").format(_("Sign-in")))
        if one.disabled:
            if st.button(_("Enable the account again"), key=f"admin_enable_{one.login}"):
                form.attempt(partial(accounts.enable, *act), _("The account can be used again."))
            return
        _show_links(here, form, one)
        if confirmed(
            form,
            "sessions",
            _("Sign out everywhere"),
            _("End all sessions of this account now? What is typed and not saved is lost."),
            _("Yes, sign out everywhere"),
        ):
            form.attempt(
                partial(accounts.end_sessions, *act),
                _("The account is signed out everywhere."),
            )
        if one.second_factor and confirmed(
            form,
            "factor",
            _("Reset the second factor"),
            _("Forget the second factor, because the telephone was lost? Sessions end."),
            _("Yes, reset it"),
        ):
            form.attempt(
                partial(accounts.reset_second_factor, *act), _("The second factor was reset.")
            )
        own = here.actor is not None and here.actor.name == one.login
        if confirmed(
            form,
            "disable",
            _("Disable the account"),
            _disable_question(here.translator, own=own),
            _("Yes, disable it"),
        ):
            form.attempt(partial(accounts.disable, *act), _("The account is disabled."))


def _show_links(here: Context, form: Form, one: ListedAccount) -> None:
    _ = here.translator.gettext
    purpose = "reset" if one.has_password else "invitation"
    label = _("Make a link for a new password") if one.has_password else _("Invite again")
    if st.button(label, key=f"admin_link_{one.login}"):
        form.attempt(
            partial(offer_link, here, one.login, one.display_name, one.email, purpose),
            _("The link was made. An older one no longer works."),
            item=lambda _answer: one.login,
        )


def _disable_question(words: Translator, *, own: bool) -> str:
    _ = words.gettext
    if own:
        return _("This is your own account: you will be signed out and cannot come back. Go on?")
    return _("Disable this account? Nobody can sign in with it until it is enabled again.")
