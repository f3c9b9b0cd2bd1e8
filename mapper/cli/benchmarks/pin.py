"""`mapper bench pin`: how long a finger waits, from tap to form and from sending to the pin."""

from typing import TYPE_CHECKING

from mapper.cli.benchmarks.browser import check_browser, fresh_browser, wait_for_mark
from mapper.cli.benchmarks.database import bench_database
from mapper.cli.benchmarks.report import Case, Report, describe_machine, median_ms
from mapper.cli.benchmarks.server import HOST, serving
from mapper.db.engine import make_engine, make_sessions
from mapper.i18n import Translator, get_translator
from mapper.i18n.component import COMPONENT_MESSAGES
from mapper.profile import load_profile
from mapper.profile.samples import read_samples
from mapper.services import demo
from mapper.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

REPETITIONS = 20
SAMPLES = 300
TAP_TO_FORM_MS = 150.0
SAVE_TO_PIN_MS = 400.0
_PHONE = {"width": 390, "height": 844}
_WAIT_MS = 30_000
_ZOOM_STEPS = 3
# Round after round a little further out, so that no place comes twice.
_WALK = [
    arrow
    for steps, arrows in enumerate(("Right Up", "Left Down", "Right Up", "Left Down"), start=1)
    for way in arrows.split()
    for arrow in [f"Arrow{way}"] * steps
]
# When a tap began, and when the first picture after a mark was on the screen.
_WATCH = """
window.benchTap = 0;
window.benchPainted = {};
addEventListener("pointerdown", event => { window.benchTap = event.timeStamp; }, true);
const mark = performance.mark.bind(performance);
performance.mark = (name, ...rest) => {
  const tap = window.benchTap;
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { window.benchPainted[name] = performance.now() - tap; };
    port2.postMessage(null);
  });
  return mark(name, ...rest);
};
"""


def measure(settings: Settings) -> Report:
    """Twenty ideas handed in by touch on a small screen, each in another place."""
    check_browser()
    with bench_database(settings, "bench_pin", lambda url: _add_samples(settings, url)) as url:
        machine = describe_machine(url)
        profile = load_profile(settings.profile_dir)
        words = get_translator(profile.languages[0], profile.address)
        with (
            serving(settings.model_copy(update={"moderation": "pre"}), url) as port,
            fresh_browser() as browser,
        ):
            visitor = _Visitor(browser, port, words)
            taps, saves = zip(*(visitor.hand_in(n) for n in range(REPETITIONS)), strict=True)
    cases = (
        Case("tap_to_form", {"median_ms": median_ms(taps)}, {"median_ms": TAP_TO_FORM_MS}),
        Case("save_to_pin", {"median_ms": median_ms(saves)}, {"median_ms": SAVE_TO_PIN_MS}),
    )
    return Report("pin", None, cases, machine)


def _add_samples(settings: Settings, url: str) -> None:
    samples = read_samples(settings.profile_dir)
    facts = load_profile(settings.profile_dir).facts
    settlements = {district.key: district.points for district in facts.districts}
    engine = make_engine(url)
    demo.seed(make_sessions(engine), samples, settlements, SAMPLES)
    engine.dispose()


class _Visitor:
    """Somebody with a phone; speaks the words that stand on the screen."""

    def __init__(self, browser: "Browser", port: int, words: Translator) -> None:
        self._words = words
        context = browser.new_context(
            viewport=_PHONE,  # type: ignore[arg-type]
            has_touch=True,
            is_mobile=True,
            device_scale_factor=2,
            locale=words.lang,
        )
        context.add_init_script(_WATCH)
        context.set_default_timeout(_WAIT_MS)
        self._page: Page = context.new_page()
        self._page.goto(f"http://{HOST}:{port}/")
        wait_for_mark(self._page, "ideenkarte:map-ready")

    def hand_in(self, number: int) -> tuple[float, float]:
        """Seconds from tapping "This is the place" to the form, and from "Send" to the pin."""
        page = self._page
        self._tap("card.add" if number == 0 else "thanks.another")
        self._map().press("+" if number < _ZOOM_STEPS else _WALK[number % len(_WALK)])
        self._tap("choose.here")
        to_form = self._painted("ideenkarte:form-open")
        form = page.get_by_role("dialog", name=self._say("form.heading"))
        form.get_by_label(self._say("form.title")).fill(f"Eine Bank am Weg {number}")
        form.get_by_label(self._say("form.body")).fill("Hier fehlt eine Bank im Schatten.")
        form.get_by_label(self._say("form.action_field")).select_option(index=1 + number % 5)
        self._tap("form.send")
        return to_form, self._painted("ideenkarte:pin-shown")

    def _say(self, key: str) -> str:
        return self._words.gettext(COMPONENT_MESSAGES[key])

    def _map(self) -> "Locator":
        return self._page.get_by_role("application", name=self._say("map.label"))

    def _tap(self, key: str) -> None:
        self._page.get_by_role("button", name=self._say(key), exact=True).tap()

    def _painted(self, mark: str) -> float:
        """Seconds from the last tap to the first picture after a mark."""
        self._page.wait_for_function("name => name in window.benchPainted", arg=mark)
        took = self._page.evaluate(
            "name => { const ms = benchPainted[name]; delete benchPainted[name]; return ms; }", mark
        )
        return float(took) / 1000
