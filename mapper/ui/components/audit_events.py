"""The record of changes in words: a list of events, and one of them."""

from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup

from mapper.domain.tokens import is_public_id
from mapper.i18n import Translator
from mapper.i18n.events import SUBJECTS, describe_event, name_actor
from mapper.i18n.fields import name_field
from mapper.markup import items, join, link, text
from mapper.services.audit_search import AuditPage, FoundEvent, is_text_of_then
from mapper.ui.address import page_link
from mapper.ui.components.audit_filters import filter_parameters
from mapper.ui.context import Context
from mapper.ui.paging import PAGE, pager

ADDRESS, EVENT = "protokoll", "event"


def event_list(page: AuditPage, here: Context) -> Markup:
    """The events of a page, newest first."""
    return items((_row(event, here) for event in page.events), class_="ik-events")


def list_pager(page: AuditPage, here: Context) -> Markup:
    """Links to the events before and after; nothing for a list of one page."""
    words = here.translator
    names = words.gettext("Newer entries"), words.gettext("Older entries")
    kept = filter_parameters(here)
    return pager(ADDRESS, page.number, page.last, words, here.query, names=names, kept=kept)


def summary(page: AuditPage, here: Context) -> Markup:
    """How many entries there are, and the way to take them along."""
    words = here.translator
    count = words.ngettext("One entry", "{count} entries", page.total)
    query = urlencode(filter_parameters(here))
    export = link(
        f"/api/audit.csv{'?' * bool(query)}{query}",
        words.gettext("Download these as a table (CSV)"),
        class_="ik-link",
        download="",
    )
    return Markup('<p class="ik-summary"><span>{}</span>{}</p>').format(
        count.format(count=words.format_number(page.total)), export if page.total else ""
    )


def show_event(event: FoundEvent, here: Context) -> None:
    """One event with all that is known of it, and a way to check a text against it."""
    words = here.translator
    _ = words.gettext
    facts: list[tuple[str, Markup | str]] = [
        (_("When"), words.format_datetime(event.at)),
        (_("Who"), f"{_who(event, words)} ({event.actor})"),
        (_("Kind"), _kind(event, words)),
        (_("What"), _subject(event, here)),
        (_("Fields"), _fields(event, words) or _("none")),
    ]
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
    st.html(
        Markup('<h2 class="ik-section">{}</h2><dl class="ik-dl">{}</dl>').format(
            _sentence(event, words), rows
        )
    )
    if event.digests:
        _show_check(event, here)


def back_link(here: Context) -> Markup:
    """The way back to the list as it was searched."""
    page = here.query.get(PAGE)
    words = here.translator.gettext("Back to the list")
    return Markup('<p class="ik-back">{}</p>').format(
        link(_link(here, **{PAGE: page}), words, class_="ik-link")
    )


def reset_link(here: Context) -> Markup:
    """The way to everything."""
    words = here.translator.gettext("Show everything")
    return link(page_link(ADDRESS, here.query), words, class_="ik-button")


def _show_check(event: FoundEvent, here: Context) -> None:
    words = here.translator
    _ = words.gettext
    names = {field: name_field(field, words) for field in event.digests}
    st.html(
        Markup('<h3>{}</h3><p class="ik-lead">{}</p>').format(
            _("Check a text"),
            _(
                "The record keeps no texts, only a fingerprint of each. Put a text in here to see "
                "whether it is the one that was written then."
            ),
        )
    )
    with st.form(key=f"audit_check_{event.id}"):
        field = st.selectbox(
            _("Field"), list(names), format_func=names.__getitem__, key=f"audit_field_{event.id}"
        )
        given = st.text_area(_("Text"), key=f"audit_text_{event.id}", height=140)
        sent = st.form_submit_button(_("Check"), type="primary")
    if not sent:
        return
    if is_text_of_then(here.backoffice, here.who, event.id, str(field), given):
        said, look = _("Yes: this is the text that was written then."), "ik-done"
    else:
        said, look = _("No: another text was written then."), "ik-problem"
    st.html(Markup('<p class="{}" role="status">{}</p>').format(look, said))


def _row(event: FoundEvent, here: Context) -> Markup:
    words = here.translator
    _ = words.gettext
    fields = _fields(event, words)
    changed = Markup("")
    if fields:
        # A session is opened by what was shown, and nothing is changed by it.
        said = _("With: {fields}") if event.subject == "session" else _("Changed: {fields}")
        changed = Markup('<p class="ik-quiet">{}</p>').format(said.format(fields=fields))
    moment = words.format_datetime(event.at, "medium")
    sentence = _sentence(event, words)
    return Markup(
        '<time datetime="{at}">{moment}</time><div><p dir="auto">{sentence}</p>{changed}</div>'
        '<a class="ik-link" href="{address}">{details}'
        '<span class="ik-listen"> {sentence}</span></a>'
    ).format(
        at=event.at.isoformat(timespec="seconds"),
        moment=moment,
        sentence=sentence,
        changed=changed,
        address=_link(here, **{EVENT: event.id, PAGE: here.query.get(PAGE)}),
        details=_("More about this"),
    )


def _sentence(event: FoundEvent, words: Translator) -> str:
    return describe_event(event.kind, _who(event, words), event.key, words)


def _kind(event: FoundEvent, words: Translator) -> str:
    """What it is about in words, as the search names it, with the key that the export carries."""
    name = SUBJECTS.get(event.kind.partition(".")[0])
    return f"{words.gettext(name)} ({event.kind})" if name else event.kind


def _who(event: FoundEvent, words: Translator) -> str:
    return name_actor(event.actor, event.actor_name, words)


def _fields(event: FoundEvent, words: Translator) -> str:
    return ", ".join(dict.fromkeys(name_field(field, words) for field in event.fields))


def _subject(event: FoundEvent, here: Context) -> Markup:
    """A link where the thing has a page; else what people call it."""
    if event.subject == "proposal" and is_public_id(event.key):
        return link(page_link("idee", here.query, id=event.key), event.key, class_="ik-link")
    return text(event.key)


def _link(here: Context, **parameters: object) -> str:
    return page_link(ADDRESS, here.query, **filter_parameters(here), **parameters)
