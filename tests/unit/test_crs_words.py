"""What a file says about its coordinate reference system is understood, and nothing is made up."""

from pathlib import Path

import pytest
from pyproj import CRS, Transformer

from mapper.errors import ImportRefusedError
from mapper.imports.reading.systems_known import KNOWN, SAME_AS
from mapper.imports.reading.systems_words import canonical, understand, words_of
from tests.file_watch import opened
from tests.prj_texts import IDENTIFIED, MEANINGLESS, PLAIN, UNDECIDED


@pytest.mark.parametrize("which", IDENTIFIED)
def test_words_without_a_code_are_recognised(which: str) -> None:
    words, code = IDENTIFIED[which]

    meaning = understand(words)

    assert (meaning.code, meaning.plain) == (code, False)
    assert meaning.confidence[0][0] == code
    assert meaning.confidence[0][1] >= 0.9


@pytest.mark.parametrize("words", PLAIN)
def test_codes_are_taken_as_they_stand(words: str) -> None:
    meaning = understand(words)

    assert (meaning.code, meaning.plain) == (PLAIN[words], True)
    assert meaning.confidence_of(PLAIN[words]) == 1.0


@pytest.mark.parametrize("which", UNDECIDED)
def test_words_of_two_meanings_decide_nothing(which: str) -> None:
    words, codes = UNDECIDED[which]

    meaning = understand(words)

    assert meaning.code is None
    assert tuple(code for code, _ in meaning.confidence) == codes
    assert all(confidence <= 0.5 for _, confidence in meaning.confidence)


@pytest.mark.parametrize("words", [None, *MEANINGLESS])
def test_meaningless_words_mean_nothing(words: str | None) -> None:
    meaning = understand(words)

    assert (meaning.code, meaning.confidence) == (None, ())
    assert len(meaning.name or "") <= 120


def test_a_definition_is_told_by_its_name() -> None:
    words, _ = IDENTIFIED["ArcGIS, 7 digits"]

    assert understand(words).name == "ETRS_1989_UTM_Zone_33N_7stellen"


@pytest.mark.parametrize(
    "words",
    [
        "+init={file}:root",
        "+proj=tmerc +lon_0=12 +x_0=4500000 +ellps=bessel +nadgrids={file} +units=m",
        "+proj=pipeline +step +proj=hgridshift +grids={file}",
        'PROJCS["GK4",GEOGCS["x",DATUM["unknown",SPHEROID["bessel",6377397.155,299.1528128],'
        'EXTENSION["PROJ4_GRIDS","{file}"]],PRIMEM["Greenwich",0],'
        'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
        'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",12],'
        'PARAMETER["scale_factor",1],PARAMETER["false_easting",4500000],'
        'PARAMETER["false_northing",0],UNIT["metre",1],'
        'EXTENSION["PROJ4","+proj=tmerc +nadgrids={file} +ellps=bessel"]]',
        'BOUNDCRS[SOURCECRS[GEOGCRS["x",DATUM["y",ELLIPSOID["z",6377397.155,299.1528128]],'
        'CS[ellipsoidal,2],AXIS["lat",north],AXIS["lon",east],'
        'ANGLEUNIT["degree",0.0174532925199433]]],TARGETCRS[GEOGCRS["WGS 84",'
        'DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563]],'
        'CS[ellipsoidal,2],AXIS["lat",north],AXIS["lon",east],'
        'ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",4326]]],'
        'ABRIDGEDTRANSFORMATION["g",METHOD["NTv2",ID["EPSG",9615]],'
        'PARAMETERFILE["Latitude and longitude difference file","{file}"]]]',
    ],
)
def test_words_open_no_file(tmp_path: Path, words: str) -> None:
    file = tmp_path / "secret"
    file.write_text("<root> +proj=longlat\n")

    with opened(file) as was_opened:
        meaning = understand(words.replace("{file}", str(file)))

        assert not was_opened()
    assert meaning.code is None


def test_known_systems_are_what_the_register_says() -> None:
    """Datums by the register's own names; UTM and Gauß-Krüger by their middle meridian."""
    named = {
        "ETRS89": "European Terrestrial Reference System 1989",
        "WGS84": "World Geodetic System 1984",
        "DHDN": "Deutsches Hauptdreiecksnetz",
        "S42/83": "Pulkovo 1942(83)",
        "RD/83": "Rauenberg Datum/83",
    }
    meridians = {
        "EPSG:25832": 9, "EPSG:25833": 15, "EPSG:4647": 9, "EPSG:5650": 15, "ESRI:102328": 9,
        "ESRI:102359": 15, "EPSG:31466": 6, "EPSG:31467": 9, "EPSG:31468": 12, "EPSG:31469": 15,
        "EPSG:2398": 12, "EPSG:2399": 15, "EPSG:3398": 12, "EPSG:3399": 15,
    }  # fmt: skip

    for code, datum in KNOWN.items():
        crs = CRS.from_user_input(code)
        assert crs.geodetic_crs is not None
        assert crs.geodetic_crs.datum is not None
        assert str(crs.geodetic_crs.datum.name).startswith(named[datum]), code
        if code in meridians:
            assert crs.coordinate_operation is not None
            values = {one.name: float(one.value) for one in crs.coordinate_operation.params}
            assert values["Longitude of natural origin"] == meridians[code], code


def test_other_codes_put_positions_where_the_usual_ones_do() -> None:
    """To 2 cm: the register tells the realisations of ETRS89 apart, which lie so close together."""
    for code, usual in SAME_AS.items():
        both = Transformer.from_crs(usual, code, always_xy=True)
        x, y = Transformer.from_crs("EPSG:4326", usual, always_xy=True).transform(11.9, 52.1)

        assert both.transform(x, y)[:2] == pytest.approx((x, y), abs=0.02), code


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ("EPSG:25833", "EPSG:25833"),
        (" epsg:31468 ", "EPSG:31468"),
        ("25832", "EPSG:25832"),
        ("EPSG:5556", "EPSG:25833"),
        ("ESRI:102359", "ESRI:102359"),
        ("OGC:CRS84", "EPSG:4326"),
    ],
)
def test_a_chosen_code_is_written_in_one_way(chosen: str, code: str) -> None:
    assert canonical(chosen) == code


@pytest.mark.parametrize(
    "chosen",
    [
        "EPSG:1",
        "EPSG:99999",
        "Gauß-Krüger",
        "",
        "EPSG:325833",
        "EPSG:25833; drop",
        "x" * 500,
    ],
)
def test_what_is_no_system_cannot_be_chosen(chosen: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        canonical(chosen)

    assert refused.value.reason == "unknown_crs"


@pytest.mark.parametrize("chosen", ["EPSG:5783", "EPSG:4978"])
def test_heights_and_positions_in_space_cannot_be_chosen(chosen: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        canonical(chosen)

    assert refused.value.reason == "unusable_crs"


@pytest.mark.parametrize("name", ["flur.prj", "FLUR.PRJ"])
def test_the_words_of_a_shapefile_are_those_of_its_prj(tmp_path: Path, name: str) -> None:
    words, _ = IDENTIFIED["older ArcGIS"]
    shapes = tmp_path / f"{Path(name).stem}.shp"
    (tmp_path / name).write_text(words)

    assert words_of(shapes, "EPSG:31468") == words
    assert words_of(tmp_path / "flur.gpkg", "EPSG:31468") == "EPSG:31468"
    assert words_of(tmp_path / "andere.shp", None) is None


def test_a_prj_without_a_definition_leaves_the_word_to_the_driver(tmp_path: Path) -> None:
    (tmp_path / "alt.prj").write_text("Projection    UTM\nDatum         ETRS89\nZone 33\n")

    assert words_of(tmp_path / "alt.shp", "EPSG:25833") == "EPSG:25833"
