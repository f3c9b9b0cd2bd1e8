"""The cookies of staff: the session, the browser's mark, and what only we can have written."""

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
    set_cookie(response, settings, settings.session_cookie, token, None)


def drop_session(response: Response, settings: Settings) -> None:
    """Forget the session in the browser."""
    set_cookie(response, settings, settings.session_cookie, "", 0)


def keep_device(response: Response, settings: Settings, marks: str) -> None:
    """Let this browser be known for half a year."""
    set_cookie(response, settings, device_cookie(settings), marks, _DEVICE_SECONDS)


def keep_form(response: Response, settings: Settings, value: str) -> None:
    """Tie the form in this response to the browser."""
    set_cookie(response, settings, form_cookie(settings), value, _FORM_SECONDS)


def new_form_value(secret: str) -> str:
    """A value for a form's cookie, signed and dated."""
    return sign(secret, "form", f"{int(time.time())}.{secrets.token_hex(_NONCE_LENGTH // 2)}")


def is_form_value(secret: str, value: str) -> bool:
    """True for a value of ours that is not too old."""
    plain = read_signed(secret, "form", value)
    return plain is not None and time.time() - int(plain.partition(".")[0]) < _FORM_SECONDS


def sign(secret: str, kind: str, plain: str) -> str:
    """A value for a cookie of this kind, which nobody else can have written."""
    return f"{plain}.{_signature(secret, kind, plain)}"


def read_signed(secret: str, kind: str, value: str) -> str | None:
    """What was signed, or None where that was not done here, or for another kind of cookie."""
    plain, _, given = value.rpartition(".")
    right = _signature(secret, kind, plain).encode()
    return plain if hmac.compare_digest(given.encode("utf-8", "replace"), right) else None


def set_cookie(
    response: Response, settings: Settings, name: str, value: str, seconds: int | None
) -> None:
    """A cookie for this host alone, out of reach of scripts; without seconds for the session."""
    response.set_cookie(
        *(name, value, seconds),
        path="/",
        secure=settings.behind_tls,
        httponly=True,
        samesite="lax",
    )


def _signature(secret: str, kind: str, plain: str) -> str:
    message = f"{kind}-cookie:{plain}".encode("utf-8", "replace")
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
