"""Which goal or measure is edited, for the visit."""

ITEM = "planning_goals_item"
NEW = "new"


def goal_item(goal: int) -> str:
    """A goal as the visit knows it."""
    return f"goal_{goal}"


def measure_item(measure: int) -> str:
    """A measure as the visit knows it."""
    return f"measure_{measure}"
