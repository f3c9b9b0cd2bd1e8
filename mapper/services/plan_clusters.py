"""Clusters to take away, each with its numbers, its words and its outline."""

from collections.abc import Mapping

import numpy as np

from mapper.db.criteria import Scope
from mapper.domain.filters import Filters
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice
from mapper.services.cluster_words import ClusterWords, read_cluster_words
from mapper.services.clusters import Cluster, Clusters, DistrictShare, find_clusters, turn
from mapper.services.plan_export import ask_for
from mapper.services.plan_tables import (
    CLUSTER_COLUMNS,
    PLACE,
    Piece,
    Table,
    What,
    place_columns,
)


def export_clusters(
    office: Backoffice,
    who: Who,
    filters: Filters,
    scope: Scope,
    distance_m: int | None = None,
    least: int | None = None,
) -> Table:
    """All clusters in order of their numbers; distance and least as for `find_clusters`.

    Scope and errors as for `export_ideas`.

    Raises
    ------
    TakesTooLongError
    """
    with (
        turn(lambda: None),
        ask_for(office, who, What.CLUSTERS, filters, scope) as counter,
    ):
        found = find_clusters(counter, filters, distance_m, least)
        words = read_cluster_words(counter.session, found)
        exact = counter.scope == "internal"
    pieces = iter([_piece(found, words.of)] if found.clusters else [])
    parameters = {"distance_m": found.distance_m, "least": found.least}
    columns = (*CLUSTER_COLUMNS, *PLACE)
    return Table(What.CLUSTERS, columns, "Polygon", pieces, exact, parameters)


def _piece(found: Clusters, words: Mapping[int, ClusterWords]) -> Piece:
    centres = np.array([(one.easting, one.northing) for one in found.clusters])
    rows: list[tuple[object, ...]] = [
        (*_values(one, words.get(one.number)), *place)
        for one, place in zip(found.clusters, place_columns(centres), strict=True)
    ]
    return Piece(rows, np.array([one.outline for one in found.clusters], dtype=object))


def _values(one: Cluster, words: ClusterWords | None) -> tuple[object, ...]:
    leading = one.action_fields[0] if one.action_fields else (None, None)
    return (
        one.number,
        one.proposals,
        one.supports,
        *leading,
        ", ".join(map(_district, one.districts)),
        ", ".join(keyword.form for keyword in words.keywords) if words else "",
        one.first_day,
        one.last_day,
    )


def _district(share: DistrictShare) -> str:
    """A district's ideas, as "Dorf (12)"; those outside every one as "- (3)"."""
    return f"{share.name or share.municipality or '-'} ({share.proposals})"
