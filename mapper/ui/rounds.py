"""Participation rounds in words: title, question, period, place, and whether they take ideas."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from mapper.domain.berlin import last_day_before
from mapper.i18n import Translator
from mapper.i18n.fields import name_language
from mapper.mapview.citizen_map import in_language
from mapper.services.rounds import Choices, RoundChoice


@dataclass(frozen=True, slots=True)
class RoundWords:
    """What is said of one round to a reader of one language, at one moment."""

    one: RoundChoice
    choices: Choices
    translator: Translator
    now: datetime

    @classmethod
    def of(cls, one: RoundChoice, choices: Choices, translator: Translator) -> "RoundWords":
        """The words for this moment."""
        return cls(one, choices, translator, datetime.now(UTC))

    @property
    def title(self) -> str:
        """Its title; the short name where it has none."""
        return in_language(self.one.titles, self.translator.lang) or self.one.slug

    @property
    def question(self) -> str:
        """What is asked; empty where nothing is."""
        return in_language(self.one.questions, self.translator.lang)

    @property
    def intro(self) -> str:
        """What it is about; empty where nothing was written."""
        return in_language(self.one.intros, self.translator.lang)

    @property
    def is_open(self) -> bool:
        """True while it takes ideas."""
        return self.one.open_at(self.now)

    @property
    def is_over(self) -> bool:
        """True once its last day is past."""
        return self.one.closes is not None and self.one.closes <= self.now

    @property
    def state(self) -> str:
        """Whether it takes ideas."""
        _ = self.translator.gettext
        if self.is_open:
            return _("takes ideas")
        return _("closed") if self.is_over else _("has not begun yet")

    @property
    def period(self) -> str:
        """Its days."""
        _, day = self.translator.gettext, self.translator.format_date
        first, last = self.one.opens, self.one.closes
        if first and last:
            return _("{first} to {last}").format(first=day(first), last=day(last_day_before(last)))
        if first:
            days = _("since {day}") if first <= self.now else _("from {day}")
            return days.format(day=day(first))
        if last:
            return _("until {day}").format(day=day(last_day_before(last)))
        return _("always")

    @property
    def area(self) -> str:
        """Where it asks."""
        towns = {one.key: one.name for one in self.choices.municipalities}
        names = {one.key: one.name for one in self.choices.districts} | towns
        return ", ".join(names.get(key, key) for key in self.one.area or towns)


def language_of(texts: Mapping[str, str], lang: str) -> str:
    """The language a text is shown in: the reader's, else the first there is."""
    return lang if texts.get(lang) else next((key for key, text in texts.items() if text), lang)


def language_note(texts: Mapping[str, str], translator: Translator) -> str:
    """A sentence for a text that is not in the reader's language; empty where it is."""
    lang = language_of(texts, translator.lang)
    if lang == translator.lang:
        return ""
    return translator.gettext("This text is in {language}.").format(
        language=name_language(lang, translator)
    )
