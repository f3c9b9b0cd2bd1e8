"""What `mapper doctor` looks at for the staff: letters, sign-in, administrators."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from mapper.cli.findings import Finding, State, look
from mapper.db.presence import app_role, count_administrators
from mapper.db.tables.base import APP
from mapper.mail import can_send, check_server
from mapper.oidc import Provider, read_config
from mapper.settings import Settings


def look_at_services(settings: Settings) -> Iterator[Finding]:
    """Other servers that staff need: for letters and, where one is set up, for sign-in."""
    yield look("mail", lambda: _mail(settings))
    yield look("sign-in", lambda: _provider(settings))


def _mail(settings: Settings) -> Finding:
    if settings.smtp_host is None and settings.mail_from is None:
        text = "no mail server is set up: invitations are handed over by hand, no weekly letters"
        return Finding("mail", State.NOTE, text)
    if not can_send(settings):
        text = "MAPPER_SMTP_HOST and MAPPER_MAIL_FROM belong together: set both."
        return Finding("mail", State.WRONG, text)
    check_server(settings)
    return Finding("mail", State.OK, f"{settings.smtp_host}:{settings.smtp_port} takes letters")


def _provider(settings: Settings) -> Finding:
    config = read_config(settings)
    if config is None:
        return Finding("sign-in", State.OK, "by password; no OpenID Connect is set up")
    Provider(config).check()
    host = urlsplit(config.issuer).netloc
    if not config.roles:
        text = f"{host} answers, but MAPPER_OIDC_ROLES gives nobody a role"
        return Finding("sign-in", State.NOTE, text)
    return Finding("sign-in", State.OK, f"by password, or at {host}, which answers")


def administrators(session: Session) -> Finding:
    """How many could manage accounts."""
    count = session.scalar(count_administrators()) or 0
    if count == 0:
        text = "none can sign in yet: 'mapper users add LOGIN --name NAME --role admin' invites one"
        return Finding("administrators", State.NOTE, text)
    return Finding("administrators", State.OK, f"{count} can sign in")


def web_server_role(session: Session) -> Finding:
    """Whether the web server works as a role that cannot change the record."""
    found = session.execute(app_role()).first()
    if found is None or not found.usable:
        text = f"the web server cannot work as {APP}, so the record is guarded by triggers alone"
        return Finding("web server", State.NOTE, f"{text}: 'mapper db migrate' tells why.")
    if found.may_change_audit:
        text = f"{APP} may change the record: revoke that right on the table audit_event."
        return Finding("web server", State.WRONG, text)
    return Finding("web server", State.OK, f"works as {APP}, which cannot change the record")
