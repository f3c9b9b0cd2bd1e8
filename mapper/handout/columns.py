"""What columns are called and mean, and the words for the keys in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mapper.i18n import N_, Translator
from mapper.i18n.labels import (
    CHANNELS,
    PUBLIC_PRECISIONS,
    RESPONSE_STATUSES,
    translate_labels,
)
from mapper.mapview.citizen_map import in_language
from mapper.services.plan_tables import Column, Piece, Table
from mapper.services.rounds import Choices

Vocabulary = Mapping[str, Mapping[str, str]]
"""By column, the words for each key."""

COLUMN_TITLES: Mapping[str, str] = {
    "public_id": N_("Number"),
    "title": N_("Title"),
    "body": N_("Text"),
    "action_field": N_("Action field"),
    "municipality": N_("Municipality"),
    "district": N_("District"),
    "round": N_("Participation round"),
    "response_status": N_("Response status"),
    "support_count": N_("Supports"),
    "created_on": N_("Handed in on"),
    "place_certainty": N_("Kind of place"),
    "public_precision": N_("Accuracy of the place"),
    "channel": N_("Channel"),
    "easting": N_("Easting"),
    "northing": N_("Northing"),
    "lon": N_("Longitude"),
    "lat": N_("Latitude"),
    "cell": N_("Hexagon"),
    "edge_m": N_("Edge length in metres"),
    "ideas": N_("Ideas"),
    "cluster": N_("Cluster"),
    "leading_field": N_("Leading action field"),
    "leading_ideas": N_("Ideas of the leading field"),
    "districts": N_("Districts (ideas)"),
    "keywords": N_("Words that set it apart"),
    "first_day": N_("First idea on"),
    "last_day": N_("Latest idea on"),
}
COLUMN_NOTES: Mapping[str, str] = {
    "public_id": N_("The idea's number, by which everybody finds it"),
    "response_status": N_("How far the town is with its answer"),
    "support_count": N_("How many people support it"),
    "created_on": N_("On clocks in Berlin"),
    "place_certainty": N_("Whether a point, a district or no place was given"),
    "public_precision": N_("What the author lets everybody see"),
    "channel": N_("How the idea came in; not public"),
    "easting": N_("Metres in ETRS89 / UTM zone 33N (EPSG:25833); empty without a point"),
    "northing": N_("Metres in ETRS89 / UTM zone 33N (EPSG:25833); empty without a point"),
    "lon": N_("Degrees in WGS 84 (EPSG:4326); empty without a point"),
    "lat": N_("Degrees in WGS 84 (EPSG:4326); empty without a point"),
    "cell": N_("The hexagon's number in the grid; its coordinates are those of its centre"),
    "ideas": N_("How many ideas lie in it"),
    "cluster": N_("The largest first; its coordinates are the middle of its ideas"),
    "leading_field": N_("The action field with the most ideas"),
}
PLACE_CERTAINTIES: Mapping[str, str] = {
    "point": N_("a point on the map"),
    "district": N_("a district"),
    "none": N_("no particular place"),
}
_DBASE_END = "_n"


def vocabulary_of(choices: Choices, words: Translator) -> Vocabulary:
    """The words for every key that can stand in a column."""
    lang = words.lang
    fields = {one.key: in_language(one.titles, lang) for one in choices.action_fields}
    return {
        "action_field": fields,
        "leading_field": fields,
        "round": {one.slug: in_language(one.titles, lang) for one in choices.rounds},
        "municipality": {one.key: one.name for one in choices.municipalities},
        "district": {one.key: one.name for one in choices.districts},
        "response_status": translate_labels(RESPONSE_STATUSES, words),
        "public_precision": translate_labels(PUBLIC_PRECISIONS, words),
        "place_certainty": translate_labels(PLACE_CERTAINTIES, words),
        "channel": translate_labels(CHANNELS, words),
    }


def in_words(table: Table, vocabulary: Vocabulary) -> Table:
    """The table with words in place of keys, for people."""
    known = [(index, column, vocabulary.get(column.name)) for index, column in _numbered(table)]
    return _arranged(table, known)


def with_names(table: Table, vocabulary: Vocabulary) -> Table:
    """The table with the words in a column of their own beside each key, for programs."""
    found: list[tuple[int, Column, Mapping[str, str] | None]] = []
    for index, column in _numbered(table):
        found.append((index, column, None))
        if column.name in vocabulary:
            short = f"{column.short[: 10 - len(_DBASE_END)]}{_DBASE_END}"
            named = Column(f"{column.name}_name", "text", short)
            found.append((index, named, vocabulary[column.name]))
    return _arranged(table, found)


def _numbered(table: Table) -> Iterator[tuple[int, Column]]:
    return enumerate(table.columns)


def _arranged(table: Table, plan: Sequence[tuple[int, Column, Mapping[str, str] | None]]) -> Table:
    columns = tuple(column for _, column, _ in plan)
    sources = [(index, known or {}) for index, _, known in plan]

    def arrange(piece: Piece) -> Piece:
        rows: list[tuple[object, ...]] = [
            tuple(_word(row[index], known) for index, known in sources) for row in piece.rows
        ]
        return replace(piece, rows=rows)

    return replace(table, columns=columns, pieces=map(arrange, table.pieces))


def _word(value: object, known: Mapping[str, str]) -> object:
    return known.get(value, value) if known and isinstance(value, str) else value
