"""Setting a password by a link: `/einladung?token=` and `/passwort?token=`; asking for one."""

import logging

from starlette.background import BackgroundTask
from starlette.responses import Response

from mapper.api.forms.render import NOTHING_WRONG, see_other, show_form
from mapper.api.forms.visit import Problem, Visit
from mapper.api.routes.sign_in import FORGOTTEN, SIGN_IN
from mapper.errors import InvalidFieldError, LinkExpiredError, MapperError
from mapper.i18n import N_
from mapper.i18n.errors import explain
from mapper.mail import can_send
from mapper.mail.links import reset_link, send_reset
from mapper.services.reset import offer_own_reset
from mapper.services.staff_tokens import Purpose, find_holder, set_password_by_token
from mapper.services.throttle import Visitor

LOGGER = logging.getLogger(__name__)
INVITATION = "/einladung"
FIELDS = {"weak_password": "password", "again_differs": "again", "login_or_email": "login"}
WORDS = {"again_differs": N_("The two passwords are not the same. Please enter both again.")}


class AgainDiffersError(MapperError):
    """The password was typed differently the second time."""

    code = "again_differs"

    def __init__(self) -> None:
        super().__init__("The two passwords are not the same.")


def new_password(visit: Visit) -> str:
    """The new password that was typed twice; AgainDiffersError."""
    password = visit.typed.get("password", "")
    if password != visit.typed.get("again", ""):
        raise AgainDiffersError
    return password


def show_invitation(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """The form for a first password."""
    return _show(visit, problem, "invitation")


def take_invitation(visit: Visit) -> Response:
    """Save it, and on to signing in."""
    return _take(visit, "invitation")


def show_reset(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """With a token the form for a new password, without one the form to ask for it."""
    if _token(visit):
        return _show(visit, problem, "reset")
    return show_form(
        visit,
        "forgotten.html",
        problem,
        sent=visit.request.query_params.get("nach") == "bitte",
        can_send=can_send(visit.state.settings),
        start=visit.onward(SIGN_IN),
    )


def take_reset(visit: Visit) -> Response:
    """Save the new password; or send a link, which is said whether there is an account or not."""
    if _token(visit):
        return _take(visit, "reset")
    login = visit.text("login")
    if not login:
        raise InvalidFieldError("login_or_email", "a login or an e-mail address")
    response = see_other(visit.address(FORGOTTEN, nach="bitte"))
    if can_send(visit.state.settings):
        # After the answer, so that its time says nothing either.
        response.background = BackgroundTask(_send_link, visit, visit.visitor, login)
    return response


def _token(visit: Visit) -> str:
    return visit.text("token") or visit.request.query_params.get("token", "").strip()


def _show(visit: Visit, problem: Problem, purpose: Purpose) -> Response:
    token = _token(visit)
    try:
        holder = find_holder(visit.state.backoffice, token, purpose)
    except LinkExpiredError as expired:
        return show_form(
            visit,
            "link_expired.html",
            Problem(status=expired.http_status),
            sentence=explain(expired, visit.translator),
            start=visit.address(SIGN_IN),
            forgotten=visit.address(FORGOTTEN),
        )
    values = {"token": token, "login": holder.login, "name": holder.display_name}
    return show_form(visit, "set_password.html", problem, **values)


def _take(visit: Visit, purpose: Purpose) -> Response:
    password = new_password(visit)
    set_password_by_token(
        *(visit.state.backoffice, _token(visit), password),
        purpose=purpose,
        near_words=visit.near_words,
    )
    return see_other(visit.address(SIGN_IN, nach="passwort"))


def _send_link(visit: Visit, visitor: Visitor, login: str) -> None:
    state = visit.state
    try:
        offer = offer_own_reset(state.backoffice, visitor, login)
        if offer is not None:
            link = reset_link(state.settings, offer.token)
            send_reset(
                *(state.settings, state.profile, offer.display_name, offer.email, link),
                offer.valid_until,
            )
    except MapperError as failed:
        LOGGER.warning("No letter about a new password was sent: %s", failed.code)
