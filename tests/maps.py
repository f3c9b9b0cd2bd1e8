"""Capabilities and pictures of map services that tests make up."""

import base64

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR42mNgAAIAAAUAAen63NgAAAAASUVORK5CYII="
)
"""One transparent pixel."""
OTHER_PNG = PNG + b"\0"

_SCALE_0 = 559082264.0287178
_MATRIX = """<TileMatrix><ows:Identifier>z{z}</ows:Identifier>
<ScaleDenominator>{scale}</ScaleDenominator>
<TopLeftCorner>-20037508.342789244 20037508.342789244</TopLeftCorner>
<TileWidth>256</TileWidth><TileHeight>256</TileHeight>
<MatrixWidth>{count}</MatrixWidth><MatrixHeight>{count}</MatrixHeight></TileMatrix>"""
_WMTS = """<?xml version="1.0"?>
<Capabilities version="1.0.0" xmlns="http://www.opengis.net/wmts/1.0"
 xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink">
<ows:ServiceIdentification><ows:Title>Luftbilder</ows:Title><ows:Fees>dl-de/by-2-0</ows:Fees>
</ows:ServiceIdentification>
<ows:OperationsMetadata>{operation}</ows:OperationsMetadata>
<Contents><Layer><ows:Title>Luftbild</ows:Title><ows:Identifier>dop</ows:Identifier>
<Style isDefault="true"><ows:Identifier>default</ows:Identifier></Style>
<Format>image/jpeg</Format>
<TileMatrixSetLink><TileMatrixSet>Web</TileMatrixSet></TileMatrixSetLink>{resource}</Layer>
<TileMatrixSet><ows:Identifier>Web</ows:Identifier>
<ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS>{matrices}</TileMatrixSet>
</Contents></Capabilities>"""
_OPERATION = """<ows:Operation name="GetTile"><ows:DCP><ows:HTTP>
<ows:Get xlink:href="http://inner.example/elsewhere?"><ows:Constraint name="GetEncoding">
<ows:AllowedValues><ows:Value>KVP</ows:Value></ows:AllowedValues></ows:Constraint></ows:Get>
</ows:HTTP></ows:DCP></ows:Operation>"""


def wmts_capabilities(template: str = "") -> bytes:
    """A WMTS with one map in the usual scheme, zooms 5 to 14, by query or by a path's template."""
    matrices = "".join(
        _MATRIX.format(z=zoom, scale=_SCALE_0 / 2**zoom, count=2**zoom) for zoom in range(5, 15)
    )
    resource = (
        f'<ResourceURL format="image/jpeg" resourceType="tile" '
        f'template="http://inner.example{template}"/>'
    )
    return _WMTS.format(
        matrices=matrices,
        operation="" if template else _OPERATION,
        resource=resource if template else "",
    ).encode()
