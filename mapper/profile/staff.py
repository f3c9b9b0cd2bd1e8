"""The parts of town.toml that staff work with."""

import re

from mapper.domain.profile import TEXT_BLOCK_KINDS, Office, TextBlock
from mapper.profile.toml import Table
from mapper.profile.town import read_slug

_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
WORK_DAYS = (
    "remind_after",
    "keep_originals",
    "keep_rejected",
    "keep_contacts",
    "keep_reports",
    "keep_accounts",
)
"""Periods in days, each under [work] as `<name>_days`."""


def read_office(table: Table) -> Office:
    """One responsible office."""
    return Office(read_slug(table, "key"), table.text("name"), table.flag("outside"))


def read_text_block(table: Table, languages: tuple[str, ...]) -> TextBlock:
    """One text staff reuse."""
    return TextBlock(
        kind=table.one_of("kind", TEXT_BLOCK_KINDS),
        key=read_slug(table, "key"),
        titles=table.translations("title", languages),
        bodies=table.translations("body", languages),
    )


def read_work_days(town: Table) -> dict[str, int]:
    """Periods that the town has set, in days; those left out have a default."""
    if "work" not in town:
        return {}
    work = town.table("work")
    given = {name: work.optional_int(f"{name}_days", least=1) for name in WORK_DAYS}
    work.close()
    return {name: days for name, days in given.items() if days is not None}


def read_hosts(town: Table, key: str) -> tuple[str, ...]:
    """Names of servers in lower case, empty where the key is absent."""
    hosts = town.texts(key)
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise town.refuse(key, f"must list hosts such as geo.county.example, not '{host}'")
    return hosts


def read_https(town: Table, key: str) -> str | None:
    """A web address, or None where the key is absent."""
    url = town.optional_text(key)
    if url is not None and not url.startswith("https://"):
        raise town.refuse(key, "must begin with https://")
    return url
