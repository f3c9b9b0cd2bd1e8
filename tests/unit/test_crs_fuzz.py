"""Whatever words and numbers a file has, finding its system ends in a finding."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.domain.imports import ImportOptions
from mapper.errors import ImportRefusedError
from mapper.imports.reading.systems import find_crs, projection
from mapper.imports.reading.systems_words import canonical, understand
from tests.prj_texts import IDENTIFIED, PLAIN
from tests.town import ground

HERE = ground()
TEXTS = [*(words for words, _ in IDENTIFIED.values()), *PLAIN]
STATES = {"given", "identified", "missing", "contradictory"}


@st.composite
def broken_texts(draw: st.DrawFn) -> str:
    """A text of a .prj cut off, with some other characters in it."""
    text = list(draw(st.sampled_from(TEXTS)))
    for _ in range(draw(st.integers(0, 3))):
        text[draw(st.integers(0, len(text) - 1))] = draw(st.characters())
    return "".join(text[: draw(st.integers(0, len(text)))])


@settings(max_examples=60, deadline=None)
@given(st.one_of(broken_texts(), st.text(max_size=200)))
def test_any_words_are_understood_or_not(words: str) -> None:
    meaning = understand(words)

    assert meaning.code is None or meaning.confidence[0][0] == meaning.code


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=100))
def test_any_choice_is_a_system_or_refused(chosen: str) -> None:
    try:
        code = canonical(chosen)
    except ImportRefusedError as refused:
        assert refused.reason in {"unknown_crs", "unusable_crs"}
    else:
        assert canonical(code) == code


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([None, "EPSG:25833", "EPSG:4326", "EPSG:31468", "EPSG:5650", "EPSG:3857"]),
    st.lists(st.tuples(st.floats(width=64), st.floats(width=64)), max_size=8),
)
def test_any_numbers_end_in_a_finding(
    words: str | None, numbers: list[tuple[float, float]]
) -> None:
    sample = np.array(numbers, dtype=np.float64).reshape(-1, 2)

    found = find_crs(words, sample, ImportOptions(), HERE)

    assert found.state in STATES
    assert (found.crs is None) == (found.state in {"missing", "contradictory"})
    for one in found.candidates:
        assert 0 <= one.inside <= 1
        assert np.isfinite(one.shift_m)
        assert np.isfinite(one.sample).all()
    if found.crs:
        assert projection(found, HERE)(sample.copy()).shape == sample.shape
