"""Pictures of other servers' maps, one tile of ours at a time."""

from collections.abc import Mapping
from urllib.parse import quote

from mapper.errors import ImportRefusedError
from mapper.geo.tiles import tile_bounds
from mapper.imports.outgoing import Allowed, Most, get
from mapper.imports.wfs_capabilities import with_parameters

MOST = Most(megabytes=3, seconds=15)
_SIDE_PX = 256
_NOTHING_THERE = (204, 400, 404)


def picture_address(kind: str, request: Mapping[str, object], z: int, x: int, y: int) -> str | None:
    """Where the picture of a tile is; None where the service has none of this zoom."""
    return _wms(request, z, x, y) if kind == "wms" else _wmts(request, z, x, y)


def get_picture(url: str, kind: str, allowed: Allowed) -> bytes | None:
    """The picture at an address of `picture_address`, None where there is nothing.

    Raises
    ------
    ImportRefusedError
        Whatever `ask` refuses; service_picture where something else than a picture comes.
    """
    try:
        answer, body = get(url, allowed, MOST)
    except ImportRefusedError as refused:
        # Tiled services have no tiles outside of what they show.
        if kind == "wmts" and refused.fields.get("got") in _NOTHING_THERE:
            return None
        raise
    if media_type_of(body) is None:
        raise ImportRefusedError("service_picture", host=answer.host)
    return body


def media_type_of(body: bytes) -> str | None:
    """What a picture is by its first bytes; None for anything but PNG, JPEG and WebP."""
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return None


def _wms(request: Mapping[str, object], z: int, x: int, y: int) -> str:
    new = request["version"] == "1.3.0"
    return with_parameters(
        str(request["url"]),
        SERVICE="WMS",
        VERSION=request["version"],
        REQUEST="GetMap",
        LAYERS=request["layer"],
        STYLES="",
        FORMAT=request["format"],
        TRANSPARENT="FALSE" if request["format"] == "image/jpeg" else "TRUE",
        WIDTH=_SIDE_PX,
        HEIGHT=_SIDE_PX,
        BBOX=",".join(f"{one:.6f}" for one in tile_bounds(z, x, y)),
        **{"CRS" if new else "SRS": request["crs"]},
    )


def _wmts(request: Mapping[str, object], z: int, x: int, y: int) -> str | None:
    matrices = request["matrices"]
    matrix = matrices.get(str(z)) if isinstance(matrices, dict) else None
    if matrix is None:
        return None
    names = {
        "style": request["style"],
        "tilematrixset": request["matrix_set"],
        "tilematrix": matrix,
        "tilerow": y,
        "tilecol": x,
    }
    if request["template"]:
        return _filled(str(request["template"]), names)
    return with_parameters(
        str(request["url"]),
        SERVICE="WMTS",
        VERSION="1.0.0",
        REQUEST="GetTile",
        LAYER=request["layer"],
        FORMAT=request["format"],
        **{name.upper(): value for name, value in names.items()},
    )


def _filled(template: str, names: Mapping[str, object]) -> str:
    for part in {*template.split("{")[1:]}:
        name = part.partition("}")[0]
        value = names.get(name.lower())
        if value is not None:
            template = template.replace(f"{{{name}}}", quote(str(value), safe=""))
    return template
