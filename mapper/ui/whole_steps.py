"""Steps that are done whole: another press waits until what was stored is noted, too.

Streamlit ends a run at its next look into the session's state once something else was pressed.
After a commit the page would then not know of it, and take its own change for a colleague's at the
next step. Runs of one visit follow one another (`fastReruns` is off), so that none sees another's
half.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.safe_session_state import SafeSessionState


def keep_callbacks_whole() -> None:
    """Let callbacks of widgets be done whole, all of them, from now on."""
    plain = SafeSessionState.on_script_will_rerun
    if hasattr(plain, "__wrapped__"):
        return

    @wraps(plain)
    def whole_callbacks(state: SafeSessionState, *given: Any, **named: Any) -> None:
        with _unbroken(state):
            plain(state, *given, **named)

    SafeSessionState.on_script_will_rerun = whole_callbacks  # type: ignore[assignment, method-assign]


@contextmanager
def whole_step() -> Iterator[None]:
    """The same for a step in the middle of a run; nothing may be drawn in it."""
    run = get_script_run_ctx()
    if run is None:
        yield
        return
    with _unbroken(run.session_state):
        yield


@contextmanager
def _unbroken(state: SafeSessionState) -> Iterator[None]:
    ask = state._yield_callback
    object.__setattr__(state, "_yield_callback", lambda: None)
    try:
        yield
    finally:
        object.__setattr__(state, "_yield_callback", ask)
