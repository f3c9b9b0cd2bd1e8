"""How the texts of a file are encoded: what it says of itself, and what its bytes say."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mapper.domain.imports import EncodingFinding
from mapper.errors import ImportRefusedError

DETECTED = ("UTF-8", "cp1252", "ISO-8859-1", "cp850")
"""Encodings told apart by what they make of German letters; the first of equals is taken."""

_SHOWN_NAMES = {codecs.lookup(name).name: name for name in DETECTED}
# Source: dBase language driver ids, byte 29 of a .dbf.
_LANGUAGE_IDS = {
    **{0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x08: "cp865", 0x0F: "cp437", 0x10: "cp850"},
    **{0x12: "cp850", 0x16: "cp850", 0x19: "cp437", 0x1A: "cp850", 0x1B: "cp437", 0x37: "cp850"},
    **{0x57: "cp1252", 0x58: "cp1252", 0x59: "cp1252", 0x64: "cp852", 0x65: "cp866"},
    **{0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253"},
}
_ALLOWED = re.compile(r"cp\d+|iso8859-\d+|utf-(8|16|32).*|mac-roman|koi8-.|ascii|gb.*|big5.*|euc.*")
_ALIASES = re.compile(r"^(?:ansi|oem|ibm|dos|windows|win|cp|ms)?[\s_-]*(\d{3,5})$")
_ISO = re.compile(r"^(?:iso)?[\s_-]*8859[\s_-]*(\d{1,2})$")
_BOMS = {codecs.BOM_UTF8: "UTF-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_GERMAN = frozenset("äöüÄÖÜß")
_USUAL = frozenset("éèêàáâçëïñóôřšžčěýíúłśżęąńćźåøæÉ§°²³€–—„“”‚‘’«»…ẞ´`·½¼±×ÀÁÂÈÊÍÓÔÚŠŽČ\xa0")
_ASCII = re.compile(rb"[\x00-\x7f]+")
_GAP = re.compile(r"[\s\x00;,|\"']+")
_WORDS = 6
_LEAST_LEAD = 3
_MOSTLY = 10
"""So many whole characters of UTF-8 outweigh one that was cut off at the width of its field."""
_SAMPLE_RECORDS = 2_000


@dataclass(frozen=True, slots=True)
class Declared:
    """What a file says of its encoding; `source` is cpg or ldid."""

    name: str
    source: str


def find_encoding(
    sample: bytes, declared: str | None, chosen: str | None, source: str = "cpg"
) -> EncodingFinding:
    """How the texts that the bytes are a part of are to be read.

    Somebody's choice counts. What the file declares counts unless the bytes clearly say
    otherwise; pure ASCII is the same in all of them.

    Raises
    ------
    ImportRefusedError
        Nobody knows the chosen encoding.
    """
    if chosen:
        name = known_encoding(chosen)
        if name is None:
            raise ImportRefusedError("unknown_encoding", got=chosen)
        return _finding(sample, name, "chosen")
    marked = next((name for mark, name in _BOMS.items() if sample.startswith(mark)), None)
    if marked:
        return _finding(sample, marked, "detected")
    stated = known_encoding(declared) if declared else None
    if sample.isascii():
        return EncodingFinding(stated or "UTF-8", source if stated else "detected")
    best = max(DETECTED, key=lambda name: _score(sample, name))
    if stated and _score(sample, best) - _score(sample, stated) < _LEAST_LEAD:
        return _finding(sample, stated, source)
    return _finding(sample, best, "detected")


def known_encoding(name: str) -> str | None:
    """The encoding meant by `1252`, `ANSI 1252`, `88591`, `OEM 850`, `UTF8`, …; None: unknown."""
    small = name.strip().strip("\x00\ufeff").casefold()
    if small in ("65001", "utf8", "utf_8", "utf-8-sig"):
        small = "utf-8"
    elif iso := _ISO.match(small):
        small = f"iso8859-{iso[1]}"
    elif code := _ALIASES.match(small):
        small = f"cp{code[1]}"
    elif small in ("ansi", "system", "latin1", "latin-1"):
        small = "cp1252" if small in ("ansi", "system") else "iso8859-1"
    try:
        found = codecs.lookup(small).name
    except (LookupError, ValueError):
        return None
    return _SHOWN_NAMES.get(found, found) if _ALLOWED.fullmatch(found) else None


def declared_encoding(dbf: Path) -> Declared | None:
    """What a shapefile's .cpg or, without one, the head of its .dbf says."""
    cpg = _beside(dbf, ".cpg") or _beside(dbf, ".cst")
    if cpg is not None:
        with cpg.open("rb") as content:
            name = content.read(64).decode("ascii", "replace").strip()
        if known_encoding(name):
            return Declared(name, "cpg")
    with dbf.open("rb") as content:
        head = content.read(32)
    name = _LANGUAGE_IDS.get(head[29], "") if len(head) > 29 else ""  # noqa: PLR2004
    return Declared(name, "ldid") if name else None


def dbf_sample(dbf: Path) -> bytes:
    """Bytes of the names of fields and of records from all over a .dbf."""
    with dbf.open("rb") as content:
        head = content.read(32)
        records, first, width = (
            int.from_bytes(head[slice(*at)], "little") for at in ((4, 8), (8, 10), (10, 12))
        )
        names = content.read(max(first - 32, 0))
        pieces = [names[at : at + 11].split(b"\x00")[0] for at in range(0, len(names) - 1, 32)]
        step = max(records // _SAMPLE_RECORDS, 1)
        for record in range(0, records, step):
            content.seek(first + record * width)
            pieces.append(content.read(width))
    return b"\n".join(pieces)


def texts_in(values: Iterable[str], encoding: str) -> list[str]:
    """Texts that were read as ISO-8859-1, which keeps every byte, as they are meant."""
    texts = list(values)
    together = "\x00".join(texts)
    if together.isascii():
        return texts
    meant = together.encode("latin-1").decode(encoding, "replace").split("\x00")
    if len(meant) == len(texts):
        return meant
    return [text.encode("latin-1").decode(encoding, "replace") for text in texts]


def _beside(dbf: Path, ending: str) -> Path | None:
    return next(
        (
            path
            for path in sorted(dbf.parent.iterdir())
            if path.stem.casefold() == dbf.stem.casefold() and path.suffix.casefold() == ending
        ),
        None,
    )


def _finding(sample: bytes, name: str, source: str) -> EncodingFinding:
    others = tuple(
        other for other in DETECTED if other != name and _score(sample, other) > -_LEAST_LEAD
    )
    return EncodingFinding(name, source, _telling_words(sample, name), others)


def _telling_words(sample: bytes, name: str) -> tuple[str, ...]:
    """Some words with other letters than ASCII has, as they read in an encoding."""
    words: dict[str, None] = {}
    for word in _GAP.split(sample.decode(name, "replace").lstrip("\ufeff")):
        if not word.isascii() and any(map(str.isalpha, word)):
            words[word[:40]] = None
            if len(words) == _WORDS:
                break
    return tuple(words)


def _score(sample: bytes, name: str) -> int:
    """How much the bytes, read so, look like German: letters count for it, oddities against."""
    text = _ASCII.sub(b" ", sample).decode(name, "replace")
    others = text.replace(" ", "")
    if name == "UTF-8":
        broken = text.count("\ufffd")
        # Texts in another encoding are hardly ever valid UTF-8 by chance.
        return len(others) * _LEAST_LEAD if broken * _MOSTLY <= len(others) else -2 * broken
    good = sum(sign in _GERMAN for sign in others)
    fair = sum(sign in _USUAL for sign in others)
    return good - 2 * (len(others) - good - fair)
