"""Signing in and out: `/anmelden`, its second step, and `/abmelden`."""

from starlette.responses import Response

from mapper.api.answers import REVALIDATE
from mapper.api.endpoint import Call
from mapper.api.forms.cookies import drop_session, keep_device, keep_session
from mapper.api.forms.qr import app_values
from mapper.api.forms.render import NOTHING_WRONG, look_sheet, see_other, show_form
from mapper.api.forms.visit import Problem, Visit
from mapper.i18n import N_
from mapper.services.access import find_actor
from mapper.services.sign_in import (
    HalfWay,
    Next,
    Step,
    confirm_code,
    find_half_way,
    set_up_and_enter,
    sign_in,
    sign_out,
)

SIGN_IN = "/anmelden"
SIGN_OUT = "/abmelden"
CODE = "/anmelden/code"
SET_UP = "/anmelden/einrichten"
FORGOTTEN = "/passwort"
FIELDS = {"wrong_code": "code"}
_STEPS = {Next.CODE: CODE, Next.SET_UP: SET_UP}
_NOTICES = {
    "abgemeldet": N_("You are signed out."),
    "passwort": N_("Your password is saved. Please sign in with it."),
}


def get_look(_call: Call) -> Response:
    """The style sheet of all forms."""
    return Response(look_sheet(), 200, {"Cache-Control": REVALIDATE}, "text/css")


def show_sign_in(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """The form; whoever is signed in goes on at once."""
    office = visit.state.backoffice
    if visit.request.method != "POST" and find_actor(office.sessions, visit.who, office.rules):
        return see_other(visit.back)
    notice = _NOTICES.get(visit.request.query_params.get("nach", ""), "")
    oidc = visit.state.settings.oidc_issuer is not None
    return show_form(
        visit,
        "sign_in.html",
        problem,
        notice=visit.translator.gettext(notice) if not problem.sentences else "",
        forgotten=visit.onward(FORGOTTEN),
        oidc_address=visit.onward("/anmelden/oidc") if oidc else "",
        oidc_name=visit.state.settings.oidc_name,
    )


def take_sign_in(visit: Visit) -> Response:
    """Login and password: on to the second step, or back to where one came from."""
    step = sign_in(
        visit.state.backoffice,
        visit.visitor,
        visit.text("login"),
        visit.typed.get("password", ""),
        visit.token,
    )
    return go_on(visit, step)


def go_on(visit: Visit, step: Step) -> Response:
    """To the next step, or signed in and back; also for other kinds of sign-in."""
    if step.next is Next.DONE:
        return _entered(visit, step, see_other(visit.back))
    response = see_other(visit.onward(_STEPS[step.next]))
    keep_session(response, visit.state.settings, step.token)
    return response


def show_code(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """The form for a code; whoever has no second factor yet is asked to set one up."""
    if find_half_way(visit.state.backoffice, visit.token).next is not Next.CODE:
        return see_other(visit.onward(SET_UP))
    if "code" in problem.sentences and visit.text("recovery"):
        problem = Problem({"recovery": problem.sentences["code"]}, problem.status)
    return show_form(visit, "code.html", problem, start=visit.onward(SIGN_IN))


def take_code(visit: Visit) -> Response:
    """A code of the app, or a recovery code: signed in, and back."""
    code = visit.text("recovery") or visit.text("code")
    step = confirm_code(visit.state.backoffice, visit.visitor, visit.token, code)
    return _entered(visit, step, see_other(visit.back))


def show_set_up(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """What the app needs; whoever has a second factor is asked for that one."""
    half_way: HalfWay = find_half_way(visit.state.backoffice, visit.token)
    if half_way.next is not Next.SET_UP:
        return see_other(visit.onward(CODE))
    values = app_values(half_way.app_secret, half_way.login, visit.state.profile.name)
    return show_form(visit, "set_up.html", problem, **values)


def take_set_up(visit: Visit) -> Response:
    """The first code: signed in, and the recovery codes, which no reload shows again."""
    step, codes = set_up_and_enter(
        visit.state.backoffice, visit.visitor, visit.token, visit.text("code")
    )
    values: dict[str, object] = {"codes": codes, "login": step.login, "onward": visit.back}
    shown = show_form(visit, "recovery_codes.html", NOTHING_WRONG, languages=[], **values)
    return _entered(visit, step, shown)


def show_sign_out(visit: Visit, problem: Problem = NOTHING_WRONG) -> Response:
    """One button: an address that is only opened signs nobody out."""
    return show_form(visit, "sign_out.html", problem)


def take_sign_out(visit: Visit) -> Response:
    """End the session, for every window that holds it."""
    response = see_other(visit.address(SIGN_IN, nach="abgemeldet"))
    if visit.token is not None:
        sign_out(visit.state.backoffice, visit.token)
    drop_session(response, visit.state.settings)
    return response


def _entered(visit: Visit, step: Step, response: Response) -> Response:
    settings, secret = visit.state.settings, visit.state.secret
    keep_session(response, settings, step.token)
    keep_device(response, settings, visit.visitor.remembering(secret, step.login))
    return response
