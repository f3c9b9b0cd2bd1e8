"""A file's coordinate reference system is believed, or a person is asked; nothing is guessed."""

import numpy as np
import pytest

from mapper.domain.imports import CrsFinding
from mapper.errors import ImportRefusedError
from mapper.imports.reading.systems import projection
from tests.geodesy import Floats, in_system
from tests.prj_texts import IDENTIFIED
from tests.unit.finding import DISTRICTS, HERE, NOWHERE, SYSTEMS, WIDER, box, find


@pytest.mark.parametrize("code", SYSTEMS)
def test_what_a_file_says_is_believed_where_it_fits(code: str) -> None:
    found = find(code, in_system(DISTRICTS, code))

    assert (found.state, found.crs, found.swapped) == ("given", code, False)
    assert bool(found.candidates) == (code in {"EPSG:31468", "EPSG:2398"})


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
    found = find(words, in_system(DISTRICTS, code))

    assert (found.state, found.crs, found.words) == ("contradictory", None, words)
    first = found.candidates[0]
    assert (first.crs, first.swapped) == (code, False)


def test_swapping_alone_keeps_the_files_own_system() -> None:
    found = find("EPSG:4326", DISTRICTS[:, ::-1], swap_axes=True)

    assert (found.state, found.crs, found.swapped) == ("chosen", "EPSG:4326", True)
    got = projection(found, HERE)(DISTRICTS[:, ::-1].copy())
    np.testing.assert_allclose(got, in_system(DISTRICTS, "EPSG:25833"), atol=0.001)


def test_what_a_system_is_often_taken_for_is_shown_beside_it() -> None:
    """A file in S42/83 that says DHDN lies 590 m off, near enough to be believed."""
    found = find("EPSG:31468", in_system(DISTRICTS, "EPSG:2398"))

    said, other = found.candidates
    assert (found.state, said.crs, other.crs) == ("given", "EPSG:31468", "EPSG:2398")
    assert (said.confidence, other.confidence) == (1.0, None)
    assert other.shift_m == pytest.approx(589, abs=3)


@pytest.mark.parametrize("which", ["ArcGIS, Gauss-Kruger 4", "Potsdam by name"])
def test_recognised_words_are_told_with_their_confidence(which: str) -> None:
    words, _ = IDENTIFIED[which]

    found = find(words, in_system(DISTRICTS, "EPSG:31468"))

    assert (found.state, found.crs) == ("identified", "EPSG:31468")
    assert found.accuracy_m in (0.9, 3.0)
    assert found.operation is not None
    assert found.operation.startswith("DHDN to ETRS89")
    assert found.candidates[0].confidence is not None
    assert found.candidates[0].confidence >= 0.9


@pytest.mark.parametrize("which", WIDER)
@pytest.mark.parametrize("code", ["EPSG:25833", "EPSG:25832", "EPSG:31468", "EPSG:4326"])
def test_a_file_of_a_wider_area_is_not_doubted(which: str, code: str) -> None:
    found = find(code, in_system(WIDER[which], code))

    assert (found.state, found.crs) == ("given", code)


@pytest.mark.parametrize("which", ["with its neighbours", "the county", "the state"])
def test_a_wider_file_in_the_wrong_zone_is_doubted(which: str) -> None:
    found = find("EPSG:25833", in_system(WIDER[which], "EPSG:25832"))

    assert found.state == "contradictory"
    assert found.candidates[0].crs == "EPSG:25832"


def test_a_place_far_away_is_doubted_and_can_be_insisted_on() -> None:
    """Bavaria, by mistake or not."""
    sample = in_system(box(11.4, 48.0, 11.7, 48.3), "EPSG:25832")

    found = find("EPSG:25832", sample)
    chosen = find("EPSG:25832", sample, crs="EPSG:25832")

    assert (found.state, found.crs) == ("contradictory", None)
    assert [one.crs for one in found.candidates] == ["EPSG:25832"]
    assert (chosen.state, chosen.crs) == ("chosen", "EPSG:25832")


def test_strays_at_zero_change_nothing() -> None:
    right = np.concatenate([in_system(DISTRICTS, "EPSG:25833"), np.zeros((5, 2))])
    wrong = np.concatenate([in_system(DISTRICTS, "EPSG:25832"), np.zeros((5, 2))])

    assert find("EPSG:25833", right).state == "given"
    assert find("EPSG:25833", wrong).state == "contradictory"


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
    assert find("EPSG:25833", sample).state == "given"
    assert find("EPSG:31468", sample).candidates == ()
    assert find(None, sample) == CrsFinding("missing", None, None)


def test_unusable_positions_are_left_out_of_the_judgement() -> None:
    sample = np.concatenate([in_system(DISTRICTS, "EPSG:25833"), np.full((500, 2), np.nan)])

    assert find("EPSG:25833", sample).state == "given"
    assert find(None, sample).candidates[0].inside == 1


def test_one_point_is_enough() -> None:
    point = in_system(DISTRICTS[:1], "EPSG:25832")

    assert find("EPSG:25832", point).state == "given"
    assert find("EPSG:25833", point).state == "contradictory"
    assert find(None, np.repeat(point, 50, axis=0)).candidates[0].crs == "EPSG:25832"


def test_without_known_municipalities_words_are_believed() -> None:
    found = find("EPSG:25833", in_system(DISTRICTS, "EPSG:25832"), NOWHERE)

    assert (found.state, found.crs) == ("given", "EPSG:25833")


def test_metres_called_degrees_are_doubted_even_then() -> None:
    found = find("EPSG:4326", in_system(DISTRICTS, "EPSG:25833"), NOWHERE)

    assert found.state == "contradictory"
    assert "EPSG:25833" in {one.crs for one in found.candidates}


def test_a_choice_is_followed_wherever_it_leads() -> None:
    found = find("EPSG:25833", in_system(DISTRICTS, "EPSG:25833"), crs="epsg:31468")

    assert (found.state, found.crs, found.words) == ("chosen", "EPSG:31468", "EPSG:25833")
    assert found.accuracy_m in (0.9, 3.0)


@pytest.mark.parametrize(
    ("crs", "reason"), [("EPSG:1", "unknown_crs"), ("EPSG:4008", "unusable_crs")]
)
def test_a_choice_that_leads_nowhere_is_refused(crs: str, reason: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        find(None, DISTRICTS, crs=crs)

    assert refused.value.reason == reason


def test_nothing_is_converted_while_nothing_is_decided() -> None:
    found = find(None, in_system(DISTRICTS, "EPSG:31468"))

    with pytest.raises(ImportRefusedError) as refused:
        projection(found, HERE)

    assert refused.value.reason == "undecided_crs"
    assert "EPSG:31468" in str(refused.value)


def test_looking_leaves_the_positions_as_they_are() -> None:
    sample = in_system(DISTRICTS, "EPSG:25832")
    before = sample.copy()

    find(None, sample)
    find("EPSG:25833", sample)

    np.testing.assert_array_equal(sample, before)
