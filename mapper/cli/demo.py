"""`mapper demo`: sample ideas, marked as such wherever they are shown, and accounts to try."""

from typing import Annotated

import typer

from mapper.cli.database import backoffice, operator, sessions
from mapper.profile import load_profile
from mapper.profile.samples import read_samples
from mapper.services import demo
from mapper.services.demo_accounts import add_demo_accounts, remove_demo_accounts
from mapper.settings import load_settings

app = typer.Typer()


@app.command()
def seed(
    count: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many to add.")] = 300,
) -> None:
    """Add sample ideas."""
    settings = load_settings()
    samples = read_samples(settings.profile_dir)
    town = load_profile(settings.profile_dir)
    settlements = {district.key: district.points for district in town.facts.districts}
    with sessions(settings) as opened:
        added = demo.seed(opened, samples, settlements, count, town.languages[0])
    typer.echo(f"{added} sample ideas added; 'mapper demo clear' removes them.")


@app.command()
def accounts() -> None:
    """Add an account for each role, and print their passwords this once."""
    settings = load_settings()
    with backoffice(settings) as office:
        made = add_demo_accounts(office, operator())
    if not made:
        typer.echo("There are accounts of these names already; none was added.")
        return
    typer.echo("\nAccounts for trying it out; the passwords are shown this once:\n")
    for one in made:
        typer.echo(f"    {one.login:<12}{one.password}    {one.role}")
    typer.echo(f"\nSign in at {settings.public_url}/anmelden. 'mapper demo clear' removes them.\n")


@app.command()
def clear() -> None:
    """Remove every sample idea and the accounts for trying; what people wrote stays."""
    with backoffice(load_settings()) as office:
        ideas = demo.clear(office.sessions)
        removed = remove_demo_accounts(office, operator())
    typer.echo(f"{ideas} sample ideas and {removed} accounts removed.")
