"""The private cluster's own settings, written anew at every start."""

import os
from pathlib import Path

from mapper.db.account import Account

FILE = "mapper.conf"
MIB = 2**20


def write_config(data: Path, socket: Path, account: Account) -> None:
    """Write the settings and have the server read them last.

    Whoever wants others says ``alter system``: PostgreSQL reads those after all files.
    """
    path = data / FILE
    wanted = _config(socket)
    if path.exists() and path.read_text(encoding="utf-8") == wanted:
        return
    fresh = path.with_suffix(".new")
    fresh.write_text(wanted, encoding="utf-8")
    account.own(fresh)
    fresh.replace(path)
    main = data / "postgresql.conf"
    include = f"include '{FILE}'\n"
    if include not in main.read_text(encoding="utf-8"):
        with main.open("a", encoding="utf-8") as file:
            file.write(include)


def _config(socket: Path) -> str:
    memory = os.sysconf("SC_PAGESIZE") * os.sysconf("SC_PHYS_PAGES")
    # 128 MB on the smallest machine (2 GB), where browser, app and database share it.
    buffers = min(max(memory // 16, 128 * MIB), 1024 * MIB) // MIB
    return f"""# Written by mapper at every start; use 'alter system' for settings of your own.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
synchronous_commit = on
shared_buffers = {buffers}MB
effective_cache_size = {memory // 4 // MIB}MB
work_mem = 16MB
maintenance_work_mem = 64MB
max_connections = 60
jit = off
timezone = 'UTC'
logging_collector = off
log_line_prefix = '%m [%p] '
log_checkpoints = off
# Statements and the details of errors carry people's words: they stay out of the log.
log_error_verbosity = terse
log_min_error_statement = panic
"""
