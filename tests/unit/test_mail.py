"""Letters reach a real mail server whole, and every way in which they do not is one sentence."""

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from mapper.errors import MailError
from mapper.i18n import get_translator
from mapper.mail import Letter, can_send, check_server, letters, send, smtp
from mapper.mail.letter import make_message
from mapper.settings import Settings, load_settings
from tests.mail_server import PASSWORD, USER, mail_server, own_certificate, silent_server
from tests.unit.loopback import seconds_at_most

SENDER = "Ideen <ideen@example.org>"
LETTER = Letter("anna@example.org", "Grüße aus dem Rathaus", "Über 3 €:\n\n.\n.. und mehr\n")


def settings(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def test_a_letter_arrives_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server() as server:
        send(settings(monkeypatch, server.settings()), LETTER)

    [arrived] = server.letters
    assert arrived["To"] == "anna@example.org"
    assert arrived["From"] == SENDER
    assert arrived["Subject"] == LETTER.subject
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Message-ID"].endswith("@example.org>")
    assert arrived.get_content_type() == "text/plain"
    assert arrived.get_content_charset() == "utf-8"
    assert text_of(arrived) == LETTER.body


def test_without_server_or_sender_nothing_can_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    without = settings(monkeypatch, {"MAPPER_SMTP_HOST": "127.0.0.1", "MAPPER_MAIL_FROM": ""})

    assert not can_send(without)
    with pytest.raises(MailError):
        send(without, LETTER)
    assert can_send(settings(monkeypatch, {"MAPPER_MAIL_FROM": SENDER}))


def test_nothing_in_a_letter_becomes_a_header() -> None:
    wicked = Letter("anna@example.org", "Hallo\r\nBcc: eve@example.org\r\n\r\nText", "Body")

    made = make_message(wicked, SENDER)

    assert "Bcc" not in made
    assert made["Subject"] == "Hallo Bcc: eve@example.org Text"
    assert b"\r\nBcc:" not in made.as_bytes()


@pytest.mark.parametrize(
    "address",
    [
        *("", "anna", "anna@", "@example.org", "anna@example.org, eve@example.org"),
        *("anna@example.org\nBcc: eve@example.org", "Anna <anna@example.org>", "a b@example.org"),
        "a" * 250 + "@example.org",
    ],
)
def test_an_address_is_one_plain_address(address: str) -> None:
    with pytest.raises(MailError) as refused:
        make_message(Letter(address, "S", "B"), SENDER)

    assert refused.value.permanent


@pytest.mark.parametrize("sender", ["", "Ideen", "Ideen <>", "I\r\nBcc: x@y.de <a@b.de>"])
def test_a_sender_that_is_no_address_is_named(sender: str) -> None:
    with pytest.raises(MailError, match="MAPPER_MAIL_FROM"):
        make_message(LETTER, sender)


def test_a_refused_address_is_refused_for_good_and_a_full_box_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with mail_server() as server:
        given = settings(monkeypatch, server.settings())
        server.refused[LETTER.to] = "550 no such user"
        with pytest.raises(MailError, match="refuses the address") as gone:
            send(given, LETTER)
        server.refused[LETTER.to] = "452 try later"
        with pytest.raises(MailError, match="refuses the address") as full:
            send(given, LETTER)

    assert (gone.value.permanent, full.value.permanent) == (True, False)
    assert server.letters == []


def test_a_server_that_is_away_or_silent_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_S", 0.3)
    with mail_server() as server:
        given = server.settings()
    with pytest.raises(MailError, match="cannot be reached"):
        send(settings(monkeypatch, given), LETTER)

    with silent_server() as port, seconds_at_most(10), pytest.raises(MailError, match="in time"):
        send(settings(monkeypatch, {**given, "MAPPER_SMTP_PORT": str(port)}), LETTER)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_is_checked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, security: str
) -> None:
    context, certificate = own_certificate(tmp_path)
    with mail_server(security, context) as server:
        given = settings(monkeypatch, server.settings(MAPPER_SMTP_SECURITY=security))
        with pytest.raises(MailError, match=r"certificate of 127.0.0.1"):
            send(given, LETTER)
        assert server.letters == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        send(given, LETTER)

    assert server.received() == ["anna@example.org"]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_without_the_encryption_that_was_asked_for_nothing_is_sent(
    monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    with mail_server() as server:
        given = settings(monkeypatch, server.settings(MAPPER_SMTP_SECURITY=security))
        with pytest.raises(MailError, match="MAPPER_SMTP_SECURITY"):
            send(given, LETTER)

    assert server.letters == []


def test_a_login_is_used_and_a_wrong_one_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.warns(UserWarning, match="AUTH"), mail_server(auth=True) as server:
        right = server.settings(MAPPER_SMTP_USER=USER, MAPPER_SMTP_PASSWORD=PASSWORD)
        send(settings(monkeypatch, right), LETTER)
        check_server(load_settings())
        with pytest.raises(MailError, match="MAPPER_SMTP_USER") as refused:
            send(settings(monkeypatch, {"MAPPER_SMTP_PASSWORD": "another"}), LETTER)

    assert len(server.letters) == 1
    assert "another" not in str(refused.value)


def test_a_password_does_not_travel_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    given = settings(
        monkeypatch,
        {
            "MAPPER_SMTP_HOST": "mail.example.org",
            "MAPPER_SMTP_SECURITY": "none",
            "MAPPER_MAIL_FROM": SENDER,
            "MAPPER_SMTP_USER": USER,
        },
    )

    with pytest.raises(MailError, match="readable"):
        smtp._check_secrecy(given)


@pytest.mark.parametrize("address", ["formal", "informal"])
@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("write", [letters.invitation, letters.reset])
def test_a_letter_with_a_link_says_how_long_it_works(
    write: letters.LinkLetter, lang: str, address: str
) -> None:
    translator = get_translator(lang, address)
    link = "https://ideen.example.org/einladung?token=" + "x" * 90
    until = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    letter = write(translator, "Westdorf", "Anna Berg", "anna@example.org", link, until)

    assert link in letter.body.splitlines()
    assert "Anna Berg" in letter.body
    assert "Westdorf" in letter.subject
    # Half past ten at night in UTC is half past midnight on the town's clock.
    assert translator.format_datetime(until) in letter.body
    assert translator.format_datetime(until).endswith("00:30")
    assert max(len(line) for line in letter.body.splitlines() if "http" not in line) <= 72
