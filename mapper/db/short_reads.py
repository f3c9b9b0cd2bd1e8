"""Many rows read a few at a time: whoever takes them slowly holds no connection meanwhile."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Row, Select, any_, literal
from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction

Check = Callable[[Session], None]


def read_shortly(
    sessions: Sessions,
    query: Select[*tuple[Any, ...]],
    numbers: Select[int],
    at_once: int,
    check: Check | None = None,
) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """The rows of a query in lists of at most so many, each read in a transaction of its own.

    Which rows there are is decided at the beginning, and no row comes twice or in another place.
    One that has changed since is given as it is now, and left out if the query does not find it
    any more: what was hidden meanwhile is not given away.

    Parameters
    ----------
    numbers
        The query's order, and all or some of its rows, with nothing but what they are known by.
    check
        Called after each reading, to refuse what must be whole and is not any more.
    """
    key = numbers.selected_columns[0]
    with transaction(sessions) as session:
        # Eight bytes a row: this is what is kept while a reader takes her time.
        wanted = array("q", session.scalars(numbers))
        if check:
            check(session)
    for start in range(0, len(wanted), at_once):
        some = wanted[start : start + at_once].tolist()
        with transaction(sessions) as session:
            these = query.where(key == any_(literal(some, ARRAY(BigInteger))))
            rows = session.execute(these).all()
            if check:
                check(session)
        yield rows
