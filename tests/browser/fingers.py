"""What hands do: drag on a screen, and find one's way with the keys."""

import time

from playwright.sync_api import Page, expect

from tests.browser.ground import Pixel


def drag(page: Page, start: Pixel, end: Pixel) -> None:
    """Draw one finger over the screen."""
    touch = page.context.new_cdp_session(page)
    steps = 8

    def send(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    send("touchStart", {"x": start.x, "y": start.y})
    for step in range(1, steps + 1):
        share = step / steps
        x = start.x + (end.x - start.x) * share
        y = start.y + (end.y - start.y) * share
        send("touchMove", {"x": x, "y": y})
        page.wait_for_timeout(16)
    # Held still at the end, so that the map does not glide on.
    page.wait_for_timeout(120)
    send("touchEnd")
    touch.detach()


def wait_until(page: Page, condition: str, limit_s: float = 30) -> None:
    """Wait for a condition in the page; its own waiting is not possible under our policy.

    Playwright's `wait_for_function` looks a second time by an `eval` of the page, which
    `script-src` forbids; a first look from outside is always allowed.
    """
    last = time.monotonic() + limit_s
    while not page.evaluate(condition):
        assert time.monotonic() < last, f"never became true: {condition}"
        page.wait_for_timeout(50)


def settle(page: Page) -> None:
    """Wait until Streamlit has drawn what was asked for; keys reach only what has been drawn.

    A field whose code is still on its way has an empty shape in its place.
    """
    page.wait_for_timeout(60)
    expect(page.locator('.stApp[data-test-script-state="notRunning"]')).to_be_attached()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def unfold(page: Page, words: str) -> None:
    """Open what is folded away, and wait until it lies still: what is clicked meanwhile moves."""
    page.get_by_text(words).click()
    lie_still(page)


def lie_still(page: Page) -> None:
    """Wait until nothing moves any more."""
    page.wait_for_timeout(60)
    wait_until(page, "document.getAnimations().every(one => one.playState !== 'running')")


def name_of_focus(page: Page) -> str:
    """Accessible name of what has the focus, as a screen reader would say it."""
    return str(
        page.evaluate(
            """() => {
                let at = document.activeElement;
                while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                const label = at.getAttribute("aria-label") ?? at.labels?.[0]?.innerText;
                return (label ?? at.innerText ?? "").replace(/\\s+/g, " ").trim();
            }"""
        )
    )


def tab_to(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab until something of this name has the focus."""
    seen = []
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        seen.append(name_of_focus(page))
        if seen[-1] == name:
            return
    raise AssertionError(f"Tab does not reach {name!r}, only {seen}")


def steer(page: Page, off: Pixel, goal: Pixel) -> None:
    """Press arrows until the crosshair is as near to the goal as a step allows (16 pixels)."""
    keys = [
        *["ArrowRight" if goal.x > off.x else "ArrowLeft"] * round(abs(goal.x - off.x) / 16),
        *["ArrowDown" if goal.y > off.y else "ArrowUp"] * round(abs(goal.y - off.y) / 16),
    ]
    for key in keys:
        page.keyboard.press(key)
