"""Ideas that became one, as everyone reads them, for `st.html`."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from mapper.markup import items, join, link, paragraphs, text
from mapper.services.merged import PublicPart, Whole
from mapper.ui.address import page_link
from mapper.ui.ideas import IdeaWords


def lead_to_whole(whole: Whole, words: IdeaWords) -> Markup:
    """That an idea was merged with another, and the way there."""
    sentence = words.translator.gettext(
        "This idea was merged with a similar one. Words and supports now stand together there: "
        "{title}"
    )
    address = page_link("idee", words.query, id=whole.number)
    title = link(address, text(whole.title), class_="ik-link")
    return Markup('<p class="ik-note">{}</p>').format(escape(sentence).format(title=title))


def show_parts(parts: Sequence[PublicPart], words: IdeaWords) -> Markup:
    """The words of the ideas that an idea stands for beside its own, each as it was given."""
    intro = words.translator.gettext(
        "Several people wished for the same. All texts are kept; whoever supports more than one "
        "counts once."
    )
    entries = items((_entry(one, words) for one in parts), class_="ik-parts")
    return Markup('<p class="ik-quiet">{}</p>{}').format(intro, entries)


def _entry(part: PublicPart, words: IdeaWords) -> Markup:
    _ = words.translator.gettext
    by = escape(_("by {name}")).format(name=text(part.display_name)) if part.display_name else None
    facts = [words.translator.format_date(part.created_at), by or _("without a name"), part.number]
    return Markup('<h3 dir="auto">{}</h3>{}<p class="ik-facts">{}</p>').format(
        text(part.title),
        paragraphs(part.body),
        join(Markup("<span>{}</span>").format(one) for one in facts),
    )
