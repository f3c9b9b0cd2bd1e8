"""Letters by e-mail: written in the town's language, sent over the operator's mail server."""

from mapper.mail.letter import Letter
from mapper.mail.smtp import can_send, check_server, send

__all__ = ["Letter", "can_send", "check_server", "send"]
