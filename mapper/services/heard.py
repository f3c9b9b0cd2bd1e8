"""Who is heard: ideas of each district against its inhabitants, and the ways they came in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from mapper.db.counts_in_time import count_by_channel
from mapper.db.views import ROUND
from mapper.domain.filters import Filters
from mapper.domain.small_groups import Guarded, guard_table
from mapper.domain.statuses import Channel
from mapper.geo.rates import PER_INHABITANTS, Rate, differs_from, rate_of
from mapper.services.counting import DistrictCount
from mapper.services.plan import Counter

Key = tuple[str | None, str | None]
"""AGS and key of the district; None where an idea lies in none."""


@dataclass(frozen=True, slots=True)
class DistrictHeard:
    """Counts of a district and its rate; None without enough known inhabitants, see rate_of.

    `stands_out` where its rate differs from that of all together by more than chance.
    """

    count: DistrictCount
    rate: Rate | None
    stands_out: bool = False


@dataclass(frozen=True, slots=True)
class ByChannel:
    """Ideas by the way they came in, most used first.

    `places` are the districts with ideas, most first, and the places outside of all; `table` has
    a row for each. It is None where it would give a small count away, or say no more than the
    totals. The totals of channels are guarded where all ideas are of one place.
    """

    channels: tuple[Channel, ...]
    totals: tuple[Guarded, ...]
    places: tuple[DistrictCount, ...]
    table: tuple[tuple[Guarded, ...], ...] | None


@dataclass(frozen=True, slots=True)
class Heard:
    """Districts that the filters ask, those outside of all, and all together.

    `overall` is the rate of all districts that have one, None without any; `by_area` is True where
    a part of districts is asked: then there are no rates, since inhabitants are known of whole
    districts only. `by_channel` is None for the public, and without ideas.
    """

    districts: tuple[DistrictHeard, ...]
    outside: tuple[DistrictCount, ...]
    overall: float | None
    by_area: bool
    by_channel: ByChannel | None

    @property
    def silent(self) -> tuple[DistrictCount, ...]:
        """Districts without an idea; of none where only parts of them are asked."""
        if self.by_area:
            return ()
        return tuple(one.count for one in self.districts if not one.count.proposals)


def who_is_heard(counter: Counter, filters: Filters) -> Heard:
    """Every figure about districts and channels under these filters.

    Raises
    ------
    InvalidFieldError
        As for Counter.criteria.
    """
    seen = counter.seen(filters)
    counts = counter.districts(filters)
    by_area = filters.by_area
    asked = _asked(counter, seen, counts) if seen else []
    districts = [
        DistrictHeard(one, None if by_area else rate_of(one.proposals, one.population))
        for one in asked
    ]
    return Heard(
        districts=_compared(districts),
        outside=tuple(one for one in counts if one.district is None and one.proposals),
        overall=_overall(districts),
        by_area=by_area,
        by_channel=_by_channel(counter, filters, counts),
    )


def _asked(
    counter: Counter, filters: Filters, counts: Sequence[DistrictCount]
) -> list[DistrictCount]:
    """Districts in which the filters look for ideas; others have none for want of a question."""
    areas = _areas_of_rounds(counter, filters)
    return [
        one
        for one in counts
        if one.district
        and (not filters.municipalities or one.municipality in filters.municipalities)
        and (not filters.districts or one.district in filters.districts)
        and (not areas or one.proposals or {one.district, one.municipality} & areas)
    ]


def _areas_of_rounds(counter: Counter, filters: Filters) -> set[str | None]:
    """Districts and municipalities in which the rounds ask; empty where one asks everywhere."""
    if not filters.rounds:
        return set()
    areas = counter.session.scalars(select(ROUND.c.area).where(ROUND.c.slug.in_(filters.rounds)))
    found = [set(area) for area in areas]
    return set().union(*found) if found and all(found) else set()


def _compared(districts: Sequence[DistrictHeard]) -> tuple[DistrictHeard, ...]:
    overall, rated = _overall(districts), sum(one.rate is not None for one in districts)
    if overall is None:
        return tuple(districts)
    return tuple(
        replace(one, stands_out=differs_from(*_people(one.count), overall, rated))
        if one.rate
        else one
        for one in districts
    )


def _people(count: DistrictCount) -> tuple[int, int]:
    return count.proposals, count.population or 0


def _overall(districts: Sequence[DistrictHeard]) -> float | None:
    rated = [one.count for one in districts if one.rate]
    people = sum(one.population or 0 for one in rated)
    ideas = sum(one.proposals for one in rated)
    return PER_INHABITANTS * ideas / people if people else None


def _by_channel(
    counter: Counter, filters: Filters, counts: Sequence[DistrictCount]
) -> ByChannel | None:
    criteria = counter.criteria(filters)
    if counter.scope == "public" or criteria is None:
        return None
    found: dict[tuple[Key, str], int] = {}
    for town, district, channel, ideas in counter.session.execute(
        count_by_channel(replace(criteria, cells=None))
    ):
        found[(town, district), channel] = ideas
    totals = {one: sum(n for (_, c), n in found.items() if c == one) for one in Channel}
    channels = sorted((one for one in Channel if totals[one]), key=lambda one: -totals[one])
    keys = {key for key, _ in found}
    there = (one for one in counts if (one.municipality, one.district) in keys)
    places = tuple(sorted(there, key=lambda one: (one.district is None, -one.proposals)))
    rows = [
        [found.get(((one.municipality, one.district), channel), 0) for channel in channels]
        for one in places
    ]
    return _guarded(tuple(channels), places, rows) if rows else None


def _guarded(
    channels: tuple[Channel, ...], places: tuple[DistrictCount, ...], rows: list[list[int]]
) -> ByChannel:
    totals = tuple(Guarded(sum(column), False) for column in zip(*rows, strict=True))
    if len(places) == 1:
        # The totals are the place's own row then.
        guarded = guard_table(rows, columns_told=False)
        hidden = tuple(Guarded(one.count, True) for one in totals)
        return ByChannel(channels, guarded[0] if guarded else hidden, places, None)
    table = guard_table(rows) if len(channels) > 1 else None
    return ByChannel(channels, totals, places, table)
