"""A real mail server on this machine that keeps what it takes, or misbehaves as told."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ports import free_port

USER, PASSWORD = "town", "a password of the mail server"


@dataclass(slots=True)
class MailServer:
    """What it took, and what it refuses: addresses with the answer they get."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    silent_from: int | None = None
    """From this letter on it takes them and does not say so."""
    met: threading.Event = field(default_factory=threading.Event)
    """Set once it has taken one without saying so."""

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.letters.append(message)
        while self.silent_from is not None and len(self.letters) >= self.silent_from:
            self.met.set()
            await asyncio.sleep(0.05)
        return "250 OK"

    def settings(self, **more: str) -> dict[str, str]:
        """The environment of an installation that sends by this server."""
        return {
            "MAPPER_SMTP_HOST": "127.0.0.1",
            "MAPPER_SMTP_PORT": str(self.port),
            "MAPPER_SMTP_SECURITY": "none",
            "MAPPER_MAIL_FROM": "Ideen <ideen@example.org>",
            **more,
        }

    def received(self) -> list[str]:
        """To whom letters went, in their order."""
        return [str(letter["To"]) for letter in self.letters]


@contextmanager
def mail_server(
    security: str = "none", context: ssl.SSLContext | None = None, *, auth: bool = False
) -> Iterator[MailServer]:
    """A server that takes letters until the end of the block; `security` as in the settings."""
    kept = MailServer(free_port())
    controller = Controller(
        kept,
        hostname="127.0.0.1",
        port=kept.port,
        ssl_context=context if security == "tls" else None,
        tls_context=context if security == "starttls" else None,
        require_starttls=security == "starttls",
        authenticator=_authenticate if auth else None,
        auth_required=auth,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield kept
    finally:
        kept.silent_from = None
        controller.stop()


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object
) -> AuthResult:
    right = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=given == right, handled=False)


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", free_port()))
        listening.listen()
        yield listening.getsockname()[1]


def own_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context with a certificate for 127.0.0.1 signed by itself, and its file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    written = folder / "certificate.pem"
    written.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = folder / "key.pem"
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(written, secret)
    return context, written
