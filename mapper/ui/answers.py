"""What the town has answered, for `st.html`: the first answer first, as plain text."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from mapper.domain.answers import link_host
from mapper.i18n import Translator
from mapper.i18n.labels import RESPONSE_STATUSES, label
from mapper.markup import join, link, paragraphs, text
from mapper.services.answers import PublicAnswer


def timeline(answers: Iterable[PublicAnswer], translator: Translator) -> Markup:
    """Answers as a list in the order they were given."""
    entries = (Markup("<li>{}</li>").format(answer_entry(one, translator)) for one in answers)
    return Markup('<ol class="ik-answers">{}</ol>').format(join(entries))


def answer_entry(answer: PublicAnswer, translator: Translator) -> Markup:
    """One answer: status, day and office, then its words, then where more can be read."""
    _ = translator.gettext
    office = (
        Markup("<span>{}</span>").format(
            escape(_("Responsible: {office}")).format(office=text(answer.office))
        )
        if answer.office
        else ""
    )
    return Markup(
        '<p class="ik-facts"><span class="ik-status" data-status="{}">{}</span>'
        '<time datetime="{}">{}</time>{}</p>{}{}'
    ).format(
        answer.status,
        label(RESPONSE_STATUSES, answer.status, translator),
        answer.decided_on.isoformat(),
        translator.format_date(answer.decided_on),
        office,
        paragraphs(answer.body or ""),
        _paper(answer.paper_url, translator),
    )


def _paper(address: str | None, translator: Translator) -> Markup:
    """The link says where it leads before anybody follows it."""
    if not address or not address.startswith("https://"):
        return Markup("")
    words = f"{translator.gettext('Council paper')} ({link_host(address)})"
    made = link(address, words, class_="ik-link", rel="external noopener noreferrer")
    return Markup("<p>{}</p>").format(made)
