"""Logins at the database server for QGIS and other GIS programs."""

import secrets

from mapper.db import readers
from mapper.domain.roles import Right
from mapper.services.access import Who
from mapper.services.backoffice import Backoffice


def add_reader(office: Backoffice, who: Who, name: str) -> str:
    """Make a login that reads what is public; its password, which is told once.

    Raises
    ------
    ReaderRefusedError
    """
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        password = secrets.token_urlsafe(24)
        readers.create_reader(act.session, name, password)
        act.record("account.reader_added", "account", name)
    return password


def remove_reader(office: Backoffice, who: Who, name: str) -> None:
    """Remove such a login.

    Raises
    ------
    ReaderRefusedError
    """
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        readers.drop_reader(act.session, name)
        act.record("account.reader_removed", "account", name)


def list_readers(office: Backoffice, who: Who) -> list[str]:
    """All such logins, by name."""
    with office.acting(who, Right.MANAGE_ACCOUNTS) as act:
        return readers.list_readers(act.session)
