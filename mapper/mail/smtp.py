"""Handing letters to the operator's mail server."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address

from mapper.errors import MailError
from mapper.mail.letter import Letter, check_sender, domain_of, make_message
from mapper.settings import Settings

TIMEOUT_S = 10.0
_PERMANENT = 500


def can_send(settings: Settings) -> bool:
    """True when a mail server and a sender are set up."""
    return settings.smtp_host is not None and settings.mail_from is not None


def send(settings: Settings, letter: Letter) -> None:
    """Hand one letter to the mail server, which has taken it when this returns.

    Raises
    ------
    MailError
        Not set up, away, silent for ten seconds, a certificate that cannot be trusted, a login or
        an address that is refused.
    """
    message = make_message(letter, settings.mail_from or "")
    with _connected(settings) as server:
        server.send_message(message)


def check_server(settings: Settings) -> None:
    """Go as far as the login, and send nothing; errors as for `send`."""
    check_sender(settings.mail_from or "")
    with _connected(settings) as server:
        server.noop()


@contextmanager
def _connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A session with the mail server; whatever goes wrong in it is one sentence.

    A farewell that goes wrong is nothing: what was sent is with the server by then.
    """
    try:
        server = _connect(settings)
        try:
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                _check_secrecy(settings)
                server.login(settings.smtp_user, settings.smtp_password or "")
            yield server
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        finally:
            server.close()
    except (smtplib.SMTPException, OSError) as problem:
        raise _explain(problem, f"{settings.smtp_host}:{settings.smtp_port}") from None


def _connect(settings: Settings) -> smtplib.SMTP:
    if settings.smtp_host is None or settings.mail_from is None:
        raise MailError("MAPPER_SMTP_HOST and MAPPER_MAIL_FROM are not both set")
    host, port, name = settings.smtp_host, settings.smtp_port, domain_of(settings.mail_from)
    if settings.smtp_security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, name, timeout=TIMEOUT_S, context=context)
    return smtplib.SMTP(host, port, name, timeout=TIMEOUT_S)


def _check_secrecy(settings: Settings) -> None:
    if settings.smtp_security == "none" and not is_loopback(settings.smtp_host or ""):
        raise MailError("with MAPPER_SMTP_SECURITY=none the password would be readable on the way")


def is_loopback(host: str) -> bool:
    """True for this machine itself."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _explain(problem: Exception, server: str) -> MailError:
    permanent = False
    match problem:
        case ssl.SSLCertVerificationError():
            reason = f"the certificate of {server} cannot be trusted"
        case ssl.SSLError() | smtplib.SMTPNotSupportedError():
            reason = f"{server} does not offer what MAPPER_SMTP_SECURITY asks for"
        case smtplib.SMTPAuthenticationError():
            reason = f"{server} refuses the login of MAPPER_SMTP_USER"
        case smtplib.SMTPRecipientsRefused():
            reason = f"{server} refuses the address"
            permanent = all(code >= _PERMANENT for code, _ in problem.recipients.values())
        case smtplib.SMTPResponseException():
            reason = f"{server} refuses the letter ({problem.smtp_code})"
        case _ if isinstance(problem.__context__ or problem, TimeoutError):
            reason = f"{server} does not answer in time"
        case _:
            reason = f"{server} cannot be reached"
    return MailError(reason, permanent=permanent)
