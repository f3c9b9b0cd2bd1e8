"""A chart of planning: what stands over it, what it says in words, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from mapper.charts import Layout


@dataclass(frozen=True, slots=True)
class Chart:
    """`draw` gives its SVG in a layout; `says` is for those who do not see it."""

    caption: str
    says: str
    draw: Callable[[Layout], Markup]
