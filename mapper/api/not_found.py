"""The page for an address under which there is none."""

import base64
import hashlib
from html import escape

from starlette.responses import Response

from mapper.i18n import Translator

_STYLE = """
:root { color-scheme: light dark; --text: #1f2a24; --ground: #f6f3ec; --paper: #fff;
  --green: #1e6b45; --on-green: #fff; }
@media (prefers-color-scheme: dark) { :root { --text: #eef2ee; --ground: #161b18; --paper: #202723;
  --green: #7cc79b; --on-green: #161b18; } }
@font-face { font-family: "Atkinson Hyperlegible Next"; font-weight: 400;
  src: url("/vendor/fonts/atkinson-hyperlegible-next-latin-400-normal.woff2") format("woff2"); }
@font-face { font-family: "Atkinson Hyperlegible Next"; font-weight: 700;
  src: url("/vendor/fonts/atkinson-hyperlegible-next-latin-700-normal.woff2") format("woff2"); }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground);
  color: var(--text); font: 1.0625rem/1.5 "Atkinson Hyperlegible Next", system-ui, sans-serif; }
main { max-width: 34rem; margin: 1rem; padding: 2rem; background: var(--paper);
  border-radius: 12px; }
h1 { margin: 0 0 .5rem; font-size: 1.75rem; line-height: 1.2; }
p { margin: 0 0 1.5rem; }
p:last-child { margin: 0; }
a { display: inline-block; padding: .7rem 1.1rem; border-radius: 8px; background: var(--green);
  color: var(--on-green); font-weight: 700; text-decoration: none; }
a:hover { text-decoration: underline; }
a:focus-visible { outline: 3px solid var(--text); outline-offset: 3px; }
"""
STYLE_HASH = f"'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
"""By which the policy knows the page's style and lets in no other."""


def not_found_page(translator: Translator) -> Response:
    """404 in words, with the way back to the map."""
    _ = translator.gettext
    title = escape(_("This page does not exist"))
    sentence = escape(_("The address may be mistyped, or the page may have moved."))
    back = escape(_("To the map"))
    html = (
        f'<!DOCTYPE html>\n<html lang="{translator.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title} · Ideenkarte</title>\n"
        '<link rel="icon" type="image/svg+xml" href="/favicon.svg">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{sentence}</p>\n"
        f'<p><a href="/">{back}</a></p>\n</main>\n</body>\n</html>\n'
    )
    headers = {
        "Cache-Control": "no-store",
        "Content-Language": translator.lang,
        "Vary": "Accept-Language",
    }
    return Response(html, 404, headers, "text/html")
