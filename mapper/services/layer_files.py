"""Layers as files to take away, each with its licence and whose data it is."""

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.db.features import features_of
from mapper.db.layer_fields import fields_of
from mapper.db.layer_rows import Shape, names_in, select_rows, shapes_in
from mapper.errors import DatabaseAwayError, NotFoundError, log_unforeseen
from mapper.geo.crs import STORAGE_SRID
from mapper.services.layer_columns import (
    GEOMETRY,
    Column,
    columns_of,
    schema_of,
    to_batch,
    with_short_names,
)
from mapper.services.layers import PublishedLayer, check_shown, list_layers

if TYPE_CHECKING:
    import pyarrow as pa

LOGGER = logging.getLogger(__name__)

LAYER_FOLDER = Path("cache", "layers")
"""Below the installation's folder."""

_AT_ONCE = 1_000
_MOST_WRITERS = 4
"""Each holds a connection to the database for as long as it writes."""
_DRAFT = "draft-"
_ABANDONED_S = 24 * 3600.0
"""No file takes so long to write: who began it was killed."""
_PARTS = ("points", "lines", "polygons")


@dataclass(frozen=True, slots=True)
class LayerFormat:
    """A kind of file: the end of its name, what it is called, and how it is sent."""

    ending: str
    name: str
    media_type: str


FORMATS: Mapping[str, LayerFormat] = {
    one.ending: one
    for one in (
        LayerFormat("gpkg", "GeoPackage", "application/geopackage+sqlite3"),
        LayerFormat("shp.zip", "Shapefile", "application/zip"),
        LayerFormat("fgb", "FlatGeobuf", "application/octet-stream"),
    )
}


@dataclass(frozen=True, slots=True)
class LayerFiles:
    """Files that were written once and are kept until the layer changes, in a folder."""

    folder: Path
    _turns: dict[str, threading.Lock] = field(default_factory=dict, repr=False)
    """By layer: nobody waits while another layer's file is written."""
    _writers: threading.Semaphore = field(
        default_factory=lambda: threading.Semaphore(_MOST_WRITERS), repr=False
    )

    def take(self, sessions: Sessions, layer: PublishedLayer, ending: str) -> Path:
        """The file, written now if it is not there; whoever reads it sees the whole of it.

        Raises
        ------
        NotFoundError
            The layer has just been hidden, or replaced.
        """
        path = self._path(layer, ending)
        if path.is_file():
            return path
        with self._turns.setdefault(layer.slug, threading.Lock()), self._writers:
            if not path.is_file():
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                _remove_abandoned(path.parent)
                with tempfile.TemporaryDirectory(prefix=_DRAFT, dir=path.parent) as draft:
                    written = _WRITERS[ending](Path(draft), sessions, layer)
                    former = [one for one in path.parent.glob(f"*.{ending}") if one != path]
                    written.replace(path)
                for one in former:
                    one.unlink(missing_ok=True)
        return path

    def take_all(self, sessions: Sessions) -> None:
        """Write every file of every public layer that is not there yet.

        One that cannot be written is logged, and the others are written all the same.

        Raises
        ------
        DatabaseAwayError
        """
        for layer in list_layers(sessions):
            for ending in FORMATS:
                try:
                    self.take(sessions, layer, ending)
                except DatabaseAwayError:
                    raise
                except NotFoundError:
                    LOGGER.debug("Not written, for it is not shown any more: %s", layer.slug)
                except Exception as error:
                    log_unforeseen(LOGGER, error, f"writing {layer.slug}.{ending}")

    def sizes(self, layer: PublishedLayer) -> dict[str, int]:
        """Bytes by ending, of the files that are there."""
        paths = {ending: self._path(layer, ending) for ending in FORMATS}
        return {ending: path.stat().st_size for ending, path in paths.items() if path.is_file()}

    def _path(self, layer: PublishedLayer, ending: str) -> Path:
        digest = blake2b(layer.version.encode(), digest_size=12).hexdigest()
        return self.folder / layer.slug / f"{digest}.{ending}"


def _remove_abandoned(folder: Path) -> None:
    for draft in folder.glob(f"{_DRAFT}*"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > _ABANDONED_S:
                shutil.rmtree(draft)


def provenance_of(layer: PublishedLayer) -> dict[str, str]:
    """What must go along with the data, as keys and words."""
    facts = {
        "title": layer.title_in(""),
        "licence": layer.licence,
        "attribution": layer.attribution,
        "source": layer.source,
        "source_crs": layer.source_crs,
        "date": layer.data_date.isoformat() if layer.data_date else None,
        "schematic": "schematic drawing, not official boundaries" if layer.schematic else None,
    }
    return {name: words for name, words in facts.items() if words}


def _write_geopackage(folder: Path, sessions: Sessions, layer: PublishedLayer) -> Path:
    path = folder / "layer.gpkg"
    with _opened(sessions, layer) as source:
        source.write(
            path,
            "GPKG",
            source.columns,
            dataset_metadata=provenance_of(layer),
            layer_options={"DESCRIPTION": _one_line(layer), "IDENTIFIER": layer.title_in("")},
        )
    return path


def _write_flatgeobuf(folder: Path, sessions: Sessions, layer: PublishedLayer) -> Path:
    path = folder / "layer.fgb"
    with _opened(sessions, layer) as source:
        source.write(
            path,
            "FlatGeobuf",
            source.columns,
            layer_metadata=provenance_of(layer),
            layer_options={"TITLE": layer.title_in(""), "DESCRIPTION": _one_line(layer)},
        )
    return path


def _write_shapefile(folder: Path, sessions: Sessions, layer: PublishedLayer) -> Path:
    """A zip; objects of several kinds of geometry in a shapefile each."""
    parts = folder / "parts"
    parts.mkdir()
    with _opened(sessions, layer) as source:
        short = with_short_names(source.columns)
        for shape in source.shapes:
            end = "" if len(source.shapes) == 1 else f"_{_PARTS[shape.dimension]}"
            path = parts / f"{layer.slug}{end}.shp"
            source.write(path, "ESRI Shapefile", short, shape, layer_options={"ENCODING": "UTF-8"})
        (parts / "README.txt").write_text(_readme(layer, source.columns, short), encoding="utf-8")
    path = folder / "layer.shp.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for file in sorted(parts.iterdir()):
            packed.write(file, file.name)
    shutil.rmtree(parts)
    return path


_WRITERS: Mapping[str, Callable[[Path, Sessions, PublishedLayer], Path]] = {
    "gpkg": _write_geopackage,
    "shp.zip": _write_shapefile,
    "fgb": _write_flatgeobuf,
}


@dataclass(frozen=True, slots=True)
class _Source:
    """A layer's objects, read piece by piece in one transaction."""

    session: Session
    layer: PublishedLayer
    columns: list[Column]
    shapes: list[Shape]
    collections: bool

    def write(
        self,
        path: Path,
        driver: str,
        columns: Sequence[Column],
        shape: Shape | None = None,
        **options: object,
    ) -> None:
        # Here, since it brings pandas along and a server is to start quickly.
        from pyogrio import raw  # noqa: PLC0415

        alone = self.shapes[0] if len(self.shapes) == 1 and not self.collections else None
        drawn = shape or alone
        raw.write_arrow(
            self._stream(columns, drawn),
            path,
            layer=path.stem if shape else self.layer.slug,
            driver=driver,
            geometry_name=GEOMETRY,
            geometry_type=drawn.kind if drawn else "Unknown",
            crs=f"EPSG:{STORAGE_SRID}",
            **options,
        )

    def _stream(self, columns: Sequence[Column], shape: Shape | None) -> "pa.RecordBatchReader":
        import pyarrow as pa  # noqa: PLC0415

        schema = schema_of(columns)
        features = features_of(self.layer.version_id, public=self.layer.public)
        query = select_rows(features, shape, collections=self.collections)
        rows = self.session.execute(query, execution_options={"yield_per": _AT_ONCE})
        batches = (to_batch(some, columns, schema) for some in rows.partitions())
        return pa.RecordBatchReader.from_batches(schema, batches)


@contextmanager
def _opened(sessions: Sessions, layer: PublishedLayer) -> Iterator[_Source]:
    features = features_of(layer.version_id, public=layer.public)
    with transaction(sessions) as session:
        fields = fields_of(session, layer.version_id, layer.report)
        columns = columns_of(fields, names_in(session, features))
        shapes, collections = shapes_in(session, features)
        yield _Source(session, layer, columns, shapes, collections)
        check_shown(session, layer)


def _one_line(layer: PublishedLayer) -> str:
    return "; ".join(f"{name}: {words}" for name, words in provenance_of(layer).items())


def _readme(layer: PublishedLayer, columns: Sequence[Column], short: Sequence[Column]) -> str:
    """What stands beside a shapefile, which has no room for it inside."""
    facts = [f"{name}: {words}" for name, words in provenance_of(layer).items()]
    names = [
        f"{one.name:<12}{column.name}{'' if column.title == column.name else f' ({column.title})'}"
        for one, column in zip(short, columns, strict=True)
    ]
    notes = ["crs: EPSG:25833", "encoding: UTF-8", "texts longer than 254 bytes are cut (dBase)"]
    return "\r\n".join([*facts, *notes, "", "fields", "------", *names, ""])
