"""Pages of a list: their number stands in the address."""

from collections.abc import Mapping

from markupsafe import Markup

from mapper.i18n import Translator
from mapper.markup import link
from mapper.ui.address import page_link

PAGE = "page"
_MOST = 1_000_000


def page_number(query: dict[str, str]) -> int:
    """The number in the address; 1 for anything that is not a number of a page."""
    raw = query.get(PAGE, "")
    if not (raw.isascii() and raw.isdigit()) or len(raw) > len(str(_MOST)):
        return 1
    return max(1, int(raw))


def pager(
    url_path: str,
    number: int,
    last: int,
    translator: Translator,
    query: dict[str, str],
    *,
    names: tuple[str, str] | None = None,
    kept: Mapping[str, object] | None = None,
) -> Markup:
    """Links to the page before and after; nothing for a list of one page.

    Parameters
    ----------
    names
        What the pages before and after hold; None for newer and older ideas.
    kept
        The list's own parameters, such as its filters.
    """
    if last == 1:
        return Markup("")
    _ = translator.gettext
    newer, older = names or (_("Newer ideas"), _("Older ideas"))

    def step(to: int, words: str, rel: str) -> Markup:
        if not 1 <= to <= last:
            return Markup("")
        page = None if to == 1 else to
        return link(page_link(url_path, query, **{**(kept or {}), PAGE: page}), words, rel=rel)

    of = _("Page {number} of {last}").format(
        number=translator.format_number(number), last=translator.format_number(last)
    )
    return Markup(
        '<nav class="ik-pager" aria-label="{}"><span>{}</span><span>{}</span><span>{}</span></nav>'
    ).format(
        _("Pages of the list"),
        step(number - 1, newer, "prev"),
        of,
        step(number + 1, older, "next"),
    )
