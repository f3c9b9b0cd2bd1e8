"""Administration: accounts, rounds, themes, texts, and one person's data."""

from mapper.ui import context
from mapper.ui.components.admin import show_administration

show_administration(context.current())
