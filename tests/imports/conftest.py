"""A folder to import from."""

from pathlib import Path

import pytest

from tests.imports.files import Upload


@pytest.fixture
def upload(tmp_path: Path) -> Upload:
    folder = tmp_path / "job"
    folder.mkdir()
    return Upload(folder)


@pytest.fixture
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where files are made that are then given."""
    return tmp_path_factory.mktemp("made")
