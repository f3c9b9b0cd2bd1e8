"""Large files are made a few at a time, and are gone when they are made."""

import threading
from pathlib import Path

import pytest
from starlette.responses import StreamingResponse

from mapper.api.made_files import Turns, answer_made
from mapper.api.refusals import BusyError, refuse
from mapper.i18n import get_translator


def test_who_waits_too_long_is_sent_away_and_told_when_to_come_again() -> None:
    turns = Turns(1, wait_s=0)
    with turns.take(), pytest.raises(BusyError) as refused, turns.take():
        pass

    answer = refuse(refused.value, get_translator("de"))

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "0"
    assert "andere Dateien" in bytes(answer.body).decode()


def test_a_turn_is_free_again_after_a_failure() -> None:
    turns = Turns(1, wait_s=0)
    with pytest.raises(OSError, match="full"), turns.take():
        raise OSError("full")

    with turns.take():
        pass


def test_the_next_one_waits_for_its_turn() -> None:
    turns, order = Turns(1, wait_s=30), []

    def second() -> None:
        with turns.take():
            order.append("second")

    with turns.take():
        waiting = threading.Thread(target=second)
        waiting.start()
        order.append("first")
    waiting.join()

    assert order == ["first", "second"]


def test_a_file_has_no_name_any_more_when_it_is_sent() -> None:
    paths: list[Path] = []

    def write(path: Path) -> None:
        paths.append(path)
        path.write_bytes(b"content")

    answer = answer_made(write, "a.gpkg", Turns(1, 0), {"X-Kind": "test"}, "application/test")

    assert isinstance(answer, StreamingResponse)
    assert answer.headers["content-length"] == "7"
    assert answer.headers["x-kind"] == "test"
    assert paths[0].name == "a.gpkg"
    assert not paths[0].parent.exists()


def test_nothing_is_left_of_a_file_that_could_not_be_made() -> None:
    paths: list[Path] = []

    def write(path: Path) -> None:
        paths.append(path)
        path.write_bytes(b"half")
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        answer_made(write, "a.gpkg", Turns(1, 0), {}, "application/test")

    assert not paths[0].parent.exists()
