"""A moderator gives an idea another place, by keys alone and as a district."""

import math

from playwright.sync_api import Page, expect

from mapper.domain.roles import Role
from tests.browser.app import App
from tests.browser.ground import Place, stored
from tests.browser.ideas import hand_in, idea
from tests.browser.staff_desk import sign_in

AT = Place(12.5861, 52.1381)
_STEP_PX, _STEPS, _ZOOM = 16, 5, 14
_EQUATOR_M = 40_075_016.686
"""WGS 84: what a Web Mercator map of one tile of 256 pixels is wide."""


def metres_of_steps(lat: float) -> float:
    """How far some presses of an arrow move the map on the ground."""
    width_px = 256 * 2**_ZOOM
    return float(_STEPS * _STEP_PX * _EQUATOR_M * math.cos(math.radians(lat)) / width_px)


def test_a_place_is_put_right_by_keys_and_then_as_a_district(page: Page, server: App) -> None:
    [receipt] = hand_in(server, idea("Am falschen Ort", AT))
    number = receipt["public_id"]
    sign_in(page.context, server, "mira", Role.MODERATOR)
    page.goto(f"{server.url}/moderation?id={number}")
    page.get_by_role("button", name="Berichtigen").click()
    picker = page.get_by_role("group", name="Ort wählen")
    expect(picker.get_by_text("Bisheriger Ort:")).to_contain_text("Bad Belzig", timeout=30_000)
    picker.get_by_role("application").focus()
    for _ in range(_STEPS):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(picker.get_by_text("Gewählt:")).to_contain_text("Bad Belzig")
    expect(picker.get_by_text("Bisheriger Ort:")).to_be_visible()
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(picker).to_have_count(0)

    moved = stored(server, number).place
    assert moved is not None
    # To the east, as far as the map's scale says; half a pixel is some three metres here.
    assert abs(moved.metres_to(AT) - metres_of_steps(AT.lat)) < 8
    assert moved.lon > AT.lon
    assert abs(moved.lat - AT.lat) < 0.0001

    page.get_by_role("button", name="Berichtigen").click()
    picker.get_by_text("Kein genauer Ort?").click()
    picker.get_by_label("Ortsteil wählen").select_option(label="Lübnitz")
    picker.get_by_role("button", name="Diesen Ortsteil nehmen").click()
    expect(picker.get_by_text("Gewählt: Lübnitz")).to_be_visible()
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(picker).to_have_count(0)

    row = stored(server, number)
    assert (row.certainty, row.place, row.district) == ("district", None, "12069020/luebnitz")
