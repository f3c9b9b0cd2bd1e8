"""Options of `mapper layers import`."""

from typing import Annotated

import typer

Source = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE|URL|WFS:URL",
        help="A file, the parts of a shapefile, an address, or a service.",
    ),
]
LayerSlug = Annotated[str, typer.Option(metavar="SLUG", help="The layer it belongs into.")]
Title = Annotated[str | None, typer.Option(help="What a new layer is called.")]
LayerRole = Annotated[
    str | None, typer.Option(help="districts, municipalities, green_spaces, base or overlay.")
]
SourceLayer = Annotated[str | None, typer.Option(help="Layer or type inside the source.")]
Crs = Annotated[str | None, typer.Option(metavar="EPSG:n", help="Its coordinate system.")]
SwapAxes = Annotated[bool, typer.Option("--swap-axes", help="North comes first.")]
Encoding = Annotated[str | None, typer.Option(help="How its texts are encoded.")]
NameField = Annotated[str | None, typer.Option(help="The field with the names.")]
KindField = Annotated[str | None, typer.Option(help="The field with the kinds.")]
IdentityField = Annotated[
    str | None, typer.Option(help="The field by which objects are known again.")
]
XField = Annotated[str | None, typer.Option(help="Column of eastings or longitudes.")]
YField = Annotated[str | None, typer.Option(help="Column of northings or latitudes.")]
Clip = Annotated[bool, typer.Option("--clip", help="Cut to the municipalities.")]
Renames = Annotated[
    list[str] | None,
    typer.Option("--rename", metavar="OLD=NEW", help="Title of a field; may be repeated."),
]
Districts = Annotated[
    list[str] | None,
    typer.Option(
        "--district", metavar="NAME=KEY", help="District of a row; without a key it is left out."
    ),
]
Licence = Annotated[str | None, typer.Option(help="Of the data; left out, as before.")]
Attribution = Annotated[str | None, typer.Option(help="Who is to be named; left out, as before.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Store nothing, only tell.")]
Activate = Annotated[bool, typer.Option("--activate", help="Show it at once.")]


def read_pairs(given: list[str] | None, option: str) -> dict[str, str]:
    """`OLD=NEW` as a mapping; what is not so is used wrongly."""
    pairs = {}
    for one in given or ():
        name, equals, value = one.partition("=")
        if not name or not equals:
            raise typer.BadParameter(f"'{one}' has no '='.", param_hint=option)
        pairs[name] = value
    return pairs
