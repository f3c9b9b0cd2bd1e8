"""How long a planner waits from a changed filter to the redrawn map, in a real browser."""


def measure_redraw(port: int) -> list[float]:
    """Seconds of each change."""
    raise NotImplementedError(port)
