"""`/konto`: what everybody on the staff sees and changes of her own account."""

from datetime import date

from starlette.responses import Response

from mapper.api.forms.cookies import keep_session
from mapper.api.forms.qr import app_values
from mapper.api.forms.render import NOTHING_WRONG, see_other, show_form
from mapper.api.forms.visit import Problem, Visit
from mapper.api.routes import set_password
from mapper.api.routes.own_rows import ACCOUNT, SECOND_FACTOR, own_rows
from mapper.api.routes.sign_in import SIGN_OUT
from mapper.errors import InvalidFieldError, SignInNeededError
from mapper.i18n import N_
from mapper.services import own_account
from mapper.services.access import SignedIn
from mapper.services.own_account import OwnAccount, describe_own

FIELDS = {
    **set_password.FIELDS,
    **{"sign_in_refused": "old", "wrong_code": "code", "again_differs": "again"},
    "account_name": "display_name",
}
WORDS = {
    **set_password.WORDS,
    "sign_in_refused": N_("This is not your current password."),
}
_NOTICES = {
    "gespeichert": N_("Saved."),
    "passwort": N_("Your new password is saved. All your other sessions have ended."),
    "sitzungen": N_("You are signed out everywhere else."),
}


def show_account(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """The overview."""
    own = _own(visit)
    notice = _NOTICES.get(visit.request.query_params.get("nach", ""), "")
    return show_form(
        visit,
        "account.html",
        problem,
        rows=own_rows(visit, own),
        notice=visit.translator.gettext(notice),
        sign_out=visit.address(SIGN_OUT),
    )


def show_details(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """The form for name and weekly letter."""
    own = _own(visit)
    typed = visit.typed or {"display_name": own.display_name, "digest": "1" if own.digest else ""}
    return _show(visit, "account_details.html", problem, typed=typed)


def take_details(visit: Visit) -> Response:
    """Save them."""
    own_account.change_own(
        visit.state.backoffice,
        visit.who,
        display_name=visit.text("display_name"),
        digest=bool(visit.text("digest")),
    )
    return _done(visit, "gespeichert")


def show_deputy(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """The form for who stands in, and until when."""
    own = _own(visit)
    until = own.away_until.isoformat() if own.away_until else ""
    typed = visit.typed or {"deputy": own.deputy or "", "away_until": until}
    colleagues = own_account.list_colleagues(visit.state.backoffice, visit.who)
    return _show(visit, "account_deputy.html", problem, typed=typed, colleagues=colleagues)


def take_deputy(visit: Visit) -> Response:
    """Save it."""
    own_account.set_deputy(
        visit.state.backoffice,
        visit.who,
        deputy=visit.text("deputy") or None,
        away_until=_read_date(visit.text("away_until")),
    )
    return _done(visit, "gespeichert")


def show_password(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """The form for another password; who has none signs in elsewhere."""
    own = _own(visit)
    if not own.has_password:
        return see_other(visit.onward(ACCOUNT))
    return _show(visit, "account_password.html", problem, login=own.login)


def take_password(visit: Visit) -> Response:
    """Save it; the session goes on under another id."""
    token = own_account.change_password(
        *(visit.state.backoffice, visit.visitor, _signed_in(visit)),
        *(visit.typed.get("old", ""), set_password.new_password(visit), *visit.near_words),
    )
    response = _done(visit, "passwort")
    keep_session(response, visit.state.settings, token)
    return response


def show_second_factor(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """What an app needs to become the second factor."""
    own = _own(visit)
    secret = own_account.offered_second_factor(visit.state.backoffice, _signed_in(visit))
    values = app_values(secret, own.login, visit.state.profile.name)
    values |= {"has_password": own.has_password, "login": own.login}
    return _show(visit, "account_second_factor.html", problem, **values)


def take_second_factor(visit: Visit) -> Response:
    """Make the app the second factor, and show the recovery codes."""
    login = _own(visit).login
    token, codes = own_account.replace_second_factor(
        *(visit.state.backoffice, visit.visitor, _signed_in(visit)),
        *(visit.typed.get("old", ""), visit.text("code")),
    )
    response = _show_codes(visit, login, codes)
    keep_session(response, visit.state.settings, token)
    return response


def show_codes(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """The form for new recovery codes; without a second factor, the way to one."""
    own = _own(visit)
    if own.second_factor_since is None:
        return see_other(visit.onward(SECOND_FACTOR))
    return _show(
        visit, "account_codes.html", problem, has_password=own.has_password, login=own.login
    )


def take_codes(visit: Visit) -> Response:
    """Make them, and show them."""
    login = _own(visit).login
    codes = own_account.renew_codes(
        *(visit.state.backoffice, visit.visitor, _signed_in(visit)), visit.typed.get("old", "")
    )
    return _show_codes(visit, login, codes)


def show_sessions(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """Where the account is signed in."""
    return _show(visit, "account_sessions.html", problem, sessions=_own(visit).sessions)


def take_sessions(visit: Visit) -> Response:
    """End all sessions but this one."""
    own_account.end_other_sessions(visit.state.backoffice, _signed_in(visit))
    return _done(visit, "sitzungen")


def _own(visit: Visit) -> OwnAccount:
    return describe_own(visit.state.backoffice, visit.who)


def _signed_in(visit: Visit) -> SignedIn:
    if visit.who is None:
        raise SignInNeededError
    return visit.who


def _show(visit: Visit, template: str, problem: Problem, **values: object) -> Response:
    return show_form(visit, template, problem, account=visit.onward(ACCOUNT), **values)


def _show_codes(visit: Visit, login: str, codes: list[str]) -> Response:
    values: dict[str, object] = {"codes": codes, "login": login, "onward": visit.onward(ACCOUNT)}
    return show_form(visit, "recovery_codes.html", NOTHING_WRONG, languages=[], **values)


def _done(visit: Visit, what: str) -> Response:
    return see_other(visit.onward(ACCOUNT, nach=what))


def _read_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidFieldError("away_until", "a day such as 2026-11-22", text) from None
