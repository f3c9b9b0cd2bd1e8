"""A period of days taken apart into whole months and single days, for counts kept by both."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class SplitPeriod:
    """`months` are the first and last whole month as yyyymm, or None; `days` are what is left.

    Each range of days is a pair of inclusive days. An open side reaches into all months.
    """

    months: tuple[int, int] | None
    days: tuple[tuple[date, date], ...]


FIRST_MONTH, LAST_MONTH = 0, 999912


def split_period(first: date | None, last: date | None) -> SplitPeriod:
    """Whole months and left-over days of the inclusive period; None leaves a side open."""
    start = date(first.year, first.month, 1) if first else None
    if start and first and first.day > 1:
        start = _next_month(start)
    end = _month_before(_next_month(last) if _ends_month(last) else last) if last else None
    if start and end and start > end:
        return _within(first, last, start)
    days = []
    if first and start and first < start:
        days.append((first, start - timedelta(days=1)))
    if last and end and last > _month_end(end):
        days.append((_next_month(end), last))
    months = (_month(start) if start else FIRST_MONTH, _month(end) if end else LAST_MONTH)
    return SplitPeriod(months, tuple(days))


def _within(first: date | None, last: date | None, start: date) -> SplitPeriod:
    """A period without a whole month: one range of days."""
    return SplitPeriod(None, ((first or start, last or start),))


def _month(day: date) -> int:
    return day.year * 100 + day.month


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _ends_month(day: date) -> bool:
    return day == _month_end(day)


def _next_month(day: date) -> date:
    return _month_end(day) + timedelta(days=1)


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
