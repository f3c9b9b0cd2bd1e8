"""What only the printed page says, because its controls are left out."""

from collections.abc import Iterable

from markupsafe import Markup

from mapper.domain.berlin import today
from mapper.i18n import Translator


def paper_line(filters: Iterable[str], words: Translator) -> Markup:
    """The filters in words and the day, seen on paper only."""
    _ = words.gettext
    told = " · ".join(filters)
    line = _("Filters: {filters}").format(filters=told) if told else _("No filter is set.")
    day = _("As of {day}").format(day=words.format_date(today()))
    return Markup('<p class="ik-on-paper">{} ({})</p>').format(line, day)
