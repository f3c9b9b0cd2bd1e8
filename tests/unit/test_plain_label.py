"""Labels show a text as it is, whatever it holds."""

import pytest

from mapper.ui.components.plain_label import plain_label

JOINER = "\N{WORD JOINER}"


@pytest.mark.parametrize(
    "text", ["EPSG:25833", "1 · ETRS89 (EPSG:25833): EPSG:4326 ", "Um 10:30", "a : b :", ":)"]
)
def test_a_colon_alone_is_copied_as_it_stands(text: str) -> None:
    assert plain_label(text).replace("\\", "") == text


@pytest.mark.parametrize("name", ["smile", "+1", "material/home", "streamlit", "red_car-2"])
def test_no_name_of_an_icon_is_left(name: str) -> None:
    shown = plain_label(f"a:{name}: b").replace("\\", "")

    assert f":{name}:" not in shown
    assert shown.replace(JOINER, "") == f"a:{name}: b"


def test_names_one_after_the_other_are_all_parted() -> None:
    shown = plain_label(":a:b:").replace("\\", "")

    assert ":a:" not in shown
    assert ":b:" not in shown
