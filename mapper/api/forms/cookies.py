"""The cookies of staff: the session, the browser's mark, and a form's own."""

import hashlib
import hmac
import secrets
import time

from starlette.responses import Response

from mapper.settings import Settings

_FORM_SECONDS = 4 * 60 * 60
_DEVICE_SECONDS = 180 * 24 * 60 * 60
_NONCE_LENGTH = 32


def device_cookie(settings: Settings) -> str:
    """The name of the cookie by which a browser is known to logins that signed in there."""
    return f"{settings.session_cookie}_device"


def form_cookie(settings: Settings) -> str:
    """The name of the cookie that ties forms to a browser in which nobody is signed in."""
    return f"{settings.session_cookie}_form"


def keep_session(response: Response, settings: Settings, token: str) -> None:
    """Sign the browser in; how long that lasts, the database says."""
    _set(response, settings, settings.session_cookie, token, None)


def drop_session(response: Response, settings: Settings) -> None:
    """Forget the session in the browser."""
    _set(response, settings, settings.session_cookie, "", 0)


def keep_device(response: Response, settings: Settings, marks: str) -> None:
    """Let this browser be known for half a year."""
    _set(response, settings, device_cookie(settings), marks, _DEVICE_SECONDS)


def keep_form(response: Response, settings: Settings, value: str) -> None:
    """Tie the form in this response to the browser."""
    _set(response, settings, form_cookie(settings), value, _FORM_SECONDS)


def new_form_value(secret: str) -> str:
    """A value for a form's cookie, signed and dated."""
    plain = f"{int(time.time())}.{secrets.token_hex(_NONCE_LENGTH // 2)}"
    return f"{plain}.{_signature(secret, plain)}"


def is_form_value(secret: str, value: str) -> bool:
    """True for a value of ours that is not too old."""
    plain, _, signature = value.rpartition(".")
    moment = plain.partition(".")[0]
    ours = hmac.compare_digest(
        signature.encode("utf-8", "replace"), _signature(secret, plain).encode()
    )
    return ours and time.time() - int(moment) < _FORM_SECONDS


def _signature(secret: str, plain: str) -> str:
    message = f"form-cookie:{plain}".encode("utf-8", "replace")
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def _set(
    response: Response, settings: Settings, name: str, value: str, seconds: int | None
) -> None:
    response.set_cookie(
        *(name, value, seconds),
        path="/",
        secure=settings.behind_tls,
        httponly=True,
        samesite="lax",
    )
