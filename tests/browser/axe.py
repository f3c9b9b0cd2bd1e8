"""axe-core on a page: what it finds, as lines a person can act on."""

from collections.abc import Iterable
from functools import cache
from typing import Literal

from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE
from tests.conftest import PROJECT

AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
Scheme = Literal["light", "dark"]
Look = tuple[Scheme, tuple[int, int]]

EVERY_LOOK: tuple[Look, ...] = (
    ("light", WIDE),
    ("dark", WIDE),
    ("dark", PHONE),
    ("light", PHONE),
)
TWO_LOOKS: tuple[Look, ...] = (("light", WIDE), ("dark", PHONE))

# Rules broken by the frame that Streamlit puts around our pages, with the reason why we cannot
# mend it: (rule, beginning of the target). Empty, and meant to stay so.
OF_STREAMLIT: tuple[tuple[str, str], ...] = ()


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def find_violations(page: Page) -> list[str]:
    """Every rule that axe sees broken on the page as it stands now, all rules on."""
    # By the debugger's evaluation: a script element would be refused by our own policy.
    page.evaluate(f"window.axe === undefined && (() => {{ {_source()} }})()")
    found = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{violation['id']}: {violation['help']} at {_target(node)}"
        for violation in found
        for node in violation["nodes"]
        if not _is_streamlits(violation["id"], _target(node))
    ]


def find_in_looks(page: Page, looks: Iterable[Look] = EVERY_LOOK) -> dict[str, list[str]]:
    """Violations by look; the window has its own size and is light again after."""
    before = page.viewport_size
    found = {}
    for scheme, (width, height) in looks:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(150)
        if violations := find_violations(page):
            found[f"{scheme}, {width} pixels"] = violations
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)
    return found


def _target(node: dict[str, list[object]]) -> str:
    return " ".join(str(part) for part in node["target"])


def _is_streamlits(rule: str, target: str) -> bool:
    return any(rule == known and target.startswith(where) for known, where in OF_STREAMLIT)
