"""What an authenticator app needs: a QR code drawn here, and the same as text."""

import segno
from markupsafe import Markup

from mapper.services.second_factor import app_address

_GROUP = 4
_QUIET_ZONE = 4


def app_values(app_secret: str, login: str, town: str) -> dict[str, object]:
    """The values that `app_set_up` in the templates draws."""
    address = app_address(app_secret, login, f"Ideenkarte {town}")
    code = segno.make(address, error="m", micro=False)
    # segno writes paths and numbers only, none of the text.
    drawing = Markup(code.svg_inline(border=_QUIET_ZONE, omitsize=True, light="#fff"))  # noqa: S704
    starts = range(0, len(app_secret), _GROUP)
    groups = [app_secret[start : start + _GROUP] for start in starts]
    return {"qr": drawing, "groups": groups, "app_address": address}
