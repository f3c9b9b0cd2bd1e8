"""A letter, and the message that is made of it."""

import unicodedata
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr

from mapper.domain.addresses import is_email
from mapper.errors import MailError


@dataclass(frozen=True, slots=True)
class Letter:
    """Plain text to one address; `body` has its line breaks already."""

    to: str
    subject: str
    body: str


def make_message(letter: Letter, sender: str) -> EmailMessage:
    """The message as it is handed to a mail server.

    Parameters
    ----------
    sender
        "address" or "Name <address>", as the operator wrote it.

    Raises
    ------
    MailError
        An address that is none, or more than one. Line breaks in a subject become spaces, so
        nothing in a letter becomes a header.
    """
    if not is_email(letter.to):
        raise MailError("the letter has no usable address", permanent=True)
    message = EmailMessage(policy=SMTP)
    message["From"] = check_sender(sender)
    message["To"] = letter.to
    message["Subject"] = one_line(letter.subject)
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=domain_of(sender))
    # RFC 3834: answering machines do not answer this.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, charset="utf-8", cte="quoted-printable")
    return message


def check_sender(sender: str) -> str:
    """The sender in one line.

    Raises
    ------
    MailError
    """
    if not is_email(parseaddr(sender)[1]) or one_line(sender) != sender:
        raise MailError("MAPPER_MAIL_FROM is no e-mail address")
    return sender


def domain_of(sender: str) -> str:
    """The part of an address after the @."""
    return parseaddr(sender)[1].rpartition("@")[2]


def one_line(text: str) -> str:
    """A text without line breaks and other control characters."""
    shown = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)
    return " ".join(shown.split())
