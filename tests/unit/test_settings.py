"""Settings that guard something are refused at the start when they would guard nothing."""

from pathlib import Path

import pytest

from mapper.errors import SettingsError
from mapper.settings import load_settings, secret_key


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("MAPPER_FRAME_ANCESTORS", bad) for bad in ("*", "https://*", "'self'", "town.example")),
        *(("MAPPER_FRAME_ANCESTORS", bad) for bad in ("https://a.example; script-src *", "data:")),
        *(("MAPPER_FRAME_ANCESTORS", bad) for bad in ("https://a.example/path", "https://a,b")),
        *(("MAPPER_TRUSTED_PROXIES", bad) for bad in ("*", "0.0.0.0/0", "::/0", "proxy.example")),
        *(("MAPPER_LIMIT_FACTOR", bad) for bad in ("0", "-1", "1001", "many")),
        *(("MAPPER_REQUEST_TIMEOUT_S", bad) for bad in ("0", "301")),
        ("MAPPER_LOG_FORMAT", "xml"),
    ],
)
def test_a_guard_that_guards_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError, match=name):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("MAPPER_FRAME_ANCESTORS", " https://www.town.example  http://localhost:8080 ", 2),
        ("MAPPER_FRAME_ANCESTORS", "https://*.town.example", 1),
        ("MAPPER_FRAME_ANCESTORS", "", 0),
        ("MAPPER_TRUSTED_PROXIES", "10.0.0.7, 192.168.0.0/24,fd00::/8", 3),
        ("MAPPER_TRUSTED_PROXIES", "", 0),
    ],
)
def test_what_guards_is_taken(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, kept: int
) -> None:
    monkeypatch.setenv(name, value)
    settings = load_settings()

    given = getattr(settings, name.removeprefix("MAPPER_").lower())
    assert len(given.replace(",", " ").split()) == kept


def test_the_secret_makes_the_folder_it_is_kept_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "not" / "yet"
    monkeypatch.setenv("MAPPER_HOME", str(home))
    monkeypatch.delenv("MAPPER_SECRET_KEY", raising=False)

    secret = secret_key(load_settings())

    assert secret_key(load_settings()) == secret
    assert len(secret) == 64
    assert home.stat().st_mode & 0o077 == 0
