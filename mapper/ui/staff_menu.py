"""Who is signed in, and where she may go: a menu in the bar. For nobody, a quiet way in."""

from markupsafe import Markup

from mapper.domain.roles import Actor
from mapper.i18n import Translator
from mapper.markup import items, link, text
from mapper.ui.address import page_link, this_link
from mapper.ui.site import Place, pages_at

SIGN_IN, SIGN_OUT, ACCOUNT = "anmelden", "abmelden", "konto"


def staff_menu(
    actor: Actor, current: str, translator: Translator, query: dict[str, str], form_token: str
) -> Markup:
    """The menu named after the person, with the pages she may open.

    Parameters
    ----------
    form_token
        What the form for signing out carries; see `mapper.domain.tokens.form_token`.
    """
    _ = translator.gettext
    pages = [
        link(
            page_link(page.url_path, query),
            _(page.name),
            **({"aria_current": "page"} if page.url_path == current else {}),
        )
        for page in pages_at(Place.STAFF)
        if page.open_to(actor)
    ]
    account = link(_onward(ACCOUNT, current, query), _("Your account"), data_reload="")
    sign_out = Markup(
        '<form method="post" action="{}"><input type="hidden" name="form_token" value="{}">'
        '<button type="submit">{}</button></form>'
    ).format(page_link(SIGN_OUT, query), form_token, _("Sign out"))
    return Markup(
        '<details class="ik-menu ik-staff"><summary><span class="ik-listen">{signed_in}</span>'
        '<span class="ik-who">{name}</span></summary><div class="ik-sheet">'
        '<nav aria-label="{staff}">{pages}</nav>{own}</div></details>'
    ).format(
        signed_in=_("Signed in:") + " ",
        name=text(actor.display_name),
        staff=_("For staff"),
        pages=items(pages),
        own=items([account, sign_out], class_="ik-row"),
    )


def sign_in_link(current: str, translator: Translator, query: dict[str, str]) -> Markup:
    """The way to sign in and come back to this page as it is."""
    address = sign_in_address(current, query)
    return link(address, translator.gettext("Sign in"), data_reload="")


def sign_in_address(current: str, query: dict[str, str]) -> str:
    """Where to sign in and come back from."""
    return _onward(SIGN_IN, current, query)


def _onward(path: str, current: str, query: dict[str, str]) -> str:
    return page_link(path, query, back=this_link(current, query))
