"""The HTML around every page: Streamlit's own, with our language, name, icon and font."""

import base64
import hashlib
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from streamlit import file_util

from mapper.domain.profile import TownProfile
from mapper.i18n import Translator

_FONT = "/vendor/fonts/atkinson-hyperlegible-next-latin-400-normal.woff2"
_FIRST_PAINT = Path(__file__).resolve().parent.parent / "ui" / "first_paint.css"
# Without it a page other than the first looks for its server below its own address at first.
_SERVER = "window.__streamlit = { BACKEND_BASE_URL: window.location.origin }"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def streamlit_assets() -> Path:
    """The folder with Streamlit's index.html."""
    return Path(file_util.get_static_dir())


@dataclass(frozen=True, slots=True)
class Shell:
    """A finished page in one language, and the digests of the scripts it holds."""

    html: bytes
    script_hashes: tuple[str, ...]


def make_shell(source: str, profile: TownProfile, translator: Translator) -> Shell:
    """Rewrite Streamlit's index.html.

    Left out are its icon, its font, and the pointers to its API for programs, which is closed.
    """
    _ = translator.gettext
    title = escape(f"Ideenkarte {profile.name}")
    description = escape(
        _("Ideas for {place}: look at them on the map and add your own.").format(place=profile.name)
    )
    head = "\n    ".join(
        [
            f'<meta name="description" content="{description}" />',
            '<link rel="icon" type="image/svg+xml" href="/favicon.svg" />',
            f'<link rel="preload" href="{_FONT}" as="font" type="font/woff2" crossorigin />',
            f"<title>{title}</title>",
            f"<script>{_SERVER}</script>",
            f"<style>{_FIRST_PAINT.read_text(encoding='utf-8')}</style>",
        ]
    )
    needs_script = escape(_("The map of ideas needs JavaScript. Please turn it on."))
    html = re.sub(r'<html lang="[^"]*">', f'<html lang="{translator.lang}">', source, count=1)
    html = re.sub(r'\s*<link rel="shortcut icon"[^>]*>', "", html)
    html = re.sub(r'\s*<link\s+rel="preload"[^>]*as="font"[^>]*>', "", html)
    html = re.sub(r'\s*(?:<!--(?:(?!-->)[\s\S])*-->\s*)?<link rel="service-desc"[^>]*>', "", html)
    html = re.sub(r"<title>.*?</title>", lambda _match: head, html, count=1, flags=re.DOTALL)
    html = re.sub(
        r"<noscript>.*?</noscript>",
        lambda _match: f"<noscript><p>{needs_script}</p></noscript>",
        html,
        flags=re.DOTALL,
    )
    return Shell(html.encode(), tuple(_hash(script) for script in _INLINE_SCRIPT.findall(html)))


def _hash(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return f"'sha256-{digest}'"
