"""A period as planners choose it: some usual ones, or two days written by hand."""

import re
from datetime import date, timedelta
from enum import StrEnum

from mapper.i18n import Translator

Period = tuple[date | None, date | None]

_PARTS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIRST_YEAR = 1900


class PeriodChoice(StrEnum):
    """Periods with a name."""

    ALL = "all"
    LAST_30_DAYS = "last_30_days"
    THIS_YEAR = "this_year"
    OWN = "own"


def period_of(choice: PeriodChoice, today: date) -> Period:
    """First and last day, both included; none for everything and for a period of one's own."""
    if choice is PeriodChoice.LAST_30_DAYS:
        return today - timedelta(days=29), today
    if choice is PeriodChoice.THIS_YEAR:
        return today.replace(month=1, day=1), today.replace(month=12, day=31)
    return None, None


def choice_of(period: Period, today: date) -> PeriodChoice:
    """The name of a period; one's own where it has none."""
    named = (PeriodChoice.ALL, PeriodChoice.LAST_30_DAYS, PeriodChoice.THIS_YEAR)
    return next((one for one in named if period_of(one, today) == period), PeriodChoice.OWN)


def parse_day(text: str) -> date | None:
    """A day written as 22.11.2026, 22/11/2026 or 2026-11-22; None for an empty text.

    Raises
    ------
    ValueError
        It is no day of the calendar since 1900.
    """
    text = re.sub(r"\s", "", text)
    if not text:
        return None
    if _ISO.fullmatch(text):
        day = date.fromisoformat(text)
    else:
        parts = _PARTS.fullmatch(text)
        if parts is None:
            raise ValueError(text)
        day = date(int(parts[3]), int(parts[2]), int(parts[1]))
    if day.year < _FIRST_YEAR:
        raise ValueError(text)
    return day


def write_day(day: date | None, translator: Translator) -> str:
    """The day as people type it in the reader's language; empty for none."""
    if day is None:
        return ""
    return day.strftime("%d.%m.%Y" if translator.lang == "de" else "%d/%m/%Y")


def period_problem(first: str, last: str, today: date, translator: Translator) -> str:
    """What is wrong with two days as they are written; empty when nothing is."""
    _ = translator.gettext
    days = []
    for text in (first, last):
        try:
            days.append(parse_day(text))
        except ValueError:
            example = write_day(today, translator)
            sentence = _("“{text}” is not a day. Please write it like this: {example}.")
            return sentence.format(text=text, example=example)
    if days[0] and days[1] and days[0] > days[1]:
        return _("The period ends before it begins. Please swap the two days.")
    return ""
