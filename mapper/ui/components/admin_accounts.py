"""Administrators look after accounts: who there is, and who may do what."""

from datetime import datetime
from functools import partial

import streamlit as st
from markupsafe import Markup

from mapper.domain.roles import Role
from mapper.i18n import Translator
from mapper.i18n.roles import ROLE_NAMES
from mapper.markup import join
from mapper.services import accounts
from mapper.services.accounts import ListedAccount
from mapper.services.open_links import OpenLink, list_open_links
from mapper.ui.components.admin_account_fields import AccountForm
from mapper.ui.components.admin_account_steps import show_account_steps
from mapper.ui.components.admin_entry import ask_changes, ask_new
from mapper.ui.components.admin_form import Form
from mapper.ui.components.admin_frame import Section, show_section
from mapper.ui.components.admin_invitation import offer_link, show_link
from mapper.ui.components.admin_list import Entry
from mapper.ui.context import Context

SECTION = "accounts"


def show_accounts(here: Context) -> None:
    """The list of accounts and the form of one."""
    _ = here.translator.gettext
    items = {one.login: one for one in accounts.list_accounts(here.backoffice, here.who)}
    links = list_open_links(here.backoffice, here.who)
    section: Section[ListedAccount] = Section(
        key=SECTION,
        name=_("Accounts"),
        lead=_("Who works with the ideas of the people, and may do what."),
        new=_("Invite somebody"),
        choose=_("Choose an account, or invite somebody."),
        back=_("All accounts"),
        entry=lambda one, words: _entry(one, _links_of(one, links), words),
        show_new=_show_new,
        show_one=lambda here, one: _show_one(here, one, _links_of(one, links)),
    )
    show_section(here, section, items)


def _links_of(one: ListedAccount, links: list[OpenLink]) -> list[OpenLink]:
    return [link for link in links if link.login == one.login]


def _entry(one: ListedAccount, links: list[OpenLink], words: Translator) -> Entry:
    _ = words.gettext
    roles = ", ".join(_(ROLE_NAMES[role]) for role in Role if role in one.roles)
    state = ""
    if one.disabled:
        state = _("disabled")
    elif any(link.purpose == "invitation" for link in links):
        state = _("invited")
    elif not one.has_password and not one.has_oidc:
        state = _("no password yet")
    return Entry(one.login, one.display_name, (one.login, roles, state), quiet=one.disabled)


def _show_new(here: Context) -> None:
    _ = here.translator.gettext

    def make(fields: AccountForm) -> str:
        new = fields.read_new()
        accounts.add_account(here.backoffice, here.who, new)
        offer_link(here, new.login, new.display_name, new.email, "invitation")
        return new.login

    ask_new(
        Form(here, "account_new"),
        _("Invite somebody"),
        partial(AccountForm, now=None),
        _("Make the account and invite"),
        make,
        _("The account was made."),
    )


def _show_one(here: Context, one: ListedAccount, links: list[OpenLink]) -> None:
    _ = here.translator.gettext
    act = (here.backoffice, here.who, one.login)
    form = Form(here, f"account_{one.login}")
    version = form.seen(one.version)
    st.html(_facts(here, one, links))
    show_link(here, one.login)
    if here.actor is not None and here.actor.name == one.login:
        note = _("This is your own account. What you take from it, you lose yourself.")
        st.html(Markup('<p class="ik-note">{}</p>').format(note))
    ask_changes(
        form,
        partial(AccountForm, now=one),
        lambda fields: accounts.change_account(*act, fields.read(), version),
        _("The account was saved."),
    )
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
