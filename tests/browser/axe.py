"""axe-core on a page: what it finds, as lines a person can act on."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE
from tests.browser.fingers import lie_still
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
OF_COLOURS = ("color-contrast", "link-in-text-block")
TWO_LOOKS: tuple[Look, ...] = (("light", WIDE), ("dark", PHONE))

# Rules broken by the frame that Streamlit puts around our pages, with the reason why we cannot
# mend it: (rule, beginning of the target). Empty, and meant to stay so.
OF_STREAMLIT: tuple[tuple[str, str], ...] = ()


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def find_violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Every rule that axe sees broken on the page as it stands now; without `rules` all are on."""
    # By the debugger's evaluation: a script element would be refused by our own policy.
    if page.evaluate("window.axe === undefined"):
        page.evaluate(f"(() => {{ {_source()} }})()")
    # In frames there is no axe that would answer, and half a second would be waited for one.
    options: dict[str, object] = {"resultTypes": ["violations"], "iframes": False}
    if rules:
        options["runOnly"] = {"type": "rule", "values": [*rules]}
    found = page.evaluate("async options => (await axe.run(document, options)).violations", options)
    return [
        f"{violation['id']}: {violation['help']} at {_target(node)}"
        for violation in found
        for node in violation["nodes"]
        if not _is_streamlits(violation["id"], _target(node))
    ]


def find_in_looks(page: Page, looks: Iterable[Look] = EVERY_LOOK) -> dict[str, list[str]]:
    """Violations by look; the window has its own size and is light again after.

    All rules once for each size: in another scheme the same elements have other colours.
    """
    before = page.viewport_size
    found = {}
    sizes = set()
    for scheme, (width, height) in looks:
        rules = OF_COLOURS if (width, height) in sizes else ()
        sizes.add((width, height))
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(150)
        lie_still(page)
        if violations := find_violations(page, rules):
            found[f"{scheme}, {width} pixels"] = violations
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)
    return found


def _target(node: dict[str, list[object]]) -> str:
    return " ".join(str(part) for part in node["target"])


def _is_streamlits(rule: str, target: str) -> bool:
    return any(rule == known and target.startswith(where) for known, where in OF_STREAMLIT)
