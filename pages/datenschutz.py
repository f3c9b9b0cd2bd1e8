"""Privacy: the operator's words from the town profile."""

from mapper.ui import context
from mapper.ui.legal import show_text

show_text("privacy", context.current())
