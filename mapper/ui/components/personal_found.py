"""What is stored about a person, in short, and the way to take it along."""

import json

import streamlit as st
from markupsafe import Markup

from mapper.i18n.labels import MODERATION_STATUSES
from mapper.markup import items, join, text
from mapper.services.personal_data import Found, FoundAccount, FoundIdea
from mapper.ui.context import Context

ROUTE = "/api/personal-data/export"


def show_found(here: Context, found: Found) -> None:
    """Ideas and accounts, and two buttons that download everything about them."""
    st.html(
        items(
            [
                *(_idea(here, one) for one in found.ideas),
                *(_account(here, one) for one in found.accounts),
            ],
            class_="ik-personal",
            role="list",
        )
    )
    st.html(_download(here, found))


def _idea(here: Context, idea: FoundIdea) -> Markup:
    _ = here.translator.gettext
    told = [
        _(MODERATION_STATUSES[idea.moderation_status]),
        here.translator.format_date(idea.created_at.date()),
        _("with a name") if idea.display_name else "",
        _("with an e-mail address") if idea.has_email else "",
        _("with words from before something was blacked out") if idea.has_original else "",
        here.translator.ngettext("{n} answer", "{n} answers", idea.answers).format(n=idea.answers)
        if idea.answers
        else "",
    ]
    return _entry(text(idea.title), idea.number, told)


def _account(here: Context, account: FoundAccount) -> Markup:
    _ = here.translator.gettext
    told = [_("Account"), account.email or "", _("disabled") if account.disabled else ""]
    return _entry(text(account.display_name), account.login, told)


def _entry(name: Markup, key: str, told: list[str]) -> Markup:
    notes = join(Markup("<span>{}</span>").format(words) for words in (key, *told) if words)
    return Markup("<b>{}</b><p>{}</p>").format(name, notes)


def _download(here: Context, found: Found) -> Markup:
    """A form that the shell sends by fetch, so that a refusal is said on this page."""
    _ = here.translator.gettext
    wanted = json.dumps(
        {
            "numbers": [idea.number for idea in found.ideas],
            "logins": [account.login for account in found.accounts],
        }
    )
    return Markup(
        '<form class="ik-download" method="post" action="{}" data-download="{}" '
        'data-failed="{}">'
        '<button type="submit" value="text">{}</button>'
        '<button type="submit" value="json">{}</button>'
        '<p class="ik-problem" role="alert"></p></form>'
    ).format(
        ROUTE,
        wanted,
        _("The server cannot be reached just now. Please try again in a moment."),
        _("Download as a text to read"),
        _("Download for programs (JSON)"),
    )
