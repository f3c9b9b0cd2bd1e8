"""A full disk: said in one sentence, and nothing that was acknowledged is lost.

A really small disk takes root to mount. Without root the same refusal is reached by asking
for more room than any disk has.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mapper.db.account import cluster_account
from mapper.db.cluster_process import Server
from mapper.db.errors import DiskFullError
from mapper.db.installation import find_installations

SCRIPT = Path(__file__).with_name("small_disk.py")


def test_no_cluster_is_begun_where_there_is_no_room_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "cluster"
    folder.mkdir()
    account = cluster_account(Path("/tmp"))
    installation = find_installations()[0]
    server = Server(installation, account, folder / "data", folder / "log", folder)

    with pytest.raises(DiskFullError, match="disk is full"):
        server.create(owner="ideas", room=2**63)

    assert list(folder.iterdir()) == []


if os.geteuid() == 0:

    @pytest.fixture
    def disk() -> Iterator[Path]:
        with TemporaryDirectory(prefix="ideenkarte-") as folder:
            yield Path(folder)

    def on_a_small_disk(home: Path, size: str, goal: str) -> list[str]:
        command = ["unshare", "--mount", sys.executable, str(SCRIPT), str(home), size, goal]
        done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
        return done.stdout.splitlines()

    def test_a_disk_too_small_for_a_cluster_is_named(disk: Path) -> None:
        said = on_a_small_disk(disk, "60m", "create")

        assert said == [f"The disk is full at {disk}/cluster: free some space and try again."]

    def test_a_disk_that_fills_up_loses_nothing_that_was_acknowledged(disk: Path) -> None:
        reason, counts = on_a_small_disk(disk, "190m", "fill")
        acknowledged, kept = map(int, counts.split())

        assert "disk is full" in reason
        assert acknowledged == kept > 0
