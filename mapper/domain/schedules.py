"""When recurring work is due, on the towns' clocks."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from mapper.domain.berlin import TIMEZONE


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every day at a time, or every week on one day (0 is Monday)."""

    at: time
    weekday: int | None = None

    def last_due(self, now: datetime) -> datetime:
        """The last moment up to now at which the work was due.

        A time that the clocks leave out in spring counts as an hour later; one they show twice in
        autumn as the first of both.
        """
        local = now.astimezone(TIMEZONE)
        day = local.date()
        if self.weekday is not None:
            day -= timedelta(days=(day.weekday() - self.weekday) % 7)
        due = datetime.combine(day, self.at, TIMEZONE)
        if due > local:
            day -= timedelta(days=1 if self.weekday is None else 7)
            due = datetime.combine(day, self.at, TIMEZONE)
        return due
