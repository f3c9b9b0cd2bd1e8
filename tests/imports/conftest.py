"""A folder to import from, and what lies outside of it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.imports.files import CANARY, Upload, features, shapefile


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    folder = tmp_path / "job"
    folder.mkdir()
    return Upload(folder)


@pytest.fixture
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where files are made that are then given."""
    return tmp_path_factory.mktemp("made")


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server's address, and what it was asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A file that nobody gave, in whatever format: a shapefile, a schema, a text."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name, body in shapefile(folder, "geheim").items():
        (folder / name).write_bytes(body.replace(b"che 1 ", CANARY.encode()[:6]))
    (folder / "geheim.txt").write_text(CANARY)
    (folder / "geheim.geojson").write_text(features({"name": CANARY}))
    return folder
