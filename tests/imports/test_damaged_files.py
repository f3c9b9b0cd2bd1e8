"""Files cut off or changed at random: a report or a refusal comes out, never anything else."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapper.domain.imports import ImportLimits, ImportReport
from mapper.errors import REASONS, ImportRefusedError
from tests.imports.files import FORMATS, Upload, example, shapefile

_LIMITS = ImportLimits(seconds=20)
_EXAMPLES = 8
_places = st.floats(0, 1, exclude_max=True)
_damages = st.tuples(
    st.one_of(st.none(), _places),
    st.lists(st.tuples(_places, st.integers(1, 255)), max_size=12),
)
"""Where a file is cut off, if at all, and which bytes are changed how."""


def damaged(body: bytes, cut: float | None, changes: list[tuple[float, int]]) -> bytes:
    kept = bytearray(body if cut is None else body[: int(cut * len(body))])
    for place, change in changes:
        if kept:
            kept[int(place * len(kept))] ^= change
    return bytes(kept)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, bytes]]:
    """Valid uploads by ending, shapefiles in loose parts too."""
    folder = tmp_path_factory.mktemp("valid")
    loose = shapefile(tmp_path_factory.mktemp("loose"))
    return {**{ending: example(folder, ending) for ending in FORMATS}, "parts": loose}


@pytest.mark.parametrize("kind", [*FORMATS, "parts"])
@settings(
    max_examples=_EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    examples: Mapping[str, Mapping[str, bytes]],
    kind: str,
    data: st.DataObject,
) -> None:
    files = dict(examples[kind])
    name = data.draw(st.sampled_from(sorted(files)))
    files[name] = damaged(files[name], *data.draw(_damages))
    upload = Upload(tmp_path_factory.mktemp("job", numbered=True)).give(files)
    try:
        report = upload.read(limits=_LIMITS)
    except ImportRefusedError as refused:
        assert refused.reason in REASONS
        assert refused.reason not in ("too_slow", "too_much_memory")
        return
    assert isinstance(report, ImportReport)
    assert report.features <= report.rows_read
