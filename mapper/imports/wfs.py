"""Features of a WFS, fetched page by page into one GML file, or not at all.

GML is what every version of the standard makes a service give, in the CRS it names and with the
curves it has; GeoJSON of a WFS may come in any CRS without a word of it.

Source: OGC 09-025r2 (WFS 2.0), 7.7 and 7.9.2.5; OGC 04-094 (1.1), OGC 02-058 (1.0).
"""

import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import orjson

from mapper.domain.imports import ImportLimits, ImportReport, Question, SourceLayer
from mapper.errors import ImportRefusedError
from mapper.imports.outgoing import Allowed, Most, ask, get
from mapper.imports.wfs_capabilities import (
    FeatureType,
    Wfs,
    describe_wfs,
    with_parameters,
)
from mapper.imports.wfs_pages import Page, join_pages, read_page

__all__ = ["PREFIX", "FeatureType", "Wfs", "describe_wfs", "fetch_features", "open_question"]

PREFIX = "WFS:"
"""How the source of an import begins that comes from a service."""
ASKED = "wfs.json"
"""Beside the folder of the file: what was asked of which service."""

_STORAGE = re.compile(r"EPSG.*[:/#]25833$", re.IGNORECASE)
_PAGE = 10_000
_MB = 1_000_000
_NAMES_SHOWN = 30
_OLD = ("1.0.0", "1.1.0")
_NO_PAGES = ("service_repeats", "service_says", "service_status")
"""What services answer that know no pages."""


@dataclass(slots=True)
class _Fetch:
    """One feature type of one service under way."""

    wfs: Wfs
    type: FeatureType
    allowed: Allowed
    limits: ImportLimits
    progress: Callable[[int, int], object]
    cancelled: Callable[[], bool]
    ends: float
    bytes_left: int
    got: int = 0
    total: int | None = None
    ids: set[int] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)


def fetch_features(
    source: str,
    folder: Path,
    *,
    type_name: str | None,
    limits: ImportLimits,
    allowed: Allowed,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> FeatureType:
    """Fetch all features of a type into `folder`, as one GML file.

    Parameters
    ----------
    source
        `WFS:https://…`
    type_name
        None where the service has one type only.

    Raises
    ------
    ImportRefusedError
        undecided_type, no_such_type; whatever is wrong with the service; service_short where it
        gives fewer features than it says it has: half of them would look like all.
    ImportCancelledError
    """
    ends = time.monotonic() + limits.seconds
    wfs = describe_wfs(source, allowed)
    fetch = _Fetch(
        wfs, _choose(wfs, type_name), allowed, limits, progress, cancelled, ends,
        limits.upload_mb * _MB,
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as pages:
        found = _fetch_pages(fetch, Path(pages))
        if not found:
            raise ImportRefusedError("no_features")
        join_pages(found, folder / f"{_file_name(fetch.type.name)}.gml")
    asked = {"asked": _request(fetch, None), "features": fetch.got, **asdict(fetch.type)}
    (folder.parent / ASKED).write_bytes(orjson.dumps(asked))
    return fetch.type


def open_question(wfs: Wfs) -> ImportReport:
    """The report of an import for which somebody must choose a type of the service first."""
    names = tuple(SourceLayer(one.name, None, None) for one in wfs.types)
    return ImportReport(driver="WFS", layers=names, question=Question.LAYER)


def _choose(wfs: Wfs, name: str | None) -> FeatureType:
    names = ", ".join(one.name for one in wfs.types[:_NAMES_SHOWN])
    if name is None:
        if len(wfs.types) == 1:
            return wfs.types[0]
        raise ImportRefusedError("undecided_type" if names else "no_features", names=names)
    for one in wfs.types:
        if name in (one.name, one.name.rpartition(":")[2]):
            return one
    raise ImportRefusedError("no_such_type", got=name, names=names)


def _fetch_pages(fetch: _Fetch, folder: Path) -> list[tuple[Path, Page]]:
    """The pages that have features, in their order.

    A number of features that the service names does not end it: services that give at most so
    many at once name that as their number as well. What ends it is a page without features.
    """
    pages: list[tuple[Path, Page]] = []
    fetch.total = _count(fetch)
    _check_total(fetch)
    while True:
        path = folder / f"{len(pages):06}.gml"
        page = _fetch_page(fetch, path, first=not pages)
        if page is None or not page.features:
            break
        pages.append((path, page))
        fetch.progress(fetch.got, max(fetch.total or 0, fetch.got))
        if fetch.total is None and fetch.wfs.version in _OLD and fetch.got != fetch.wfs.page:
            break
    if fetch.total is not None and fetch.got < fetch.total:
        raise _short(fetch.wfs.host, fetch.total, fetch.got)
    return pages


def _fetch_page(fetch: _Fetch, path: Path, *, first: bool) -> Page | None:
    """The next page; None where there is none, for the service knows no pages and gave all."""
    url = _request(fetch, None if first and _fits_one_page(fetch) else fetch.got)
    most = Most(fetch.bytes_left / _MB, max(fetch.ends - time.monotonic(), 0.001))
    try:
        with (
            path.open("wb") as keep,
            ask(url, fetch.allowed, most, cancelled=fetch.cancelled) as answer,
        ):
            page = read_page(answer.pieces(), answer.host, keep)
        _check_page(fetch, page)
    except ImportRefusedError as refused:
        if refused.reason in _NO_PAGES and fetch.got == fetch.total != fetch.wfs.page:
            return None
        raise _with_whole_limit(refused, fetch.limits) from None
    fetch.bytes_left -= path.stat().st_size
    return page


def _check_page(fetch: _Fetch, page: Page) -> None:
    """Take the page's features into account, unless there is something wrong with them."""
    repeated = page.digest in fetch.digests or not fetch.ids.isdisjoint(page.ids)
    if repeated and page.features:
        raise ImportRefusedError("service_repeats", host=page.host)
    if page.returned is not None and page.returned > page.features:
        raise _short(page.host, page.returned, page.features)
    fetch.digests.add(page.digest)
    fetch.ids |= page.ids
    fetch.got += page.features
    if fetch.total is None and page.matched is not None and fetch.wfs.version not in _OLD:
        fetch.total = page.matched
    _check_total(fetch)


def _check_total(fetch: _Fetch) -> None:
    most = max(fetch.total or 0, fetch.got)
    if most > fetch.limits.features:
        raise ImportRefusedError("too_many_features", got=most, most=fetch.limits.features)


def _short(host: str, most: int, got: int) -> ImportRefusedError:
    return ImportRefusedError("service_short", host=host, most=most, got=got)


def _count(fetch: _Fetch) -> int | None:
    """How many there are, where the service says."""
    if fetch.wfs.version == _OLD[0]:
        return None
    url = f"{_request(fetch, None, paged=False)}&RESULTTYPE=hits"
    answer, body = get(url, fetch.allowed, Most(5, 60), cancelled=fetch.cancelled)
    return read_page([body], answer.host).matched


def _fits_one_page(fetch: _Fetch) -> bool:
    """Services that know no pages refuse to be asked where one begins."""
    return fetch.total is None or fetch.total <= _page_size(fetch)


def _page_size(fetch: _Fetch) -> int:
    return min(_PAGE, fetch.wfs.page or _PAGE)


def _request(fetch: _Fetch, start: int | None, *, paged: bool = True) -> str:
    """The address of a page that begins after `start` features; None leaves that out."""
    wfs, new = fetch.wfs, fetch.wfs.version not in _OLD
    parameters: dict[str, object] = {
        "SERVICE": "WFS",
        "VERSION": wfs.version,
        "REQUEST": "GetFeature",
        "TYPENAMES" if new else "TYPENAME": fetch.type.name,
    }
    crs = _wanted_crs(fetch.type)
    if crs is not None:
        parameters["SRSNAME"] = crs
    if paged and (new or start is not None):
        parameters["COUNT" if new else "MAXFEATURES"] = _page_size(fetch)
    if start is not None:
        parameters["STARTINDEX"] = start
    return with_parameters(wfs.url, **parameters)


def _wanted_crs(one: FeatureType) -> str | None:
    """The CRS of the store as the service spells it, None where it does not offer it."""
    offered = [crs for crs in (one.crs, *one.others) if crs]
    return next((crs for crs in offered if _STORAGE.search(crs)), None)


def _with_whole_limit(refused: ImportRefusedError, limits: ImportLimits) -> ImportRefusedError:
    """Limits hold for all pages together, so that is what is told."""
    most = {"service_large": limits.upload_mb, "service_slow": limits.seconds}
    if refused.reason not in most:
        return refused
    host = refused.fields["host"]
    return ImportRefusedError(refused.reason, host=host, most=most[refused.reason])


def _file_name(type_name: str) -> str:
    kept = "".join(c if c.isalnum() or c in "-_" else "_" for c in type_name.rpartition(":")[2])
    return kept[:80] or "features"
