"""A reader's language: messages, numbers and dates."""

import gettext
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import dates, numbers

from mapper.errors.words import N_
from mapper.i18n.catalogues import load_messages

# Days and hours are those of the towns' clocks, wherever the reader sits.
TIMEZONE = ZoneInfo("Europe/Berlin")
# English readers here are Europeans: 22 November 2026, not November 22.
_FORMATS = {"en": "en_GB"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)

_MEGABYTE = 1_000_000

__all__ = ["N_", "TIMEZONE", "DateLength", "Translator", "get_translator"]

DateLength = Literal["short", "medium", "long", "full"]


@dataclass(frozen=True, slots=True)
class Translator:
    """Everything that is said or written differently in another language."""

    lang: str
    address: str
    messages: gettext.NullTranslations

    def gettext(self, message: str) -> str:
        """The message in this language; itself where there is no translation."""
        return self.messages.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """The form of a message that fits `count`."""
        return self.messages.ngettext(singular, plural, count)

    def format_number(self, value: float, digits: int | None = None) -> str:
        """1234.5 as 1.234,5 or 1,234.5; with exactly so many digits after the comma if given."""
        form = None if digits is None else f"#,##0.{'0' * digits}"
        return numbers.format_decimal(value, form, locale=self._locale)

    def format_size(self, size: int) -> str:
        """The size of a file in kB or MB, as people compare them."""
        if size < _MEGABYTE:
            return f"{self.format_number(max(1, round(size / 1000)))} kB"
        return f"{self.format_number(round(size / _MEGABYTE, 1))} MB"

    def format_date(self, value: date, length: DateLength = "long") -> str:
        """A day; of a moment with a time zone the day on the towns' clocks."""
        day = value.astimezone(TIMEZONE) if isinstance(value, datetime) and value.tzinfo else value
        return dates.format_date(day, length, locale=self._locale)

    def format_datetime(self, value: datetime, length: DateLength = "long") -> str:
        """A day and the time to the minute, on the towns' clocks."""
        local = value.astimezone(TIMEZONE) if value.tzinfo else value
        clock = dates.format_time(local, "short", locale=self._locale)
        return f"{self.format_date(local, length)}, {clock}"

    def format_skeleton(self, value: date, skeleton: str) -> str:
        """The parts of a day that a CLDR skeleton names: "yMMM" makes Nov. 2026 of it."""
        return dates.format_skeleton(skeleton, value, locale=self._locale)

    def format_partial_date(self, value: str) -> str:
        """An ISO date, month or year ("2021-11-03", "2021-11", "2021"); anything else as it is."""
        try:
            if _DAY.fullmatch(value):
                return self.format_date(date.fromisoformat(value))
            if _MONTH.fullmatch(value):
                month = date.fromisoformat(f"{value}-01")
                return dates.format_skeleton("yMMMM", month, locale=self._locale)
        except ValueError:
            pass
        return value

    @property
    def _locale(self) -> str:
        return _FORMATS.get(self.lang, self.lang)


@cache
def get_translator(lang: str, address: str = "formal") -> Translator:
    """The translator for a language ("de", "en") and a form of address ("formal", "informal")."""
    return Translator(lang, address, load_messages(lang, address))
