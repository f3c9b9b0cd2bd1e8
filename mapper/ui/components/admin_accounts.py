"""Administrators look after accounts: who there is, and who may do what."""

from datetime import datetime

import streamlit as st
from markupsafe import Markup

from mapper.domain.roles import Role
from mapper.i18n import Translator
from mapper.i18n.roles import ROLE_NAMES
from mapper.services import accounts
from mapper.services.accounts import ListedAccount
from mapper.services.open_links import OpenLink, list_open_links
from mapper.ui.components.admin_account_fields import AccountForm
from mapper.ui.components.admin_account_steps import show_account_steps
from mapper.ui.components.admin_form import Form
from mapper.ui.components.admin_frame import lay_out, show_nothing_chosen
from mapper.ui.components.admin_invitation import offer_link, show_link
from mapper.ui.components.admin_list import ITEM, NEW, Entry, show_back, show_list
from mapper.ui.context import Context
from mapper.ui.markup import join

SECTION = "accounts"


def show_accounts(here: Context) -> None:
    """The list of accounts and the form of one."""
    _ = here.translator.gettext
    found = accounts.list_accounts(here.backoffice, here.who)
    links = list_open_links(here.backoffice, here.who)
    wanted = here.query.get(ITEM)
    places = lay_out(
        here, _("Accounts"), _("Who works with the ideas of the people, and may do what.")
    )
    with places.list:
        entries = [_entry(one, links, here.translator) for one in found]
        show_list(here, SECTION, _("Accounts"), entries, _("Invite somebody"))
    with places.detail:
        chosen = next((one for one in found if one.login == wanted), None)
        if chosen is None and wanted != NEW:
            show_nothing_chosen(here, wanted, _("Choose an account, or invite somebody."))
            return
        show_back(here, SECTION, _("All accounts"))
        if chosen is None:
            _show_new(here)
        else:
            open_links = [link for link in links if link.login == chosen.login]
            _show_one(here, chosen, open_links)


def _entry(one: ListedAccount, links: list[OpenLink], words: Translator) -> Entry:
    _ = words.gettext
    roles = ", ".join(_(ROLE_NAMES[role]) for role in Role if role in one.roles)
    invited = any(link.login == one.login and link.purpose == "invitation" for link in links)
    state = ""
    if one.disabled:
        state = _("disabled")
    elif invited:
        state = _("invited")
    elif not one.has_password and not one.has_oidc:
        state = _("no password yet")
    return Entry(one.login, one.display_name, (one.login, roles, state), quiet=one.disabled)


def _show_new(here: Context) -> None:
    _ = here.translator.gettext
    form = Form(here, "account_new")
    st.html(Markup("<h3>{}</h3>").format(_("Invite somebody")))
    with st.form(key="admin_form_account_new"):
        fields = AccountForm(form, None)
        sent = st.form_submit_button(_("Make the account and invite"), type="primary")
    if sent:

        def make() -> str:
            new = fields.read_new()
            accounts.add_account(here.backoffice, here.who, new)
            offer_link(here, new.login, new.display_name, new.email, "invitation")
            return new.login

        form.attempt(make, _("The account was made."), item=str)


def _show_one(here: Context, one: ListedAccount, links: list[OpenLink]) -> None:
    _ = here.translator.gettext
    form = Form(here, f"account_{one.login}")
    version = form.seen(one.version)
    st.html(_facts(here, one, links))
    show_link(here, one.login)
    if here.actor is not None and here.actor.name == one.login:
        note = _("This is your own account. What you take from it, you lose yourself.")
        st.html(Markup('<p class="ik-note">{}</p>').format(note))
    with st.form(key=f"admin_form_{form.name}"):
        fields = AccountForm(form, one)
        sent = st.form_submit_button(_("Save"), type="primary")
    if sent:
        form.attempt(
            lambda: accounts.change_account(
                here.backoffice, here.who, one.login, fields.read(), version
            ),
            _("The account was saved."),
        )
    form.show_done()
    show_account_steps(here, form, one)


def _facts(here: Context, one: ListedAccount, links: list[OpenLink]) -> Markup:
    words = here.translator
    _ = words.gettext
    facts = [
        (_("Login"), one.login),
        (_("Last sign-in"), _moment(one.signed_in_at, words) or _("never")),
        (_("Second factor"), _second_factor(one, words)),
        (_("State"), _("disabled") if one.disabled else _("in use")),
    ]
    if one.deputy:
        facts.append((_("Deputy"), one.deputy))
    for link in links:
        name = _("Invitation") if link.purpose == "invitation" else _("Link for a new password")
        until = _("open until {moment}").format(moment=_moment(link.expires_at, words))
        facts.append((name, until))
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
    return Markup('<h3><bdi dir="auto">{}</bdi></h3><dl class="ik-dl">{}</dl>').format(
        one.display_name, rows
    )


def _second_factor(one: ListedAccount, words: Translator) -> str:
    _ = words.gettext
    if one.second_factor:
        return _("set up")
    return _("is set up at the next sign-in") if one.needs_second_factor else _("not set up")


def _moment(moment: datetime | None, words: Translator) -> str:
    return words.format_datetime(moment, "medium") if moment else ""
