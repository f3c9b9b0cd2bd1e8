"""A new import: what is brought, and which layer it goes to."""

from mapper.ui.context import Context


def show_new(here: Context) -> None:
    """The form."""
