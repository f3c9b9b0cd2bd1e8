"""Other servers are believed by the certificate of their name, though an address is asked."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mapper.errors import ImportRefusedError
from mapper.imports import connections
from mapper.imports.outgoing import Allowed, Most, get
from tests.http_server import http_server

MOST = Most(megabytes=1, seconds=20)


def _certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate for a name, and a client's that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    whose = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(whose)
        .issuer_name(whose)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    client = ssl.create_default_context(cafile=str(file))
    return server, client


@pytest.mark.parametrize(("name", "heard"), [("localhost", True), ("geo.other.example", False)])
def test_the_certificate_must_be_that_of_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, heard: bool
) -> None:
    """The connection goes to an address, the certificate is asked for the name all the same."""
    tls, trust = _certificate(tmp_path, name)
    monkeypatch.setattr(connections, "trust", lambda: trust)
    with http_server(lambda talk: talk.send(b"secret"), tls) as server:
        place = f"localhost:{server.place.rpartition(':')[2]}"
        allowed = Allowed(frozenset({place}))
        if heard:
            assert get(f"https://{place}/", allowed, MOST)[1] == b"secret"
        else:
            with pytest.raises(ImportRefusedError) as refused:
                get(f"https://{place}/", allowed, MOST)
            assert refused.value.reason == "service_away"

    assert bool(server.asked) is heard
