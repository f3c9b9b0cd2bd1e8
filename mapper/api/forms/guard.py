"""Whether a form was sent by the page it stands on, in this browser."""

import hmac

from mapper.api.checks import is_own_origin
from mapper.api.forms.visit import Visit
from mapper.errors import MapperError


class ForeignFormError(MapperError):
    """A form without its token, with another browser's, or from another site's page."""

    code = "foreign_form"
    http_status = 403

    def __init__(self) -> None:
        super().__init__("The form was open for too long, or another website sent it.")


def check_sender(visit: Visit) -> None:
    """Refuse what was not sent by our own page in this browser.

    Raises
    ------
    ForeignFormError
    """
    given = visit.typed.get("form_token", "").encode("utf-8", "replace")
    right = hmac.compare_digest(given, visit.form_token.encode())
    if not (right and _is_from_us(visit)):
        raise ForeignFormError


def _is_from_us(visit: Visit) -> bool:
    headers = visit.request.headers
    # A page that gives no referrer hides its origin, too; the browser still says whose it is.
    if headers.get("origin") == "null":
        return headers.get("sec-fetch-site") == "same-origin"
    return is_own_origin(visit.request, visit.state.settings.base_url)
