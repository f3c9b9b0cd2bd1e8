"""Days on the towns' clocks and the instants they begin at."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TIMEZONE = ZoneInfo("Europe/Berlin")


def today() -> date:
    """The day it is there now."""
    return day_of(datetime.now(TIMEZONE))


def begin_of(day: date) -> datetime:
    """The first instant of a day."""
    return datetime.combine(day, time(), TIMEZONE)


def end_of(day: date) -> datetime:
    """The first instant after a day."""
    return begin_of(day + timedelta(days=1))


def day_of(moment: datetime) -> date:
    """The day a moment lies on."""
    return moment.astimezone(TIMEZONE).date()


def last_day_before(moment: datetime) -> date:
    """The last day of a period that ends before a moment."""
    return day_of(moment - timedelta(microseconds=1))
