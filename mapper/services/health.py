"""Is the store there?"""

from sqlalchemy import select

from mapper.db.engine import Sessions, transaction


def check_database(sessions: Sessions) -> None:
    """Return when the database answers.

    Raises
    ------
    DatabaseAwayError
    """
    with transaction(sessions) as session:
        session.execute(select(1))
