"""Pages of features as a WFS gives them, checked and put together into one GML file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from mapper.errors import ImportRefusedError
from mapper.imports.wfs_capabilities import whole_number

_MEMBERS = frozenset({"member", "featureMember", "featureMembers"})
_COLLECTION = "FeatureCollection"
_REPORTS = frozenset({"ExceptionReport", "ServiceExceptionReport"})
_FEATURE_DEPTH = 2
_MOST_DEPTH = 500
_COPIED = 1 << 20
# They tell of one page only, or lead to a schema on another server.
_DROPPED = re.compile(
    rb"""\s(?:numberMatched|numberReturned|numberOfFeatures|next|previous|timeStamp|lockId"""
    rb"""|[\w.-]+:schemaLocation)\s*=\s*(?:"[^"]*"|'[^']*')"""
)


@dataclass(slots=True)
class Page:
    """What was found in one answer: where its features lie in it, and what it says of them.

    `ids` are hashes of the features' identifiers.
    """

    host: str
    matched: int | None = None
    returned: int | None = None
    features: int = 0
    ids: set[int] = field(default_factory=set)
    digest: str = ""
    root_ends: int = 0
    begins: int = 0
    ends: int = 0
    said: list[str] = field(default_factory=list)


class _Reader:
    """Follows an answer from its first byte to its last, holding none of it."""

    def __init__(self, host: str) -> None:
        self.page = Page(host)
        self.root = ""
        self.failed = False
        self._path: list[str] = []
        self._parser = parser = expat.ParserCreate(namespace_separator="|")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, piece: bytes) -> None:
        try:
            self._parser.Parse(piece, False)
        except expat.ExpatError:
            reason = "service_answer" if not self.root else "service_broken"
            raise ImportRefusedError(reason, host=self.page.host) from None

    def end(self) -> Page:
        try:
            self._parser.Parse(b"", True)
        except expat.ExpatError:
            raise ImportRefusedError("service_broken", host=self.page.host) from None
        if self.failed:
            said = " ".join(" ".join(self.page.said).split())[:300]
            raise ImportRefusedError("service_says", host=self.page.host, said=said)
        if self.root != _COLLECTION:
            raise ImportRefusedError("service_answer", host=self.page.host)
        return self.page

    def _refuse(self, *_: object) -> None:
        raise ImportRefusedError("service_answer", host=self.page.host)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag, depth, page = name.rpartition("|")[2], len(self._path), self.page
        if depth == 0:
            self.root = tag
            if tag.lower() == "html":
                raise ImportRefusedError("service_page", host=page.host)
            self._numbers(attributes)
        elif depth == 1:
            page.root_ends = page.root_ends or self._parser.CurrentByteIndex
            if tag in _MEMBERS and not page.begins:
                page.begins = self._parser.CurrentByteIndex
        elif depth == _FEATURE_DEPTH and self._path[1] in _MEMBERS:
            page.features += 1
            self._identify(attributes)
        self.failed = self.failed or tag in _REPORTS
        if depth > _MOST_DEPTH:
            raise ImportRefusedError("service_answer", host=page.host)
        self._path.append(tag)

    def _end(self, name: str) -> None:
        self._path.pop()
        if len(self._path) == 1 and name.rpartition("|")[2] in _MEMBERS:
            # The index is that of the end tag's first byte.
            self.page.ends = self._parser.CurrentByteIndex

    def _text(self, text: str) -> None:
        if self.failed and len(self.page.said) < 20:  # noqa: PLR2004 - a sentence, not a trace
            self.page.said.append(text)

    def _numbers(self, attributes: dict[str, str]) -> None:
        for name in ("numberMatched", "numberOfFeatures"):
            number = whole_number(attributes.get(name, ""))
            self.page.matched = self.page.matched if number is None else number
        self.page.returned = whole_number(attributes.get("numberReturned", ""))

    def _identify(self, attributes: dict[str, str]) -> None:
        for name, value in attributes.items():
            if name.rpartition("|")[2] in ("id", "fid"):
                self.page.ids.add(hash(value))


def read_page(pieces: Iterable[bytes], host: str, keep: BinaryIO | None = None) -> Page:
    """Check one answer, and keep it as it came.

    Raises
    ------
    ImportRefusedError
        service_says (an exception report, wherever in it), service_page, service_answer,
        service_broken (it ends in the middle).
    """
    reader, digest = _Reader(host), sha256()
    for piece in pieces:
        if not reader.root and piece.lstrip()[:14].lower().startswith(b"<!doctype html"):
            raise ImportRefusedError("service_page", host=host)
        reader.feed(piece)
        digest.update(piece)
        if keep is not None:
            keep.write(piece)
    page = reader.end()
    page.digest = digest.hexdigest()
    return page


def join_pages(pages: list[tuple[Path, Page]], into: Path) -> None:
    """One collection of the features of all pages: head of the first, members, end of the last.

    Each of the pages has features.
    """
    with into.open("wb") as whole:
        first, (last, last_page) = pages[0], pages[-1]
        with first[0].open("rb") as file:
            whole.write(_DROPPED.sub(b"", file.read(first[1].root_ends)))
        for path, page in pages:
            _copy(path, page.begins, _end_of_tag(path, page.ends), whole)
        _copy(last, _end_of_tag(last, last_page.ends), None, whole)


def _end_of_tag(path: Path, at: int) -> int:
    with path.open("rb") as file:
        file.seek(at)
        return at + file.read(_COPIED).index(b">") + 1


def _copy(path: Path, begins: int, ends: int | None, into: BinaryIO) -> None:
    with path.open("rb") as file:
        file.seek(begins)
        left = ends - begins if ends is not None else -1
        while piece := file.read(_COPIED if left < 0 else min(_COPIED, left)):
            left -= len(piece) if left >= 0 else 0
            into.write(piece)
