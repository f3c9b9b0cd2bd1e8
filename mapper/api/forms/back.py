"""Where somebody came from: an address of our own, or the map."""

import re
from urllib.parse import urlsplit

FIRST_PAGE = "/"
_MOST = 2000
# Browsers drop tabs and line breaks, and read a backslash as a slash.
_UNSAFE = re.compile(r"[\x00-\x20\\\x7f-\x9f\u2028\u2029]")
_NOT_TO = ("/anmelden", "/abmelden", "/einladung", "/passwort")


def own_path(back: str | None) -> str:
    """The address to go back to when it is surely one of ours, else that of the map.

    Pages about signing in lead nowhere: whoever comes from them goes to the map.
    """
    if not back or len(back) > _MOST or _UNSAFE.search(back):
        return FIRST_PAGE
    if not back.startswith("/") or back.startswith("//"):
        return FIRST_PAGE
    try:
        parts = urlsplit(back)
    except ValueError:
        return FIRST_PAGE
    if parts.scheme or parts.netloc or "//" in parts.path or ".." in parts.path:
        return FIRST_PAGE
    leads_back = any(parts.path == one or parts.path.startswith(f"{one}/") for one in _NOT_TO)
    return FIRST_PAGE if leads_back else back
