"""The kinds of files that tables of planning are handed out in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mapper.domain.profile import TownProfile
from mapper.handout.columns import Vocabulary, in_words, with_names
from mapper.handout.gis_files import write_geopackage, write_shapefile
from mapper.handout.origin import Fact, origin_of
from mapper.handout.text_files import csv_pieces, geojson_pieces
from mapper.handout.workbook import write_workbook
from mapper.i18n import Translator
from mapper.services.plan_tables import Table


@dataclass(frozen=True, slots=True)
class Handout:
    """A table with what stands around it, in a reader's language."""

    table: Table
    facts: tuple[Fact, ...]
    words: Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFormat:
    """A kind of file: the end of its name, and how it is sent.

    One that is `for_people` has words in place of keys.
    """

    ending: str
    media_type: str
    for_people: bool = False

    def prepare(
        self,
        table: Table,
        filters: list[str],
        vocabulary: Vocabulary,
        profile: TownProfile,
        made_at: datetime,
        words: Translator,
    ) -> Handout:
        """The table as it stands in files of this kind; `filters` in words."""
        facts = origin_of(table, filters, profile, made_at, words)
        named = in_words if self.for_people else with_names
        return Handout(named(table, vocabulary), facts, words)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFormat(PlanFormat):
    """A kind of file that is sent while it is made."""

    pieces: Callable[[Handout], Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat(PlanFormat):
    """A kind of file that is made as a whole, under the name it will have."""

    write: Callable[[Handout, Path], None]


FORMATS: Mapping[str, FileFormat | TextFormat] = {
    one.ending: one
    for one in (
        FileFormat(
            ending="xlsx",
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            write=lambda one, path: write_workbook(path, one.table, one.facts, one.words),
            for_people=True,
        ),
        TextFormat(
            ending="csv",
            media_type="text/csv; charset=utf-8; header=present",
            pieces=lambda one: csv_pieces(one.table),
        ),
        FileFormat(
            ending="gpkg",
            media_type="application/geopackage+sqlite3",
            write=lambda one, path: write_geopackage(path, one.table, one.facts),
        ),
        TextFormat(
            ending="geojson",
            media_type="application/geo+json",
            pieces=lambda one: geojson_pieces(one.table, one.facts),
        ),
        FileFormat(
            ending="shp.zip",
            media_type="application/zip",
            write=lambda one, path: write_shapefile(path, one.table, one.facts, one.words),
        ),
    )
}
