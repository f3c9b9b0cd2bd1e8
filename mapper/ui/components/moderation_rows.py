"""What stands under an idea's title in a list."""

from markupsafe import Markup

from mapper.i18n.labels import MODERATION_STATUSES, label
from mapper.markup import join
from mapper.services.queue import QueuedIdea
from mapper.ui.components.moderation_names import describe_age, describe_due
from mapper.ui.context import Context
from mapper.ui.ideas import IdeaWords


def row_facts(
    idea: QueuedIdea, here: Context, ideas: IdeaWords, *, with_status: bool = False
) -> Markup:
    """Under an idea's title: field, place, age, what was promised, reports, who has it."""
    words = here.translator
    place = ", ".join(dict.fromkeys(filter(None, (idea.district, idea.municipality))))
    facts: list[Markup | str] = [
        ideas.field(idea.action_field),
        place or words.gettext("no particular place"),
        describe_age(idea.created_at, words),
    ]
    if idea.due_at:
        due = describe_due(idea.due_at, idea.late, words)
        facts.append(_strong(due) if idea.late else due)
    if idea.reports:
        said = words.ngettext("one report", "{count} reports", idea.reports)
        number = words.format_number(idea.reports)
        facts.append(_strong(said.format(count=number)))
    if with_status:
        facts.append(label(MODERATION_STATUSES, idea.moderation_status, words))
    if idea.holder:
        facts.append(words.gettext("with {name}").format(name=idea.holder.name))
    body = join(Markup("<span>{}</span>").format(one) for one in facts)
    return Markup('<p class="ik-facts">{}</p>').format(body)


def _strong(words: str) -> Markup:
    return Markup('<strong class="ik-late">{}</strong>').format(words)
