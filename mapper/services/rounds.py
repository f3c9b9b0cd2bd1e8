"""What menus offer: rounds, action fields, municipalities and their districts."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from mapper.db.engine import Sessions, transaction
from mapper.db.views import ACTION_FIELD, DISTRICT, MUNICIPALITY, ROUND


@dataclass(frozen=True, slots=True)
class RoundChoice:
    """A round; texts by language, `area` district keys and AGS, empty tuples for everything.

    `address` and `moderation` are None where the town's hold.
    """

    slug: str
    titles: dict[str, str]
    questions: dict[str, str]
    intros: dict[str, str]
    area: tuple[str, ...]
    action_fields: tuple[str, ...]
    opens: datetime | None
    closes: datetime | None
    standing: bool
    address: str | None = None
    moderation: str | None = None

    def open_at(self, moment: datetime) -> bool:
        """True from `opens` until just before `closes`."""
        return (self.opens is None or self.opens <= moment) and (
            self.closes is None or moment < self.closes
        )


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """An action field; without a municipality it is every municipality's.

    One that is not `active` is for showing ideas that have it, and offered for no new one.
    """

    key: str
    titles: dict[str, str]
    colour: str
    symbol: str
    municipalities: tuple[str, ...]
    active: bool = True


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A municipality or district to choose; `municipality` is the AGS."""

    key: str
    name: str
    kind: str
    municipality: str
    population: int | None


@dataclass(frozen=True, slots=True)
class Choices:
    """All that forms and filters offer, in the order they show it."""

    rounds: tuple[RoundChoice, ...]
    action_fields: tuple[FieldChoice, ...]
    municipalities: tuple[PlaceChoice, ...]
    districts: tuple[PlaceChoice, ...]

    def open_rounds(self, moment: datetime | None = None) -> tuple[RoundChoice, ...]:
        """The rounds that take ideas, at present unless a moment is given."""
        moment = moment or datetime.now(UTC)
        return tuple(one for one in self.rounds if one.open_at(moment))


def load_choices(sessions: Sessions) -> Choices:
    """Read what menus offer: the standing round first, then the newest; places by name."""
    with transaction(sessions) as session:
        rounds = session.execute(
            select(ROUND).order_by(ROUND.c.standing.desc(), ROUND.c.opens.desc(), ROUND.c.slug)
        ).all()
        fields = session.execute(
            select(ACTION_FIELD).order_by(ACTION_FIELD.c.position, ACTION_FIELD.c.key)
        ).all()
        towns = session.execute(select(MUNICIPALITY).order_by(MUNICIPALITY.c.name)).all()
        districts = session.execute(select(DISTRICT).order_by(DISTRICT.c.name)).all()
    by_key: dict[str, FieldChoice] = {}
    for row in fields:
        ags = (row.municipality,) if row.municipality else ()
        known = by_key.get(row.key)
        towns_of = (*known.municipalities, *ags) if known and known.municipalities and ags else ags
        by_key[row.key] = FieldChoice(
            row.key, row.titles, row.colour, row.symbol, towns_of, row.active
        )
    return Choices(
        tuple(
            RoundChoice(
                row.slug,
                row.titles,
                row.questions,
                row.intros,
                tuple(row.area),
                tuple(row.action_fields),
                row.opens,
                row.closes,
                row.standing,
                row.address,
                row.moderation,
            )
            for row in rounds
        ),
        tuple(by_key.values()),
        tuple(PlaceChoice(r.ags, r.name, "municipality", r.ags, r.population) for r in towns),
        tuple(PlaceChoice(r.key, r.name, r.kind, r.municipality, r.population) for r in districts),
    )
