"""What the kernel keeps the reading process from."""

import os
import subprocess
import sys
from pathlib import Path

from mapper.imports.reading.fence import can_fence
from tests.imports.files import Upload

PROBE = """
import os, socket, subprocess, sys
from pathlib import Path
from mapper.domain.imports import ImportLimits
from mapper.imports.reading.confine import confine, leave_only
folder, secret = map(Path, sys.argv[1:])
confine(folder, ImportLimits())
def refused(act):
    try:
        act()
    except (OSError, subprocess.SubprocessError):
        return True
    return False
print(*map(refused, [
    secret.read_text, lambda: Path("/etc/passwd").read_bytes(), lambda: secret.write_text("x"),
    lambda: list(secret.parent.iterdir()), lambda: socket.create_connection(("127.0.0.1", 80)),
    lambda: socket.socket(socket.AF_UNIX), lambda: subprocess.run(["/bin/true"]),
    lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
    lambda: (folder / "x").write_text("x"),
]))
import pyogrio
leave_only("KML")
print(*pyogrio.list_drivers())
"""


def test_the_kernel_keeps_the_reading_process_in(upload: Upload, canary: Path) -> None:
    """Where the kernel can: Landlock is there from Linux 5.13 on, and containers may forbid it."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", PROBE, str(upload.folder), str(canary / "geheim.txt")],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    refused, drivers = done.stdout.splitlines()
    assert drivers == "LIBKML"
    files, calls = can_fence()
    expected = [files, files, files, files, calls, calls, calls, files, False]
    got = [word == "True" for word in refused.split()]
    # Somebody who may not be root may not read another's environment anyway, say.
    assert all(was or not should for was, should in zip(got, expected, strict=True))
    assert not got[-1]
