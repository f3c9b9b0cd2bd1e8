"""`mapper db reader`: logins at the database server for QGIS, for what is public only."""

from typing import Annotated

import typer
from sqlalchemy.engine import make_url

from mapper.cli.database import backoffice, operator
from mapper.db.tables.base import SCHEMA_API
from mapper.errors import SettingsError
from mapper.services import readers
from mapper.settings import Settings, load_settings

app = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The login: 3 to 40 of a-z, 0-9 and _.")]
_USUAL_PORT = 5432


@app.command()
def add(name: Name) -> None:
    """Make a login and print once what its owner enters in QGIS."""
    settings = _on_a_server()
    with backoffice(settings) as office:
        password = readers.add_reader(office, operator(), name)
    url = make_url(settings.database_url or "")
    host = url.host or url.query.get("host") or "localhost"
    typer.echo(f"Host      {host}\nPort      {url.port or _USUAL_PORT}\nDatabase  {url.database}")
    typer.echo(f"User      {name}\nPassword  {password}\nSchema    {SCHEMA_API}")
    typer.echo("The password is not stored here and cannot be shown again.", err=True)


@app.command()
def remove(name: Name) -> None:
    """Remove a login."""
    with backoffice(_on_a_server()) as office:
        readers.remove_reader(office, operator(), name)
    typer.echo(f"The login {name} was removed.")


@app.command("list")
def list_() -> None:
    """List all logins."""
    with backoffice(_on_a_server()) as office:
        for name in readers.list_readers(office, operator()):
            typer.echo(name)


def _on_a_server() -> Settings:
    """The settings; on the private cluster whoever gets in is its owner, so none are made there.

    Raises
    ------
    SettingsError
    """
    settings = load_settings()
    if settings.database_url is None:
        raise SettingsError(
            "This installation's database answers on this machine only. QGIS elsewhere reads "
            f"{settings.public_url}/ogc/, or the database of a server named in DATABASE_URL.",
            name="DATABASE_URL",
        )
    return settings
