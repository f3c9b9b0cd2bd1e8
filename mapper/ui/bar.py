"""The frame around every page: skip link, bar, and footer."""

from markupsafe import Markup

from mapper.i18n import Translator
from mapper.i18n.language import language_name
from mapper.markup import items, join, link
from mapper.ui.address import language_link, page_link
from mapper.ui.site import Place, SitePage, pages_at
from mapper.ui.staff_menu import sign_in_link


def bar(
    current: str,
    translator: Translator,
    languages: tuple[str, ...],
    query: dict[str, str],
    staff: Markup | None = None,
) -> Markup:
    """The bar with the page of address path `current` marked as the current one.

    Parameters
    ----------
    query
        The parameters of the address shown; the language links keep them.
    staff
        The menu of whoever is signed in; None for nobody, who finds the way in at the end of the
        small menu.
    """
    _ = translator.gettext
    pages = _links(pages_at(Place.BAR), current, translator, query)
    legal = _links(pages_at(Place.FOOTER), current, translator, query)
    if staff is None:
        legal.append(sign_in_link(current, translator, query))
    switch = _languages(current, translator, languages, query)
    return Markup(
        '{skip}<header class="ik-bar">{mark}'
        '<nav class="ik-nav ik-wide" aria-label="{pages_name}">{pages}</nav>{switch}{staff}'
        '<details class="ik-menu"><summary>{menu}</summary><div class="ik-sheet">'
        '<nav aria-label="{pages_name}">{pages}{legal}</nav>{small_switch}</div></details></header>'
    ).format(
        skip=link("#inhalt", _("Skip to content"), class_="ik-skip"),
        mark=link(page_link("", query), "Ideenkarte", class_="ik-mark"),
        pages_name=_("Pages"),
        staff=staff or "",
        menu=_("Menu"),
        pages=items(pages),
        legal=items(legal, class_="ik-row"),
        switch=_switch(switch, translator, "ik-languages ik-wide", ""),
        small_switch=_switch(switch, translator, "", "ik-row"),
    )


def footer(
    current: str,
    translator: Translator,
    operator: str,
    query: dict[str, str],
    *,
    signed_in: bool = False,
) -> Markup:
    """Who runs this, the pages the law asks for, and for nobody the way to sign in."""
    legal = _links(pages_at(Place.FOOTER), current, translator, query)
    way_in = Markup("") if signed_in else sign_in_link(current, translator, query)
    return Markup(
        '<footer class="ik-footer"><span>{}</span><nav aria-label="{}">{}</nav>{}</footer>'
    ).format(operator, translator.gettext("Legal"), items(legal), way_in)


def _links(
    pages: tuple[SitePage, ...], current: str, translator: Translator, query: dict[str, str]
) -> list[Markup]:
    return [
        link(
            page_link(page.url_path, query),
            translator.gettext(page.name),
            **({"aria_current": "page"} if page.url_path == current else {}),
        )
        for page in pages
    ]


def _languages(
    current: str, translator: Translator, languages: tuple[str, ...], query: dict[str, str]
) -> list[Markup]:
    return [
        link(
            language_link(current, lang, query),
            language_name(lang),
            lang=lang,
            hreflang=lang,
            **({"aria_current": "true"} if lang == translator.lang else {}),
        )
        for lang in languages
    ]


def _switch(entries: list[Markup], translator: Translator, css: str, list_css: str) -> Markup:
    if len(entries) < 2:  # noqa: PLR2004 - a choice of one is none
        return Markup("")
    return Markup('<nav class="{}" aria-label="{}">{}</nav>').format(
        css, translator.gettext("Language"), join([items(entries, class_=list_css)])
    )
