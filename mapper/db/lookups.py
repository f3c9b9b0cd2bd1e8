"""Keys of filters and requests resolved to ids."""

from collections.abc import Iterator, Mapping

from sqlalchemy import ColumnElement, FromClause, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from mapper.db.criteria import Criteria
from mapper.db.regions import Region, region_inside, region_near, region_of_area
from mapper.db.tables import (
    ActionField,
    District,
    Municipality,
    ParticipationRound,
)
from mapper.db.views import ACTION_FIELD, DISTRICT, MUNICIPALITY, ROUND
from mapper.domain.areas import Near
from mapper.domain.filters import Filters
from mapper.domain.search import plain_question
from mapper.errors import InvalidFieldError
from mapper.geo.hexgrid import cell_range


def resolve_filters(
    session: Session, filters: Filters, versions: Mapping[str, int] | None = None
) -> Criteria:
    """The criteria of counts for these filters.

    `versions` are the layers whoever asks may see, and the version of each that is shown.

    Raises
    ------
    InvalidFieldError
        A key is unknown; naming it is better than an empty map.
    """
    return Criteria(
        rounds=_ids(session, "round", ROUND, ROUND.c.slug, filters.rounds),
        action_fields=_ids(
            session, "action_field", ACTION_FIELD, ACTION_FIELD.c.key, filters.action_fields
        ),
        municipalities=_ids(
            session, "municipality", MUNICIPALITY, MUNICIPALITY.c.ags, filters.municipalities
        ),
        districts=_ids(session, "district", DISTRICT, DISTRICT.c.key, filters.districts),
        response_statuses=filters.response_statuses,
        first_day=filters.first_day,
        last_day=filters.last_day,
        cells=cell_range(filters.bbox, filters.cell_size) if filters.bbox else None,
        search=_search(session, filters.text),
        channels=filters.channels,
        placed=filters.placed,
        min_supports=filters.min_supports,
        regions=tuple(_regions(session, filters, versions or {})),
    )


def _search(session: Session, words: str) -> str:
    """The question as full-text search asks it.

    Raises
    ------
    InvalidFieldError
        Nothing but words that stand in every text.
    """
    if not words:
        return ""
    plain = plain_question(words)
    question = session.scalar(select(cast(func.search_query(plain), Text))) if plain else None
    if not question:
        raise InvalidFieldError("text", "a word that does not stand in every text", words)
    return str(question)


def _regions(session: Session, filters: Filters, versions: Mapping[str, int]) -> Iterator[Region]:
    if filters.area:
        yield region_of_area(filters.area)
    for parameter, asked in (("near", filters.near), ("inside", filters.inside)):
        if asked is None:
            continue
        if asked.layer not in versions:
            expected = f"a layer that is shown; '{asked.layer}' is none"
            raise InvalidFieldError(parameter, expected, asked.layer)
        version = versions[asked.layer]
        if isinstance(asked, Near):
            yield region_near(session, version, asked.distance_m)
        else:
            yield region_inside(session, version, asked.name)


def _ids(
    session: Session,
    parameter: str,
    view: FromClause,
    key: ColumnElement[str],
    wanted: tuple[str, ...],
) -> tuple[int, ...]:
    if not wanted:
        return ()
    rows = session.execute(select(key, view.c.id).where(key.in_(wanted))).all()
    unknown = set(wanted) - {row[0] for row in rows}
    if unknown:
        expected = f"known keys; '{min(unknown)}' is none"
        raise InvalidFieldError(parameter, expected, ",".join(wanted))
    return tuple(sorted(row[1] for row in rows))


def find_round(session: Session, slug: str) -> ParticipationRound | None:
    """The round with this slug."""
    return session.scalar(select(ParticipationRound).where(ParticipationRound.slug == slug))


def find_district(session: Session, key: str) -> tuple[District, Municipality] | None:
    """The district with this key and its municipality."""
    row = session.execute(
        select(District, Municipality)
        .join(Municipality, Municipality.id == District.municipality_id)
        .where(District.key == key)
    ).first()
    return (row[0], row[1]) if row else None


def find_municipality(session: Session, ags: str) -> Municipality | None:
    """The municipality with this AGS."""
    return session.scalar(select(Municipality).where(Municipality.ags == ags))


def find_action_field(session: Session, key: str, municipality_id: int | None) -> int | None:
    """The id of the field a municipality has under this key: its own before everyone's.

    One that is no longer offered is not found.
    """
    return session.scalar(
        select(ActionField.id)
        .where(
            ActionField.key == key,
            ActionField.active,
            or_(
                ActionField.municipality_id.is_(None),
                ActionField.municipality_id == municipality_id,
            ),
        )
        .order_by(ActionField.municipality_id.is_(None))
        .limit(1)
    )


def place_of_point(
    session: Session, lon: float, lat: float
) -> tuple[Municipality | None, District | None]:
    """Municipality and district of a place in EPSG:4326; on a border the lowest key's."""
    point = func.ST_Transform(func.ST_SetSRID(func.ST_MakePoint(lon, lat), 4326), 25833)
    place = func.place_of(point).table_valued("municipality_id", "district_id").render_derived()
    municipality_id, district_id = session.execute(select(place)).one()
    return (
        session.get(Municipality, municipality_id) if municipality_id else None,
        session.get(District, district_id) if district_id else None,
    )
