"""The pictures of the documentation, taken of an application with sample ideas in it.

`python -m tests.browser.screenshots` starts one of its own and leaves nothing behind.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.app import running_app
from tests.conftest import PROJECT


def main() -> int:
    """Remake docs/screenshots."""
    with (
        _folder_for_all() as folder,
        running_app(Path(folder) / "home", options=("run", "--demo")) as app,
    ):
        script = PROJECT / "docs" / "make_screenshots.py"
        return subprocess.run([sys.executable, str(script), app.url], check=False).returncode


@contextmanager
def _folder_for_all() -> Iterator[str]:
    """A temporary folder that the database's own account may enter, too."""
    with TemporaryDirectory(prefix="ideenkarte-pictures-") as folder:
        Path(folder).chmod(0o755)
        yield folder


if __name__ == "__main__":
    sys.exit(main())
