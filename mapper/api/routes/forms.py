"""All addresses with forms of staff."""

from starlette.routing import BaseRoute, Route

from mapper.api.endpoint import Endpoint
from mapper.api.forms.page import FormPage
from mapper.api.forms.render import LOOK
from mapper.api.routes import oidc, own_account, own_rows, set_password, sign_in
from mapper.api.state import State

FORM_PATHS = frozenset(
    (
        *(LOOK, sign_in.SIGN_IN, sign_in.CODE, sign_in.SET_UP, sign_in.SIGN_OUT),
        *(oidc.THERE, oidc.BACK, set_password.INVITATION, sign_in.FORGOTTEN),
        *(own_rows.ACCOUNT, own_rows.DETAILS, own_rows.DEPUTY, own_rows.PASSWORD),
        *(own_rows.SECOND_FACTOR, own_rows.CODES, own_rows.SESSIONS),
    )
)
"""Exactly these; whatever else lies below them does not exist."""


def make_form_routes(state: State) -> list[BaseRoute]:
    """The routes, in no particular order."""
    return [
        Route(LOOK, Endpoint(state, get=sign_in.get_look)),
        *_of_signing_in(state),
        *oidc.make_oidc_routes(state),
        *_of_own_account(state),
    ]


def _of_signing_in(state: State) -> list[BaseRoute]:
    codes, links = sign_in.FIELDS, set_password
    return [
        Route(sign_in.SIGN_IN, FormPage(state, sign_in.show_sign_in, sign_in.take_sign_in)),
        Route(sign_in.CODE, FormPage(state, sign_in.show_code, sign_in.take_code, fields=codes)),
        Route(
            sign_in.SET_UP,
            FormPage(state, sign_in.show_set_up, sign_in.take_set_up, fields=codes),
        ),
        Route(sign_in.SIGN_OUT, FormPage(state, sign_in.show_sign_out, sign_in.take_sign_out)),
        Route(
            links.INVITATION,
            FormPage(
                *(state, links.show_invitation, links.take_invitation),
                fields=links.FIELDS,
                words=links.WORDS,
            ),
        ),
        Route(
            sign_in.FORGOTTEN,
            FormPage(
                *(state, links.show_reset, links.take_reset),
                fields=links.FIELDS,
                words=links.WORDS,
            ),
        ),
    ]


def _of_own_account(state: State) -> list[BaseRoute]:
    own = own_account
    pages = {
        own_rows.DETAILS: (own.show_details, own.take_details),
        own_rows.DEPUTY: (own.show_deputy, own.take_deputy),
        own_rows.PASSWORD: (own.show_password, own.take_password),
        own_rows.SECOND_FACTOR: (own.show_second_factor, own.take_second_factor),
        own_rows.CODES: (own.show_codes, own.take_codes),
        own_rows.SESSIONS: (own.show_sessions, own.take_sessions),
    }
    return [
        Route(own_rows.ACCOUNT, FormPage(state, own.show_account)),
        *(
            Route(path, FormPage(state, show, take, fields=own.FIELDS, words=own.WORDS))
            for path, (show, take) in pages.items()
        ),
    ]
