"""The component's TypeScript and the messages it is handed agree, both ways."""

import re
from pathlib import Path

from mapper.i18n.component import COMPONENT_MESSAGES as CITIZENS_MESSAGES
from mapper.i18n.component_staff import STAFF_MESSAGES
from mapper.i18n.upload import UPLOAD_MESSAGES
from mapper.ui.symbols import SYMBOLS

COMPONENT_MESSAGES = {**CITIZENS_MESSAGES, **STAFF_MESSAGES}
SOURCES = Path(__file__).resolve().parents[2] / "mapper" / "mapview" / "component" / "src"
# Any quoted text that looks like a key: `t("a.b")` as well as keys kept in a table.
KEY = re.compile(r"""["'`]([a-z]+\.[a-z_0-9]+(?:\.[a-z_0-9]+)*)["'`]""")
CALL = re.compile(r"""\bt\(\s*["'`]([^"'`$]+)["'`]""")
SYMBOL = re.compile(r"^  (\w+):\s*\"([^\"]+)\",$", re.MULTILINE)


def _sources(*, upload: bool = False) -> str:
    """All code; that of the form for imports has texts of its own."""
    paths = sorted(SOURCES.rglob("*.ts"))
    chosen = [path for path in paths if (path.parent.name == "upload") is upload]
    return "\n".join(path.read_text(encoding="utf-8") for path in chosen)


def test_every_text_the_component_asks_for_is_there() -> None:
    asked = set(CALL.findall(_sources()))

    assert len(asked) > 50
    assert not asked - set(COMPONENT_MESSAGES)


def test_only_code_for_staff_asks_for_texts_of_staff() -> None:
    shared = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.ts"))

    assert not set(CITIZENS_MESSAGES) & set(STAFF_MESSAGES)
    assert not set(CALL.findall(shared)) & set(STAFF_MESSAGES)


def test_every_message_of_the_component_is_used() -> None:
    source = _sources()
    stems = set(re.findall(r"[`\"']([a-z_]+(?:\.[a-z_]+)*\.)\$\{", source))
    mentioned = set(KEY.findall(source)) | set(CALL.findall(source))

    unused = {
        key
        for key in COMPONENT_MESSAGES
        if key not in mentioned and not any(key.startswith(stem) for stem in stems)
    }
    assert not unused


def test_the_form_for_imports_and_its_texts_agree() -> None:
    source = _sources(upload=True)
    asked = set(CALL.findall(source))
    mentioned = set(re.findall(r"""["'`]([a-z_]+)["'`]""", source))

    assert asked
    assert not asked - set(UPLOAD_MESSAGES)
    assert not set(UPLOAD_MESSAGES) - mentioned


def test_pages_draw_the_symbols_of_the_pins() -> None:
    drawn = (SOURCES / "symbols.ts").read_text(encoding="utf-8")
    table = drawn[drawn.index("const SYMBOLS") : drawn.index("const ICONS")]
    on_pins = dict(SYMBOL.findall(table.replace(":\n    ", ": ")))

    assert on_pins == SYMBOLS
