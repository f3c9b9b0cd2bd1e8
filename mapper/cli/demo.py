"""`mapper demo`: sample ideas, marked as such wherever they are shown."""

from typing import Annotated

import typer

from mapper.cli.database import sessions
from mapper.profile import load_profile
from mapper.profile.samples import read_samples
from mapper.services import demo
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
def clear() -> None:
    """Remove every sample idea; what people wrote stays."""
    with sessions(load_settings()) as opened:
        removed = demo.clear(opened)
    typer.echo(f"{removed} sample ideas removed.")
