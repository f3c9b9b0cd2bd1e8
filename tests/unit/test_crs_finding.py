"""A file's coordinate reference system is found, or a person is asked; nothing is guessed."""

import numpy as np
import pytest
import shapely

from mapper.domain.imports import CrsFinding, Ground, ImportOptions
from mapper.errors import ImportRefusedError
from mapper.imports.reading.systems import find_crs, projection
from tests.geodesy import Floats, in_system
from tests.prj_texts import IDENTIFIED, UNDECIDED
from tests.town import districts, ground, neighbours, positions

HERE = ground()
DISTRICTS = positions(districts())[::7]
NOWHERE = Ground()
SYSTEMS = [
    "EPSG:25833", "EPSG:25832", "EPSG:31468", "EPSG:2398", "EPSG:4326", "EPSG:3857", "EPSG:5650",
    "ESRI:102359", "EPSG:4647",
]  # fmt: skip


def _find(
    words: str | None, sample: Floats, around: Ground = HERE, **options: object
) -> CrsFinding:
    return find_crs(words, sample, ImportOptions(**options), around)  # type: ignore[arg-type]


def _box(west: float, south: float, east: float, north: float, count: int = 40) -> Floats:
    """Positions all over a box of degrees."""
    lon, lat = np.meshgrid(np.linspace(west, east, count), np.linspace(south, north, count))
    return np.column_stack([lon.ravel(), lat.ravel()])


@pytest.mark.parametrize("code", SYSTEMS)
def test_what_a_file_says_is_believed_where_it_fits(code: str) -> None:
    found = _find(code, in_system(DISTRICTS, code))

    assert (found.state, found.crs, found.swapped) == ("given", code, False)
    assert bool(found.candidates) == (code in {"EPSG:31468", "EPSG:2398"})


@pytest.mark.parametrize("code", SYSTEMS)
@pytest.mark.parametrize("swapped", [False, True])
def test_without_words_the_system_that_fits_is_proposed_and_not_chosen(
    code: str, swapped: bool
) -> None:
    sample = in_system(DISTRICTS, code)

    found = _find(None, sample[:, ::-1] if swapped else sample)

    assert (found.state, found.crs, found.words) == ("missing", None, None)
    first = found.candidates[0]
    assert (first.crs, first.swapped, first.confidence) == (code, swapped, None)
    assert first.inside == 1
    assert first.shift_m == 0
    assert 0 < len(first.sample) <= 200
    near = shapely.box(*_around(DISTRICTS))
    assert shapely.contains_xy(near, np.array(first.sample)).all()


def _around(degrees: Floats) -> tuple[float, float, float, float]:
    (west, south), (east, north) = degrees.min(axis=0), degrees.max(axis=0)
    return west - 0.02, south - 0.02, east + 0.02, north + 0.02


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (words, code)
        for words in ("EPSG:25833", "EPSG:4326", "EPSG:25832")
        for code in SYSTEMS
        if code != words
    ],
)
def test_words_that_put_the_data_elsewhere_are_not_believed(words: str, code: str) -> None:
    found = _find(words, in_system(DISTRICTS, code))

    assert (found.state, found.crs, found.words) == ("contradictory", None, words)
    first = found.candidates[0]
    assert (first.crs, first.swapped) == (code, False)


def test_what_the_file_says_itself_comes_last_with_its_distance() -> None:
    found = _find("EPSG:25833", in_system(DISTRICTS, "EPSG:25832"))

    last = found.candidates[-1]
    assert (last.crs, last.confidence, last.inside) == ("EPSG:25833", 1.0, 0.0)
    # Six degrees of longitude at 52.14° north are 410 km.
    assert last.shift_m == pytest.approx(410_000, rel=0.01)


def test_bessel_and_krassowski_are_both_proposed_with_the_distance_between_them() -> None:
    found = _find(None, in_system(DISTRICTS, "EPSG:31468"))

    first, second = found.candidates
    assert (first.crs, second.crs) == ("EPSG:31468", "EPSG:2398")
    apart = in_system(DISTRICTS, "EPSG:31468") - in_system(DISTRICTS, "EPSG:2398")
    assert second.shift_m == pytest.approx(float(np.median(np.hypot(*apart.T))), abs=3)
    assert second.accuracy_m == pytest.approx(0.1)


def test_two_systems_in_the_same_place_are_proposed_once() -> None:
    found = _find(None, DISTRICTS)

    assert [one.crs for one in found.candidates] == ["EPSG:4326"]


@pytest.mark.parametrize("code", ["EPSG:4326", "EPSG:25833", "EPSG:31468", "EPSG:25832"])
def test_swapped_axes_are_offered(code: str) -> None:
    found = _find(code, in_system(DISTRICTS, code)[:, ::-1])

    assert found.state == "contradictory"
    assert (found.candidates[0].crs, found.candidates[0].swapped) == (code, True)
    assert found.candidates[0].confidence == 1.0


def test_swapping_alone_keeps_the_files_own_system() -> None:
    found = _find("EPSG:4326", DISTRICTS[:, ::-1], swap_axes=True)

    assert (found.state, found.crs, found.swapped) == ("chosen", "EPSG:4326", True)
    got = projection(found, HERE)(DISTRICTS[:, ::-1].copy())
    np.testing.assert_allclose(got, in_system(DISTRICTS, "EPSG:25833"), atol=0.001)


def test_a_zone_before_the_easting_that_the_file_hides_is_found() -> None:
    found = _find("EPSG:25833", in_system(DISTRICTS, "EPSG:5650"))

    assert found.state == "contradictory"
    assert found.candidates[0].crs == "EPSG:5650"


def test_what_a_system_is_often_taken_for_is_shown_beside_it() -> None:
    """A file in S42/83 that says DHDN lies 590 m off, near enough to be believed."""
    found = _find("EPSG:31468", in_system(DISTRICTS, "EPSG:2398"))

    said, other = found.candidates
    assert (found.state, said.crs, other.crs) == ("given", "EPSG:31468", "EPSG:2398")
    assert (said.confidence, other.confidence) == (1.0, None)
    assert other.shift_m == pytest.approx(589, abs=3)


@pytest.mark.parametrize("which", ["ArcGIS, Gauss-Kruger 4", "Potsdam by name"])
def test_recognised_words_are_told_with_their_confidence(which: str) -> None:
    words, _ = IDENTIFIED[which]

    found = _find(words, in_system(DISTRICTS, "EPSG:31468"))

    assert (found.state, found.crs) == ("identified", "EPSG:31468")
    assert found.accuracy_m in (0.9, 3.0)
    assert found.operation is not None
    assert found.operation.startswith("DHDN to ETRS89")
    assert found.candidates[0].confidence is not None
    assert found.candidates[0].confidence >= 0.9


def test_words_of_two_meanings_are_ranked_by_place_and_asked_about() -> None:
    words, _ = UNDECIDED["7 or 8 digits"]

    seven = _find(words, in_system(DISTRICTS, "ESRI:102359"))
    eight = _find(words, in_system(DISTRICTS, "EPSG:5650"))

    assert (seven.state, seven.crs, seven.words) == ("missing", None, words)
    assert [one.crs for one in seven.candidates] == ["ESRI:102359"]
    assert [one.crs for one in eight.candidates] == ["EPSG:5650"]
    assert seven.candidates[0].confidence == 0.5


# Around the municipalities, smallest first; all of them right.
WIDER = {
    "with its neighbours": positions([*districts(), *neighbours()]),
    "a neighbour alone": neighbours()[0].positions,
    "the county": _box(12.2, 51.95, 13.6, 52.7),
    "the state": _box(11.25, 51.35, 14.8, 53.6),
    "the country": _box(5.9, 47.3, 15.0, 55.0),
}


@pytest.mark.parametrize("which", WIDER)
@pytest.mark.parametrize("code", ["EPSG:25833", "EPSG:25832", "EPSG:31468", "EPSG:4326"])
def test_a_file_of_a_wider_area_is_not_doubted(which: str, code: str) -> None:
    found = _find(code, in_system(WIDER[which], code))

    assert (found.state, found.crs) == ("given", code)


@pytest.mark.parametrize("which", [one for one in WIDER if one != "a neighbour alone"])
@pytest.mark.parametrize("code", ["EPSG:25833", "EPSG:4326", "EPSG:5650", "EPSG:2398"])
def test_the_system_of_a_wider_file_is_proposed_first(which: str, code: str) -> None:
    found = _find(None, in_system(WIDER[which], code))

    same_place = {"EPSG:2398": {"EPSG:2398", "EPSG:31468"}}
    assert found.state == "missing"
    assert found.candidates[0].crs in same_place.get(code, {code})
    assert not found.candidates[0].swapped


@pytest.mark.parametrize("which", ["with its neighbours", "the county", "the state"])
def test_a_wider_file_in_the_wrong_zone_is_doubted(which: str) -> None:
    found = _find("EPSG:25833", in_system(WIDER[which], "EPSG:25832"))

    assert found.state == "contradictory"
    assert found.candidates[0].crs == "EPSG:25832"


def test_a_place_far_away_is_doubted_and_can_be_insisted_on() -> None:
    """Bavaria, by mistake or not."""
    sample = in_system(_box(11.4, 48.0, 11.7, 48.3), "EPSG:25832")

    found = _find("EPSG:25832", sample)
    chosen = _find("EPSG:25832", sample, crs="EPSG:25832")

    assert (found.state, found.crs) == ("contradictory", None)
    assert [one.crs for one in found.candidates] == ["EPSG:25832"]
    assert (chosen.state, chosen.crs) == ("chosen", "EPSG:25832")


def test_strays_at_zero_change_nothing() -> None:
    right = np.concatenate([in_system(DISTRICTS, "EPSG:25833"), np.zeros((5, 2))])
    wrong = np.concatenate([in_system(DISTRICTS, "EPSG:25832"), np.zeros((5, 2))])

    assert _find("EPSG:25833", right).state == "given"
    assert _find("EPSG:25833", wrong).state == "contradictory"


@pytest.mark.parametrize(
    "sample",
    [
        np.empty((0, 2)),
        np.full((3, 2), np.nan),
        np.array([(np.inf, 1.0), (1.0, -np.inf)]),
    ],
)
def test_where_there_are_no_positions_words_are_believed_and_nothing_is_proposed(
    sample: Floats,
) -> None:
    assert _find("EPSG:25833", sample).state == "given"
    assert _find("EPSG:31468", sample).candidates == ()
    assert _find(None, sample) == CrsFinding("missing", None, None)


def test_unusable_positions_are_left_out_of_the_judgement() -> None:
    sample = np.concatenate([in_system(DISTRICTS, "EPSG:25833"), np.full((500, 2), np.nan)])

    assert _find("EPSG:25833", sample).state == "given"
    assert _find(None, sample).candidates[0].inside == 1


def test_one_point_is_enough() -> None:
    point = in_system(DISTRICTS[:1], "EPSG:25832")

    assert _find("EPSG:25832", point).state == "given"
    assert _find("EPSG:25833", point).state == "contradictory"
    assert _find(None, np.repeat(point, 50, axis=0)).candidates[0].crs == "EPSG:25832"


def test_without_known_municipalities_words_are_believed() -> None:
    found = _find("EPSG:25833", in_system(DISTRICTS, "EPSG:25832"), NOWHERE)

    assert (found.state, found.crs) == ("given", "EPSG:25833")


def test_without_known_municipalities_what_falls_on_germany_is_proposed() -> None:
    found = _find(None, in_system(DISTRICTS, "EPSG:31468"), NOWHERE)

    assert {one.crs for one in found.candidates[:2]} == {"EPSG:31468", "EPSG:2398"}


def test_metres_called_degrees_are_doubted_even_then() -> None:
    found = _find("EPSG:4326", in_system(DISTRICTS, "EPSG:25833"), NOWHERE)

    assert found.state == "contradictory"
    assert "EPSG:25833" in {one.crs for one in found.candidates}


@pytest.mark.parametrize(
    ("unit", "sample"),
    [
        ("gon", DISTRICTS * 40 / 36),
        ("kilometres", in_system(DISTRICTS, "EPSG:25833") / 1000),
        ("centimetres", in_system(DISTRICTS, "EPSG:31468") * 100),
        ("millimetres", in_system(DISTRICTS, "EPSG:25832") * 1000),
        (None, DISTRICTS + 100),
    ],
)
def test_units_that_no_system_has_are_named_and_nothing_is_proposed(
    unit: str | None, sample: Floats
) -> None:
    assert _find(None, sample) == CrsFinding("missing", None, None, unit=unit)


def test_a_choice_is_followed_wherever_it_leads() -> None:
    found = _find("EPSG:25833", in_system(DISTRICTS, "EPSG:25833"), crs="epsg:31468")

    assert (found.state, found.crs, found.words) == ("chosen", "EPSG:31468", "EPSG:25833")
    assert found.accuracy_m in (0.9, 3.0)


@pytest.mark.parametrize(
    ("crs", "reason"), [("EPSG:1", "unknown_crs"), ("EPSG:4008", "unusable_crs")]
)
def test_a_choice_that_leads_nowhere_is_refused(crs: str, reason: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        _find(None, DISTRICTS, crs=crs)

    assert refused.value.reason == reason


def test_nothing_is_converted_while_nothing_is_decided() -> None:
    found = _find(None, in_system(DISTRICTS, "EPSG:31468"))

    with pytest.raises(ImportRefusedError) as refused:
        projection(found, HERE)

    assert refused.value.reason == "undecided_crs"
    assert "EPSG:31468" in str(refused.value)


def test_looking_leaves_the_positions_as_they_are() -> None:
    sample = in_system(DISTRICTS, "EPSG:25832")
    before = sample.copy()

    _find(None, sample)
    _find("EPSG:25833", sample)

    np.testing.assert_array_equal(sample, before)
