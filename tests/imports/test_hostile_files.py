"""Nothing in a file makes the reading process open another file or ask another server."""

import shutil
from pathlib import Path

import pytest

from tests.imports.files import CANARY, Upload, features, kept, shapefile

VRT = """<OGRVRTDataSource><OGRVRTLayer name="geheim">
<SrcDataSource>{target}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"""


@pytest.mark.parametrize("name", ["x.vrt", "x.gml", "x.kml", "x.json", "x.csv", "x.gpkg", "x.shp"])
def test_a_virtual_source_is_not_followed_under_any_name(
    upload: Upload, canary: Path, asked: tuple[str, list[str]], name: str
) -> None:
    url, paths = asked
    for target in (canary / "geheim.shp", f"/vsicurl/{url}/geheim.geojson"):
        upload.give({name: VRT.format(target=target).encode()})
        assert upload.refusal().reason in ("unknown_format", "unreadable", "no_features")
    assert paths == []


GML = """<?xml version="1.0"?>{prolog}
<ogr:FeatureCollection xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://ogr.maptools.org/ {schema}" xmlns:ogr="http://ogr.maptools.org/"
 xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink">
<gml:featureMember><ogr:ort fid="ort.0"><ogr:geometryProperty><gml:Point srsName="{srs}">
<gml:coordinates>335000,5779000</gml:coordinates></gml:Point></ogr:geometryProperty>
<ogr:name>{name}</ogr:name><ogr:link xlink:href="{link}"/></ogr:ort></gml:featureMember>
</ogr:FeatureCollection>"""


@pytest.mark.parametrize("how", ["{url}/x", "/vsicurl/{url}/x", "/vsizip/vsicurl/{url}/x.zip"])
@pytest.mark.parametrize("where", ["schema", "srs", "link", "name"])
def test_addresses_in_a_gml_are_not_asked(
    upload: Upload, asked: tuple[str, list[str]], where: str, how: str
) -> None:
    url, paths = asked
    words = {"prolog": "", "schema": "x.xsd", "srs": "EPSG:25833", "link": "#a", "name": "Ort"}
    upload.give({"x.gml": GML.format(**words | {where: how.format(url=url)}).encode()})
    kept(upload)
    assert paths == []


@pytest.mark.parametrize("where", ["schema", "link", "name"])
def test_files_named_in_a_gml_are_not_read(upload: Upload, canary: Path, where: str) -> None:
    words = {"prolog": "", "schema": "x.xsd", "srs": "EPSG:25833", "link": "#a", "name": "Ort"}
    for target in (
        canary / "geheim.txt",
        "../../elsewhere/geheim.txt",
        f"file://{canary}/geheim.txt",
    ):
        upload.give({"x.gml": GML.format(**words | {where: str(target)}).encode()})
        assert CANARY not in kept(upload)


SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:gml="http://www.opengis.net/gml"><xs:include schemaLocation="/vsicurl/{url}/included.xsd"/>
<xs:import schemaLocation="/vsicurl/{url}/imported.xsd"/></xs:schema>"""
TEMPLATE = """<GMLFeatureClassList><GMLFeatureClass><Name>ort</Name><ElementPath>ort</ElementPath>
<SRSName>/vsicurl/{url}/srs</SRSName></GMLFeatureClass></GMLFeatureClassList>"""


def test_schemas_and_templates_beside_a_gml_are_not_followed(
    upload: Upload, asked: tuple[str, list[str]]
) -> None:
    url, paths = asked
    words = {"prolog": "", "schema": "x.xsd", "srs": "EPSG:25833", "link": "#a", "name": "Ort"}
    upload.give(
        {
            "x.gml": GML.format(**words).encode(),
            "x.xsd": SCHEMA.format(url=url).encode(),
            "x.gfs": TEMPLATE.format(url=url).encode(),
        }
    )
    assert upload.read().features == 1
    assert paths == []


KML = """<?xml version="1.0"?>{prolog}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<NetworkLink><Link><href>{url}/link.kml</href></Link></NetworkLink>
<Schema name="s" id="s" parent="{url}/parent"><SimpleField name="q" type="string"/></Schema>
<Style id="z"><IconStyle><Icon><href>/vsicurl/{url}/icon.png</href></Icon></IconStyle></Style>
<GroundOverlay><Icon><href>{url}/overlay.png</href></Icon></GroundOverlay>
<Placemark><styleUrl>{url}/style.kml#z</styleUrl><name>{name}</name><ExtendedData>
<SchemaData schemaUrl="{url}/schema.kml#s"><SimpleData name="q">1</SimpleData></SchemaData>
</ExtendedData><Point><coordinates>12.6,52.14</coordinates></Point></Placemark></Document></kml>"""


def test_links_in_a_kml_are_not_followed(upload: Upload, asked: tuple[str, list[str]]) -> None:
    url, paths = asked
    upload.give({"x.kml": KML.format(prolog="", url=url, name="Ort").encode()})
    assert upload.read().features >= 1
    assert paths == []


LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9))
)


@pytest.mark.parametrize("shape", ["kml", "gml"])
@pytest.mark.parametrize(
    ("prolog", "name"),
    [
        (LAUGHS, "&a9;"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file://{canary}/geheim.txt">]>', "&e;"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "{url}/entity">]>', "&e;"),
        ('<!DOCTYPE x [<!ENTITY % p SYSTEM "{url}/parameter">%p;]>', "Ort"),
        ('<!DOCTYPE x SYSTEM "{url}/type.dtd">', "Ort"),
        ("<!-- " + "x" * 70_000 + " -->" + LAUGHS, "&a9;"),
    ],
    ids=["laughs", "file", "address", "parameter", "dtd", "late"],
)
def test_entities_are_refused(
    upload: Upload,
    canary: Path,
    asked: tuple[str, list[str]],
    shape: str,
    prolog: str,
    name: str,
) -> None:
    url, paths = asked
    prolog = prolog.replace("{canary}", str(canary)).replace("{url}", url)
    if shape == "kml":
        text = KML.format(prolog=prolog, url=url, name=name)
    else:
        text = GML.format(prolog=prolog, schema="", srs="EPSG:25833", link="", name=name)
    for encoding in ("utf-8", "utf-16"):
        upload.give({f"x.{shape}": text.encode(encoding)})
        assert upload.refusal().reason in ("document_type", "unreadable")
    assert paths == []


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "link", "properties": {"href": "{url}/crs", "type": "proj4"}},
        {"type": "link", "properties": {"href": "/vsicurl/{url}/crs", "type": "ogcwkt"}},
        {"type": "url", "properties": {"url": "{url}/crs"}},
        {"type": "name", "properties": {"name": "{url}/crs"}},
        {"type": "name", "properties": {"name": "/vsicurl/{url}/crs"}},
    ],
)
def test_a_crs_behind_an_address_is_not_fetched(
    upload: Upload, asked: tuple[str, list[str]], crs: object
) -> None:
    url, paths = asked
    body = features({"name": "Ort"}, crs=crs).replace("{url}", url)
    upload.give({"x.geojson": body.encode()})
    kept(upload)
    assert paths == []


def test_texts_that_look_like_sources_stay_texts(
    upload: Upload, canary: Path, asked: tuple[str, list[str]]
) -> None:
    url, paths = asked
    shape = canary / "geheim.shp"
    texts = [f"/vsicurl/{url}/a", str(shape), f"GPKG:{shape}", VRT.format(target=shape), "=1+1"]
    upload.give({"x.geojson": features({f"f{n}": text for n, text in enumerate(texts)}).encode()})
    assert upload.read().features == 1
    rows = [";".join(["ort", "335000", "5779000"])] + [f'"{t}";335000;5779000' for t in texts[:3]]
    table = "\n".join(["name;x;y", *rows]).encode()
    shutil.rmtree(upload.given)
    upload.given.mkdir()
    upload.give({"x.csv": table, "x.csvt": b'"WKT"', "x.vrt": VRT.format(target=shape).encode()})
    assert upload.read().features == 4
    assert paths == []


@pytest.mark.parametrize(
    "words",
    [
        "{url}/prj",
        "/vsicurl/{url}/prj",
        "ESRI::{url}/prj",
        "+proj=longlat +nadgrids={canary}/geheim.txt +type=crs",
        'GEOGCS["x",DATUM["D",SPHEROID["s",6378137,298.25],'
        'EXTENSION["PROJ4_GRIDS","{canary}/geheim.txt"]],PRIMEM["G",0],UNIT["d",0.01745329]]',
    ],
)
def test_a_prj_leads_nowhere(
    upload: Upload, made: Path, canary: Path, asked: tuple[str, list[str]], words: str
) -> None:
    url, paths = asked
    given = words.replace("{url}", url).replace("{canary}", str(canary))
    upload.give(shapefile(made) | {"flaechen.prj": given.encode(), "flaechen.cpg": given.encode()})
    assert upload.read().features == 12
    assert paths == []
    (cleaned,) = upload.folder.glob("unpacked/*.prj")
    assert b"EXTENSION" not in cleaned.read_bytes()
    assert (upload.given / "flaechen.prj").read_text() == given
