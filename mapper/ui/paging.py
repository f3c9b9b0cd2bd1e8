"""Pages of a list: their number stands in the address."""

from markupsafe import Markup

from mapper.i18n import Translator
from mapper.ui.address import page_link
from mapper.ui.markup import link

PAGE = "page"
_MOST = 1_000_000


def page_number(query: dict[str, str]) -> int:
    """The number in the address; 1 for anything that is not a number of a page."""
    raw = query.get(PAGE, "")
    if not (raw.isascii() and raw.isdigit()) or len(raw) > len(str(_MOST)):
        return 1
    return max(1, int(raw))


def pager(
    url_path: str, number: int, last: int, translator: Translator, query: dict[str, str]
) -> Markup:
    """Links to the page before and after; nothing for a list of one page."""
    if last == 1:
        return Markup("")
    _ = translator.gettext
    before = number - 1 if number > 1 else None
    after = number + 1 if number < last else None
    of = _("Page {number} of {last}").format(
        number=translator.format_number(number), last=translator.format_number(last)
    )
    return Markup(
        '<nav class="ik-pager" aria-label="{}"><span>{}</span><span>{}</span><span>{}</span></nav>'
    ).format(
        _("Pages of the list"),
        _step(url_path, before, _("Newer ideas"), query, "prev"),
        of,
        _step(url_path, after, _("Older ideas"), query, "next"),
    )


def _step(url_path: str, number: int | None, words: str, query: dict[str, str], rel: str) -> Markup:
    if number is None:
        return Markup("")
    page = None if number == 1 else number
    return link(page_link(url_path, query, **{PAGE: page}), words, rel=rel)
