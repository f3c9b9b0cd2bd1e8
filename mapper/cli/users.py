"""`mapper users`: accounts of staff, among them the first administrator's."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from mapper.cli.database import backoffice, operator
from mapper.domain.roles import Limits, Role
from mapper.errors import MailError, NotFoundError
from mapper.i18n import get_translator
from mapper.mail import can_send
from mapper.mail.digest import send_digests, write_digests
from mapper.mail.links import invitation_link, reset_link, send_invitation, send_reset
from mapper.profile import load_profile
from mapper.services import accounts
from mapper.services.accounts import ListedAccount, NewAccount
from mapper.services.backoffice import Backoffice
from mapper.settings import Settings, load_settings

app = typer.Typer()

Login = Annotated[str, typer.Argument(help="The login, as typed when signing in.")]


@app.command()
def add(
    login: Annotated[str, typer.Argument(help="3 to 60 letters, digits and . _ - @")],
    name: Annotated[str, typer.Option(help="The person's name, as colleagues read it.")],
    role: Annotated[list[Role], typer.Option(help="What she is there for; may be repeated.")],
    email: Annotated[str | None, typer.Option(help="Where letters go.")] = None,
    municipality: Annotated[
        list[str] | None, typer.Option(help="Limit to this AGS; may be repeated.")
    ] = None,
    round_: Annotated[
        list[str] | None, typer.Option("--round", help="Limit to this round; may be repeated.")
    ] = None,
    action_field: Annotated[
        list[str] | None, typer.Option(help="Limit to this theme; may be repeated.")
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read a password instead of inviting.")
    ] = False,
) -> None:
    """Make an account; without a password print the link by which one is chosen."""
    settings = load_settings()
    limits = Limits(tuple(municipality or ()), tuple(round_ or ()), tuple(action_field or ()))
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    new = NewAccount(login, name, frozenset(role), email, limits, password=password)
    with backoffice(settings) as office:
        accounts.add_account(office, operator(), new)
        roles = ", ".join(sorted(one.value for one in new.roles))
        typer.echo(f"The account {login} was made ({roles}).")
        if password is None:
            _invite(office, settings, login)


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """List all accounts by login, the disabled ones last."""
    with backoffice(load_settings()) as office:
        found = accounts.list_accounts(office, operator())
    if as_json:
        typer.echo(json.dumps([_plain(one) for one in found], default=str, ensure_ascii=False))
        return
    for one in found:
        roles = ",".join(sorted(one.roles))
        typer.echo(f"{one.login}  {roles}  {_state(one)}  {one.display_name}")
    typer.echo(f"{len(found)} accounts.", err=True)


@app.command()
def disable(login: Login) -> None:
    """Let nobody sign in with this account, and end its sessions."""
    _change(accounts.disable, login, "is disabled")


@app.command()
def enable(login: Login) -> None:
    """Let a disabled account sign in again."""
    _change(accounts.enable, login, "is enabled")


@app.command()
def invite(login: Login) -> None:
    """Print a new invitation; older ones end."""
    settings = load_settings()
    with backoffice(settings) as office:
        _invite(office, settings, login)


@app.command()
def reset(login: Login) -> None:
    """Print the link by which a new password is chosen; the old one stays until then."""
    settings = load_settings()
    with backoffice(settings) as office:
        token = accounts.offer_reset(office, operator(), login)
        link, valid = reset_link(settings, token), office.rules.reset_valid
        _hand_over(office, settings, login, "New password", link, valid, send_reset)


@app.command("reset-second-factor")
def reset_second_factor(login: Login) -> None:
    """Forget a lost second factor; the next sign-in sets up a new one where it is required."""
    _change(accounts.reset_second_factor, login, "has no second factor any more")


@app.command()
def digest(
    dry_run: Annotated[bool, typer.Option(help="Print the letters, send none.")] = False,
) -> None:
    """Send everybody the weekly letter now, about what waits for her."""
    settings = load_settings()
    profile = load_profile(settings.profile_dir)
    with backoffice(settings) as office:
        if dry_run:
            letters = [one for _, one in write_digests(settings, profile, office, operator())]
            for letter in letters:
                typer.echo(f"To: {letter.to}\nSubject: {letter.subject}\n\n{letter.body}")
            typer.echo(f"{len(letters)} letters.", err=True)
            return
        sent, failed = send_digests(settings, profile, office, operator())
    for problem in failed:
        typer.echo(problem.message, err=True)
    typer.echo(f"{sent} letters sent.")
    if failed:
        raise typer.Exit(1)


def _change(change: Callable[..., None], login: str, done: str) -> None:
    with backoffice(load_settings()) as office:
        change(office, operator(), login)
    typer.echo(f"The account {login} {done}.")


def _invite(office: Backoffice, settings: Settings, login: str) -> None:
    token = accounts.invite(office, operator(), login)
    link, valid = invitation_link(settings, token), office.rules.invitation_valid
    _hand_over(office, settings, login, "Invitation", link, valid, send_invitation)


def _hand_over(
    office: Backoffice,
    settings: Settings,
    login: str,
    what: str,
    link: str,
    valid: timedelta,
    send: Callable[..., None],
) -> None:
    """Print a link, and send it where that is possible; a letter that fails changes nothing."""
    until = datetime.now(UTC) + valid
    moment = get_translator("en").format_datetime(until)
    typer.echo(f"{what} for {login}, valid until {moment}:\n{link}")
    account = _find(office, login)
    if not account.email or not can_send(settings):
        reason = "no mail server is set up" if account.email else "the account has no address"
        typer.echo(f"It was not sent by e-mail: {reason}. Please hand it over yourself.")
        return
    profile = load_profile(settings.profile_dir)
    try:
        send(settings, profile, account.display_name, account.email, link, until)
    except MailError as failed:
        typer.echo(f"{failed.message} Please hand the link over yourself.", err=True)
    else:
        typer.echo(f"It was sent to {account.email}.")


def _find(office: Backoffice, login: str) -> ListedAccount:
    for account in accounts.list_accounts(office, operator()):
        if account.login.lower() == login.lower():
            return account
    raise NotFoundError("account", login)


def _plain(account: ListedAccount) -> dict[str, object]:
    return {**asdict(account), "roles": sorted(account.roles)}


def _state(account: ListedAccount) -> str:
    if account.disabled:
        return "disabled"
    return "active" if account.has_password or account.has_oidc else "invited"
