"""A PDF as its readers have it: what is written, what it is tagged as, what it says of itself."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdf


@dataclass(frozen=True, slots=True)
class Pdf:
    """A file that a PDF library opens."""

    reader: pypdf.PdfReader

    @classmethod
    def of(cls, body: bytes) -> "Pdf":
        assert body.startswith(b"%PDF-")
        return cls(pypdf.PdfReader(io.BytesIO(body), strict=True))

    @property
    def root(self) -> Any:
        return self.reader.trailer["/Root"]

    @property
    def text(self) -> str:
        """Everything that is written, with single spaces in place of all white space."""
        written = " ".join(page.extract_text() for page in self.reader.pages)
        return " ".join(written.replace("\u2060", "").split())

    @property
    def xmp(self) -> str:
        return str(self.root["/Metadata"].get_data().decode())

    @property
    def bookmarks(self) -> list[str]:
        return list(_titles(self.reader.outline))

    def elements(self) -> Iterator[Any]:
        """The elements of the tree of tags, from outside to inside."""
        return _walk(self.root["/StructTreeRoot"])

    def tagged(self, kind: str) -> list[Any]:
        return [one for one in self.elements() if one["/S"] == kind]


def _titles(outline: list[Any]) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from _titles(one)
        else:
            yield str(one.title)


def _walk(node: Any) -> Iterator[Any]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from _walk(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node and ("/S" in node or node.get("/Type") == "/StructTreeRoot"):
            yield from _walk(node["/K"])
