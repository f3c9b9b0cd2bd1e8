"""A table of a TOML file whose every wrong value is refused with its file and key."""

import datetime
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from mapper.errors import ProfileError

T = TypeVar("T")


class Table:
    """One table of a TOML file; keys nobody asked for are refused by `close`."""

    def __init__(self, where: str, values: dict[str, Any], path: str = "") -> None:
        self.where = where
        self._values = values
        self._path = path
        self._known: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def refuse(self, key: str, problem: str) -> ProfileError:
        """The error that names this table's file and key."""
        return ProfileError(f"{self.where}: {self._name(key)}", problem)

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._take(key, str, "a text")
        if not value.strip():
            raise self.refuse(key, "must not be empty")
        return str(value)

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is absent."""
        return self.text(key) if self._has(key) else None

    def optional_int(self, key: str, *, least: int = 0) -> int | None:
        """A whole number of at least `least`, or None where the key is absent."""
        if not self._has(key):
            return None
        value = self._take(key, int, "a whole number")
        if value < least:
            raise self.refuse(key, f"must be at least {least}, not {value}")
        return int(value)

    def optional_date(self, key: str) -> datetime.date | None:
        """A day without a time, or None where the key is absent."""
        if not self._has(key):
            return None
        value: datetime.date = self._take(key, datetime.date, "a day such as 2026-09-01")
        if isinstance(value, datetime.datetime):
            raise self.refuse(key, "must be a day such as 2026-09-01, without a time")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where the key is absent."""
        return bool(self._take(key, bool, "true or false")) if self._has(key) else False

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        """A text out of `allowed`."""
        value = self.text(key)
        if value not in allowed:
            raise self.refuse(key, f"must be one of {', '.join(allowed)}, not '{value}'")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where the key is absent."""
        values = self._list(key)
        if not all(isinstance(one, str) and one.strip() for one in values):
            raise self.refuse(key, "must be a list of texts")
        return tuple(values)

    def numbers(self, key: str, count: int) -> tuple[float, ...]:
        """A list of exactly `count` numbers."""
        values = self._take(key, list, f"a list of {count} numbers")
        numeric = all(isinstance(one, int | float) and not isinstance(one, bool) for one in values)
        if len(values) != count or not numeric:
            raise self.refuse(key, f"must be a list of {count} numbers")
        return tuple(float(one) for one in values)

    def text_map(self, key: str) -> dict[str, str]:
        """A table of texts, empty where the key is absent."""
        values = self._take(key, dict, "a table of texts") if self._has(key) else {}
        for name, value in values.items():
            if not isinstance(value, str) or not value.strip():
                raise self.refuse(f"{key}.{name}", "must be a text")
        return dict(values)

    def translations(self, key: str, languages: tuple[str, ...]) -> dict[str, str]:
        """A text for each of the languages."""
        values = self.text_map(key)
        for lang in languages:
            if lang not in values:
                raise self.refuse(f"{key}.{lang}", "is missing")
        return values

    def table(self, key: str) -> "Table":
        """The table under this key."""
        return Table(self.where, self._take(key, dict, "a table"), self._name(key))

    def tables(self, key: str) -> Iterator["Table"]:
        """The tables of the array under this key; none where it is absent."""
        for index, values in enumerate(self._list(key)):
            path = f"{self._name(key)}[{index}]"
            if not isinstance(values, dict):
                raise ProfileError(f"{self.where}: {path}", "must be a table")
            yield Table(self.where, values, path)

    def each(self, key: str, read: Callable[["Table"], T]) -> tuple[T, ...]:
        """What `read` makes of each table of the array, whose unknown keys are then refused."""
        found = []
        for table in self.tables(key):
            found.append(read(table))
            table.close()
        return tuple(found)

    def close(self) -> None:
        """Refuse the first key that nobody asked for: most likely it is misspelled."""
        for key in self._values:
            if key not in self._known:
                raise self.refuse(key, "is not known here")

    def _has(self, key: str) -> bool:
        self._known.add(key)
        return key in self._values

    def _list(self, key: str) -> list[Any]:
        return list(self._take(key, list, "a list")) if self._has(key) else []

    def _take(self, key: str, kind: type, expected: str) -> Any:
        if not self._has(key):
            raise self.refuse(key, "is missing")
        value = self._values[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.refuse(key, f"must be {expected}, not {value!r}")
        return value

    def _name(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key


def read_table(path: Path) -> Table:
    """The top table of a TOML file.

    Raises
    ------
    ProfileError
        The file is absent, unreadable, or no TOML.
    """
    try:
        return Table(path.name, tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ProfileError(str(path), "there is no such file") from None
    except OSError as failure:
        raise ProfileError(str(path), f"cannot be read ({failure.strerror})") from None
    except UnicodeDecodeError:
        raise ProfileError(path.name, "is not written in UTF-8") from None
    except tomllib.TOMLDecodeError as failure:
        problem = str(failure).removesuffix(".").replace(". ", ", ")
        raise ProfileError(path.name, f"is no TOML: {problem}") from None
