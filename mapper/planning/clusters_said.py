"""Clusters in sentences, and the table of all."""

from collections.abc import Iterator, Mapping

from mapper.i18n import Translator
from mapper.planning.clusters_found import MOST_DRAWN, Found, name_cluster
from mapper.planning.heard_tables import Row
from mapper.planning.words import FEW
from mapper.services.clusters import MOST_POINTS, Cluster, Clusters, DistrictShare, Method

_MOST_DISTRICTS = 4
_MOST_FIELDS = 3


def tell_all(found: Found, wanted: int | None, words: Translator) -> Iterator[str]:
    """What is to be said about all of them; what to do where there are none."""
    _, clusters = words.gettext, found.clusters
    number = words.format_number
    if wanted is not None and found.shown:
        yield _("There is no cluster {number} here.").format(number=number(wanted))
    pointless = clusters.matching - clusters.with_point
    if pointless and not clusters.with_point:
        yield _("None of these ideas has a point on the map, so none lies in a cluster.")
        return
    if clusters.with_point and not clusters.clusters:
        sentence = _(
            "There is no cluster: nowhere do {count} ideas lie within {distance} m. Choose a "
            "larger distance or a smaller number."
        )
        yield sentence.format(count=number(clusters.least), distance=number(clusters.distance_m))
    elif clusters.in_none:
        yield words.ngettext(
            "{count} idea lies in no cluster.",
            "{count} ideas lie in no cluster.",
            clusters.in_none,
        ).format(count=number(clusters.in_none))
    if pointless:
        yield words.ngettext(
            "{count} idea has no point on the map and lies in no cluster.",
            "{count} ideas have no point on the map and lie in no cluster.",
            pointless,
        ).format(count=number(pointless))
    if 0 < clusters.with_point < FEW:
        yield _("These are few ideas: where some lie together, that is no pattern yet.")
    if len(clusters.clusters) > MOST_DRAWN:
        sentence = _("Map and list show the {count} largest of {total} clusters.")
        yield sentence.format(count=number(MOST_DRAWN), total=number(len(clusters.clusters)))


def cluster_heads(words: Translator) -> list[str]:
    """What the columns of the table hold."""
    _ = words.gettext
    return [
        _("Cluster"),
        _("Ideas"),
        _("Supports"),
        _("Districts"),
        _("First idea"),
        _("Last idea"),
    ]


def cluster_rows(found: Found, words: Translator) -> list[Row]:
    """A row for each of those that are shown."""
    return [(name_cluster(found, one, words), _cells(one, words)) for one in found.shown]


def tell_districts(cluster: Cluster, words: Translator) -> str:
    """The districts with the most of its ideas, each with their number."""
    parts = [
        f"{_name_district(share, words)} ({words.format_number(share.proposals)})"
        for share in cluster.districts[:_MOST_DISTRICTS]
    ]
    return ", ".join([*parts, *tell_others(len(cluster.districts) - _MOST_DISTRICTS, words)])


def tell_others(count: int, words: Translator) -> list[str]:
    """How many are not named, as the last entry of a list; none where all are."""
    if count <= 0:
        return []
    others = words.ngettext("{count} other", "{count} others", count)
    return [others.format(count=words.format_number(count))]


def _name_district(share: DistrictShare, words: Translator) -> str:
    if share.name:
        return share.name
    if share.municipality:
        return words.gettext("{place}, no district").format(place=share.municipality)
    return words.gettext("outside of all districts")


def tell_fields(cluster: Cluster, names: Mapping[str, str], words: Translator) -> str:
    """The action fields with the most of its ideas, each with their number; names by key."""
    parts = [
        f"{names.get(key, key)} ({words.format_number(count)})"
        for key, count in cluster.action_fields[:_MOST_FIELDS]
    ]
    return ", ".join([*parts, *tell_others(len(cluster.action_fields) - _MOST_FIELDS, words)])


def tell_period(cluster: Cluster, words: Translator) -> str:
    """From its first idea to its last one."""
    first, last = (
        words.format_date(day, "medium") for day in (cluster.first_day, cluster.last_day)
    )
    if cluster.first_day == cluster.last_day:
        return first
    return words.gettext("{first} to {last}").format(first=first, last=last)


def tell_method(found: Found, words: Translator) -> Iterator[str]:
    """How the clusters were found, and in which order they are."""
    clusters = found.clusters
    if clusters.clusters:
        yield (_tell_squares if clusters.method is Method.SQUARES else _tell_dbscan)(
            clusters, words
        )
        yield words.gettext(
            "The numbers run from the cluster with the most ideas to the one with the fewest."
        )
    if found.words.read < clusters.with_point:
        sentence = words.gettext("For the words, {read} of {count} ideas were read.")
        read, count = map(words.format_number, (found.words.read, clusters.with_point))
        yield sentence.format(read=read, count=count)


def _tell_dbscan(clusters: Clusters, words: Translator) -> str:
    sentence = words.ngettext(
        "Within {distance} m of an idea there is at least {count} other one. Ideas that are "
        "connected so make a cluster, with those at its rim (method: DBSCAN).",
        "Within {distance} m of an idea there are at least {count} other ones. Ideas that are "
        "connected so make a cluster, with those at its rim (method: DBSCAN).",
        clusters.least - 1,
    )
    return sentence.format(
        distance=words.format_number(clusters.distance_m),
        count=words.format_number(clusters.least - 1),
    )


def _tell_squares(clusters: Clusters, words: Translator) -> str:
    squares = clusters.membership.squares
    side = words.format_number(round(squares.side_m)) if squares else ""
    why = (
        words.gettext("These are more than {most} ideas.")
        if clusters.with_point > MOST_POINTS
        else words.gettext("Too many ideas lie within this distance of one another.")
    ).format(most=words.format_number(MOST_POINTS))
    sentence = words.gettext(
        "They were counted in squares {side} m wide, in which no two ideas lie more than "
        "{distance} m apart: squares of at least {count} ideas that touch make a cluster."
    )
    told = sentence.format(
        side=side,
        distance=words.format_number(clusters.distance_m),
        count=words.format_number(clusters.least),
    )
    return f"{why} {told}"


def _cells(one: Cluster, words: Translator) -> list[str]:
    days = (words.format_date(day, "medium") for day in (one.first_day, one.last_day))
    return [
        words.format_number(one.proposals),
        words.format_number(one.supports),
        tell_districts(one, words),
        *days,
    ]
