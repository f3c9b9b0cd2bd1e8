"""Ideas as cards and as a whole, for `st.html`."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from mapper.domain.statuses import PlaceCertainty, PublicPrecision
from mapper.i18n import Translator
from mapper.i18n.labels import PUBLIC_PRECISIONS, RESPONSE_STATUSES, label
from mapper.mapview.citizen_map import in_language
from mapper.markup import items, join, link, paragraphs, text
from mapper.services.explore import PublicProposal
from mapper.services.rounds import Choices, FieldChoice
from mapper.ui.address import page_link
from mapper.ui.symbols import badge

EXCERPT_LENGTH = 220


@dataclass(frozen=True, slots=True)
class IdeaWords:
    """What is needed to write about ideas: the reader's language and the names of fields."""

    translator: Translator
    fields: Mapping[str, FieldChoice]
    rounds: Mapping[str, str]
    query: dict[str, str]

    @classmethod
    def of(cls, choices: Choices, translator: Translator, query: dict[str, str]) -> "IdeaWords":
        """The words of the menus in the reader's language."""
        rounds = {one.slug: in_language(one.titles, translator.lang) for one in choices.rounds}
        fields = {one.key: one for one in choices.action_fields}
        return cls(translator, fields, rounds, query)

    def field(self, key: str) -> Markup:
        """Badge and name of an action field."""
        field = self.fields.get(key)
        if field is None:
            return Markup('<span class="ik-field">{}{}</span>').format(badge("dot", ""), key)
        name = in_language(field.titles, self.translator.lang)
        return Markup('<span class="ik-field">{}{}</span>').format(
            badge(field.symbol, field.colour), name
        )

    def round_link(self, slug: str) -> Markup:
        """The round's title, leading to what came out of it."""
        address = page_link("runde", self.query, round=slug)
        return link(address, self.rounds.get(slug, slug), class_="ik-link")

    def place(self, idea: PublicProposal) -> str:
        """District and municipality, as exactly as everyone may know."""
        names = dict.fromkeys(filter(None, (idea.district_name, idea.municipality_name)))
        return ", ".join(names) or self.translator.gettext("no particular place")

    def status(self, idea: PublicProposal) -> Markup:
        """What the town decided so far."""
        words = label(RESPONSE_STATUSES, idea.response_status, self.translator)
        return Markup('<span class="ik-status" data-status="{}">{}</span>').format(
            idea.response_status, words
        )

    def sample(self, idea: PublicProposal) -> Markup:
        """A mark on ideas that were made up to try the software."""
        if not idea.demo:
            return Markup("")
        return Markup('<span class="ik-sample">{}</span>').format(self.translator.gettext("sample"))


def idea_list(ideas: tuple[PublicProposal, ...], words: IdeaWords) -> Markup:
    """Ideas as a list of cards; each card's heading is its link."""
    return items((_card(idea, words) for idea in ideas), class_="ik-cards")


def _card(idea: PublicProposal, words: IdeaWords) -> Markup:
    return Markup(
        '<article class="ik-card"><h2><a href="{address}">{title}</a></h2>'
        '<p class="ik-facts">{field}<span>{place}</span><span>{date}</span></p>'
        '<p class="ik-excerpt" dir="auto">{excerpt}</p>'
        '<p class="ik-marks">{status}{sample}</p></article>'
    ).format(
        address=page_link("idee", words.query, id=idea.public_id),
        title=text(idea.title),
        field=words.field(idea.action_field),
        place=words.place(idea),
        date=words.translator.format_date(idea.created_at),
        excerpt=shorten(idea.body),
        status=words.status(idea),
        sample=words.sample(idea),
    )


def shorten(body: str, length: int = EXCERPT_LENGTH) -> str:
    """The first lines of a text as one line, ended at a word; whole when it is short."""
    line = " ".join(body.split())
    if len(line) <= length:
        return line
    cut = line[:length].rpartition(" ")[0] or line[:length]
    return f"{cut.rstrip(' ,;:.-')} …"


def idea_facts(idea: PublicProposal, words: IdeaWords) -> Markup:
    """Everything public about one idea but its title."""
    _ = words.translator.gettext
    facts: list[tuple[str, Markup | str]] = [
        (_("Theme"), words.field(idea.action_field)),
        (_("Place"), _exact_place(idea, words)),
        (_("Status"), join([words.status(idea), Markup(" "), words.sample(idea)])),
        (_("Round"), words.round_link(idea.round)),
        (_("Received"), words.translator.format_date(idea.created_at)),
        (_("From"), text(idea.display_name) if idea.display_name else _("without a name")),
        (_("Number"), idea.public_id),
    ]
    rows = join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in facts)
    return Markup('<div class="ik-body">{}</div><dl class="ik-dl">{}</dl>').format(
        paragraphs(idea.body), rows
    )


def _exact_place(idea: PublicProposal, words: IdeaWords) -> str:
    place = words.place(idea)
    if idea.place_certainty is not PlaceCertainty.POINT:
        return place
    if idea.public_precision is PublicPrecision.EXACT:
        return place
    return f"{place} ({label(PUBLIC_PRECISIONS, idea.public_precision, words.translator)})"
