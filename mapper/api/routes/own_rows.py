"""The overview of `/konto`: one line for each thing that can be changed."""

from dataclasses import dataclass

from mapper.api.forms.visit import Visit
from mapper.i18n import Translator
from mapper.services.own_account import OwnAccount

ACCOUNT = "/konto"
DETAILS, DEPUTY = f"{ACCOUNT}/angaben", f"{ACCOUNT}/vertretung"
PASSWORD, SECOND_FACTOR = f"{ACCOUNT}/passwort", f"{ACCOUNT}/zweiter-schritt"
CODES, SESSIONS = f"{ACCOUNT}/codes", f"{ACCOUNT}/sitzungen"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the overview; `address` leads to where it is changed."""

    name: str
    value: str
    action: str = ""
    address: str = ""

    @property
    def action_name(self) -> str:
        """The link by itself, as screen readers list it."""
        return f"{self.action}: {self.name}"


def own_rows(visit: Visit, own: OwnAccount) -> list[Row]:
    """All lines, in the order of a person's questions."""
    _ = visit.translator.gettext
    change = _("Change")
    rows = [
        Row(_("Login"), own.login),
        Row(_("E-mail"), own.email or _("none; an administrator can enter one")),
        Row(_("Name"), own.display_name, change, visit.onward(DETAILS)),
        Row(_("Weekly letter"), _on_or_off(visit, own.digest), change, visit.onward(DETAILS)),
        Row(_("Deputy"), _deputy(visit.translator, own), change, visit.onward(DEPUTY)),
    ]
    if own.has_password:
        rows.append(Row(_("Password"), _("is set"), change, visit.onward(PASSWORD)))
    rows += _second_factor(visit, own)
    sessions = visit.translator.ngettext(
        "signed in {n} time", "signed in {n} times", len(own.sessions)
    ).format(n=len(own.sessions))
    return [*rows, Row(_("Sessions"), sessions, _("Look"), visit.onward(SESSIONS))]


def _second_factor(visit: Visit, own: OwnAccount) -> list[Row]:
    translator, _ = visit.translator, visit.translator.gettext
    name, address = _("Second step"), visit.onward(SECOND_FACTOR)
    if own.second_factor_since is None:
        return [Row(name, _("not set up"), _("Set up"), address)]
    since = _("set up on {day}").format(day=translator.format_date(own.second_factor_since))
    return [
        Row(name, since, _("Replace"), address),
        Row(
            *(_("Recovery codes"), _("{n} unused").format(n=own.recovery_codes)),
            *(_("Make new codes"), visit.onward(CODES)),
        ),
    ]


def _deputy(translator: Translator, own: OwnAccount) -> str:
    _ = translator.gettext
    if own.deputy_name is None:
        return _("nobody")
    if own.away_until is None:
        return own.deputy_name
    until = translator.format_date(own.away_until)
    return _("{name}, you are away until {day}").format(name=own.deputy_name, day=until)


def _on_or_off(visit: Visit, on: bool) -> str:
    return visit.translator.gettext("on") if on else visit.translator.gettext("off")
