"""Links by which staff choose a password, and the letters that bring them."""

from datetime import datetime
from urllib.parse import urlencode

from mapper.domain.profile import TownProfile
from mapper.i18n import get_translator
from mapper.mail import letters
from mapper.mail.smtp import send
from mapper.settings import Settings


def invitation_link(settings: Settings, token: str) -> str:
    """Where somebody chooses her first password."""
    return _link(settings, "einladung", token)


def reset_link(settings: Settings, token: str) -> str:
    """Where somebody chooses a new password."""
    return _link(settings, "passwort", token)


def _link(settings: Settings, path: str, token: str) -> str:
    return f"{settings.public_url}/{path}?{urlencode({'token': token})}"


def send_invitation(
    settings: Settings, profile: TownProfile, name: str, to: str, link: str, until: datetime
) -> None:
    """Send an invitation in the town's first language; MailError when it was not sent."""
    translator = get_translator(profile.languages[0], profile.address)
    send(settings, letters.invitation(translator, profile.name, name, to, link, until))


def send_reset(
    settings: Settings, profile: TownProfile, name: str, to: str, link: str, until: datetime
) -> None:
    """Send the link to a new password; like `send_invitation`."""
    translator = get_translator(profile.languages[0], profile.address)
    send(settings, letters.reset(translator, profile.name, name, to, link, until))
