"""The link by which somebody sets a password: sent by e-mail, and shown once to hand over."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import segno
import streamlit as st
from markupsafe import Markup

from mapper.errors import MapperError
from mapper.i18n.errors import explain
from mapper.mail import can_send, links
from mapper.services import accounts
from mapper.ui.context import Context


@dataclass(frozen=True, slots=True)
class OfferedLink:
    """A link just made; it is nowhere else, so it is shown until somebody hides it.

    `mailed` is the address it was sent to, `failed` why sending did not work.
    """

    display_name: str
    purpose: str
    url: str = field(repr=False)
    valid_until: datetime
    mailed: str | None = None
    failed: str | None = None


def offer_link(
    here: Context, login: str, display_name: str, email: str | None, purpose: str
) -> None:
    """Make a link, send it where that is possible, and keep it to be shown.

    Raises
    ------
    NotFoundError, AccountDisabledError
    """
    office, settings = here.backoffice, here.settings
    if purpose == "invitation":
        url = links.invitation_link(settings, accounts.invite(office, here.who, login))
        send, valid = links.send_invitation, office.rules.invitation_valid
    else:
        url = links.reset_link(settings, accounts.offer_reset(office, here.who, login))
        send, valid = links.send_reset, office.rules.reset_valid
    until = datetime.now(UTC) + valid
    mailed = failed = None
    if email and can_send(settings):
        try:
            send(settings, here.profile, display_name, email, url, until)
            mailed = email
        except MapperError as error:
            failed = explain(error, here.translator)
    offered = OfferedLink(display_name, purpose, url, until, mailed, failed)
    st.session_state[_key(login)] = offered


def show_link(here: Context, login: str) -> None:
    """The link made a moment ago as a sheet to print, with a QR code; nothing without one."""
    offered: OfferedLink | None = st.session_state.get(_key(login))
    if offered is None:
        return
    _ = here.translator.gettext
    with st.container(key="admin_link"):
        if offered.mailed:
            sent = _("The link was sent to {address}.").format(address=offered.mailed)
            st.html(Markup('<p class="ik-done" role="status">{}</p>').format(sent))
        if offered.failed:
            st.html(Markup('<p class="ik-problem" role="alert">{}</p>').format(offered.failed))
        st.html(_sheet(here, offered))
        with st.container(horizontal=True, gap="small"):
            print_it = Markup('<button type="button" class="ik-button" data-print="">{}</button>')
            st.html(print_it.format(_("Print the sheet")), width="content")
            st.button(
                _("Hide the link"), key=f"admin_hide_{login}", on_click=_forget, args=(login,)
            )


def _sheet(here: Context, offered: OfferedLink) -> Markup:
    words = here.translator
    _ = words.gettext
    titles = {
        "invitation": _("Invitation for {name}"),
        "reset": _("A new password for {name}"),
    }
    drawing = segno.make(offered.url, error="m", micro=False).svg_data_uri(border=4, light="#fff")
    return Markup(
        '<section class="ik-link-sheet" aria-label="{title}"><div><p class="ik-sheet-town">'
        'Ideenkarte {town}</p><h4>{title}</h4><p>{what}</p><p class="ik-url">{url}</p>'
        '<p>{until}</p><p class="ik-quiet">{once}</p></div>'
        '<img alt="{alt}" src="{drawing}"></section>'
    ).format(
        title=titles[offered.purpose].format(name=offered.display_name),
        town=here.profile.name,
        what=_("Open this address, or take a picture of the code, and choose a password:"),
        url=offered.url,
        until=_("The link works once, until {moment}.").format(
            moment=words.format_datetime(offered.valid_until)
        ),
        once=_("This link is shown only now. Give it to nobody else."),
        alt=_("QR code of the address"),
        drawing=drawing,
    )


def _key(login: str) -> str:
    return f"admin_offered_{login}"


def _forget(login: str) -> None:
    st.session_state.pop(_key(login), None)
