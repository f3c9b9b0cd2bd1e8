"""Coordinate systems and distances are told as people in a town hall write them."""

import pytest

from mapper.i18n import get_translator
from mapper.i18n.systems import (
    UNIT_HINTS,
    name_reading,
    name_system,
    tell_accuracy,
    tell_missing_grid,
    tell_shift,
    tell_unit,
)
from mapper.imports.reading.systems_candidates import UNITS
from mapper.imports.reading.systems_known import KNOWN

GERMAN = get_translator("de")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("EPSG:25833", "ETRS89 / UTM Zone 33 (EPSG:25833)"),
        ("EPSG:31468", "Gauß-Krüger Zone 4, Bessel (DHDN) (EPSG:31468)"),
        ("EPSG:2399", "Gauß-Krüger Zone 5, Krassowski (S42/83) (EPSG:2399)"),
        ("EPSG:5650", "ETRS89 / UTM Zone 33, Ostwert mit 33 davor (8-stellig) (EPSG:5650)"),
        ("EPSG:5682", "DB_REF / 3-degree Gauss-Kruger zone 2 (E-N) (EPSG:5682)"),
        ("EPSG:1", "EPSG:1"),
    ],
)
def test_a_system_has_the_name_that_people_know(code: str, name: str) -> None:
    assert name_system(code, GERMAN) == name


def test_every_known_system_has_a_name_of_ours() -> None:
    for code in KNOWN:
        assert name_system(code, GERMAN) != name_system(code, get_translator("en")) or (
            code == "EPSG:3068"  # Soldner Berlin is called so everywhere
        )


def test_swapped_axes_are_said() -> None:
    assert name_reading("EPSG:3068", GERMAN, swapped=True) == (
        "Soldner Berlin (EPSG:3068), Achsen vertauscht"
    )


@pytest.mark.parametrize(
    ("accuracy_m", "sentence"),
    [
        (None, "Die Umrechnung ist exakt."),
        (-1.0, "Wie genau die Umrechnung an diesem Ort ist, ist nicht bekannt."),
        (0.1, "Genauigkeit der Umrechnung: etwa 0,1 m"),
        (3.0, "Genauigkeit der Umrechnung: etwa 3 m"),
    ],
)
def test_accuracy_is_told(accuracy_m: float | None, sentence: str) -> None:
    assert tell_accuracy(accuracy_m, GERMAN) == sentence


@pytest.mark.parametrize(
    ("shift_m", "sentence"),
    [
        (0.0, "An derselben Stelle wie der erste Vorschlag"),
        (589.24, "589 m vom ersten Vorschlag entfernt"),
        (410_624.95, "411 km vom ersten Vorschlag entfernt"),
        (4_205_435.0, "4.205 km vom ersten Vorschlag entfernt"),
    ],
)
def test_distances_are_told(shift_m: float, sentence: str) -> None:
    assert tell_shift(shift_m, GERMAN) == sentence


def test_a_missing_grid_is_called_as_its_file_is() -> None:
    assert "BETA2007.gsb" in tell_missing_grid("de_adv_BETA2007.tif", GERMAN)
    assert tell_missing_grid(None, GERMAN) == ""


def test_every_unit_that_can_be_found_has_a_hint() -> None:
    assert set(UNITS) == set(UNIT_HINTS)
    assert "Kilometern" in tell_unit("kilometres", GERMAN)
    assert tell_unit(None, GERMAN) == ""
