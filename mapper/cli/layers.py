"""`mapper layers`: import files into layers, list versions, show another one."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from mapper.cli import layer_options as given
from mapper.cli.database import backoffice, import_room, operator
from mapper.cli.layer_progress import Progress, stoppable
from mapper.cli.layer_report import describe_difference, describe_report
from mapper.cli.layer_source import opened
from mapper.domain.imports import ImportOptions
from mapper.services import versions
from mapper.services.backoffice import Backoffice
from mapper.services.import_at_once import ImportedAtOnce, import_at_once
from mapper.services.import_files import Target, list_targets
from mapper.services.import_jobs import NewImport
from mapper.services.publish_layers import ManagedLayer, list_managed
from mapper.services.use_version import Activation
from mapper.settings import load_settings

app = typer.Typer()

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="Short name of the layer.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]


@app.command("import")
def import_(
    source: given.Source,
    layer: given.LayerSlug,
    title: given.Title = None,
    role: given.LayerRole = None,
    source_layer: given.SourceLayer = None,
    crs: given.Crs = None,
    swap_axes: given.SwapAxes = False,
    encoding: given.Encoding = None,
    name_field: given.NameField = None,
    kind_field: given.KindField = None,
    identity_field: given.IdentityField = None,
    x_field: given.XField = None,
    y_field: given.YField = None,
    clip: given.Clip = False,
    rename: given.Renames = None,
    district: given.Districts = None,
    licence: given.Licence = None,
    attribution: given.Attribution = None,
    dry_run: given.DryRun = False,
    activate: given.Activate = False,
    as_json: AsJson = False,
) -> None:
    """Read a source, check and repair it, and keep it as a new version of a layer."""
    how = (source_layer, crs, swap_axes, encoding)
    fields = (name_field, kind_field, identity_field, x_field, y_field)
    renames = given.read_pairs(rename, "--rename")
    districts = given.read_pairs(district, "--district")
    options = ImportOptions(*how, *fields, clip, renames, districts)
    wanted = _Wanted(layer, title, role, licence, attribution, options)
    done = _import(source, wanted, dry_run=dry_run, activate=activate)
    if as_json:
        _print({"layer": layer, "dry_run": dry_run, **asdict(done)})
    else:
        _say(_outcome(done, layer))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the options say of the layer; of one that is there already it may be left out."""

    layer: str
    title: str | None
    role: str | None
    licence: str | None
    attribution: str | None
    options: ImportOptions

    def fill(self, known: Target | None, kind: str) -> NewImport:
        title = self.title or (known.title if known else self.layer)
        role = self.role or (known.role if known else "overlay")
        licence, attribution = self.licence, self.attribution
        if known:
            licence = known.licence if licence is None else licence
            attribution = known.attribution if attribution is None else attribution
        texts = (kind, licence or None, attribution or None)
        return NewImport(self.layer, title, role, *texts, options=self.options)


def _import(source: list[str], wanted: _Wanted, *, dry_run: bool, activate: bool) -> ImportedAtOnce:
    settings = load_settings()
    room, progress = import_room(settings), Progress()
    with (
        backoffice(settings) as office,
        stoppable() as stopping,
        opened(source, room, stopping) as (kind, files),
    ):
        known = {one.slug: one for one in list_targets(office, operator())}.get(wanted.layer)
        try:
            return import_at_once(
                office,
                room,
                operator(),
                wanted.fill(known, kind),
                files,
                activate=activate,
                dry_run=dry_run,
                progress=progress,
                cancelled=stopping,
            )
        finally:
            progress.end()


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List all layers, the uppermost first."""
    with backoffice(load_settings()) as office:
        found = list_managed(office, operator())
    if as_json:
        _print([_listed(one) for one in found])
        return
    for one in found:
        shown = "public" if one.now.public else "staff"
        state = f"version {one.active_version}, {shown}" if one.active_version else "not shown"
        typer.echo(f"{one.slug:<24} {one.role:<14} {one.features:>9,}  {state}  {one.title}")


@app.command()
def show(slug: Slug, as_json: AsJson = False) -> None:
    """List the versions of a layer, the newest first."""
    with backoffice(load_settings()) as office:
        found = versions.list_versions(office, operator(), slug)
    if as_json:
        _print([asdict(one) for one in found])
        return
    for one in found:
        made = f"{one.created_at:%Y-%m-%d %H:%M}"
        typer.echo(
            f"{one.id:>6}  {one.state:<8} {made}  {one.features:>9,} objects  "
            f"{one.source_crs or '-':<11} {one.created_by or '-'}  {one.file_name or one.source}"
        )
    for one in found:
        if one.shown_before:
            typer.echo(f"Shown before the present one: version {one.id}. To show it again:")
            typer.echo(f"  mapper layers rollback {slug}")


@app.command()
def activate(slug: Slug, version: Annotated[int, typer.Argument(help="Its number.")]) -> None:
    """Show this version of a layer."""
    with backoffice(load_settings()) as office:
        versions.check_version(office, operator(), slug, version)
        done = versions.activate_version(office, operator(), version)
    _say(_shown(done, slug))


@app.command()
def rollback(slug: Slug) -> None:
    """Show again what was shown before; once more, what was shown before that."""
    with backoffice(load_settings()) as office:
        done = versions.roll_back(office, operator(), slug)
    _say(_shown(done, slug))


@app.command()
def delete(
    slug: Slug,
    version: Annotated[int | None, typer.Argument(help="Only this one, not shown now.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask back.")] = False,
) -> None:
    """Delete a layer with all its versions, or one version of it."""
    with backoffice(load_settings()) as office:
        found = versions.list_versions(office, operator(), slug)
        what = f"version {version} of {slug}" if version else f"{slug}, {len(found)} versions"
        if not yes:
            typer.confirm(f"Delete {what} for good?", abort=True)
        _delete(office, slug, version)
    typer.echo(f"Deleted: {what}.")


def _delete(office: Backoffice, slug: str, version: int | None) -> None:
    if version is None:
        versions.delete_layer(office, operator(), slug)
        return
    versions.check_version(office, operator(), slug, version)
    versions.delete_version(office, operator(), version)


def _outcome(done: ImportedAtOnce, layer: str) -> Iterable[str]:
    yield from describe_report(done.report)
    yield from describe_difference(done.difference)
    if done.same_as_version is not None:
        yield f"The same file is version {done.same_as_version} of this layer already."
    if done.version_id is None:
        yield "Nothing was stored: this was a dry run."
    elif done.activated:
        yield from _shown(Activation(done.version_id, done.report.reassigned), layer)
    else:
        yield f"Stored as version {done.version_id} of {layer}, not shown yet:"
        yield f"  mapper layers activate {layer} {done.version_id}"


def _shown(done: Activation, layer: str) -> Iterable[str]:
    yield f"Version {done.version_id} of {layer} is shown now."
    if done.reassigned is not None:
        yield f"{done.reassigned:,} ideas changed district."


def _listed(one: ManagedLayer) -> Mapping[str, object]:
    return {
        "slug": one.slug,
        "title": one.title,
        "role": one.role,
        "public": one.now.public,
        "roles": one.now.roles,
        "features": one.features,
        "active_version": one.active_version,
    }


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def _print(value: object) -> None:
    typer.echo(json.dumps(value, default=str, ensure_ascii=False))
