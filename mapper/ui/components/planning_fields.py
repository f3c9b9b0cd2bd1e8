"""Fields of the planners' filters; what is chosen in one is written to the address at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from mapper.domain.filters import Filters
from mapper.i18n import Translator
from mapper.i18n.labels import label
from mapper.planning.names import PARAMETER_NAMES
from mapper.planning.wanted import Wanted, with_values
from mapper.ui import widget_keys
from mapper.ui.components import planning_store
from mapper.ui.components.planning_store import WIDGETS

Change = Callable[[Any], None]


def change_filters(**changed: object) -> None:
    """Keep other values of some filters, named as in Filters."""
    wanted = planning_store.stored()
    filters: Filters = replace(wanted.filters, **changed)  # type: ignore[arg-type]
    planning_store.apply(replace(wanted, filters=filters))


def forget(*names: str) -> None:
    """Let fields show what is wanted, not what was last entered in them."""
    widget_keys.renew(*(f"{WIDGETS}{name}" for name in names))


def choose_several(
    parameter: str, field: str, options: Mapping[str, str], wanted: Wanted, words: Translator
) -> None:
    """Any number of values of one filter; `options` are their keys and names."""
    chosen = [str(one) for one in getattr(wanted.filters, field) if one in options]
    st.multiselect(
        label(PARAMETER_NAMES, parameter, words),
        list(options),
        format_func=lambda one: options.get(one, one),
        key=widget_keys.begin(f"{WIDGETS}{field}", chosen),
        placeholder=words.gettext("all"),
        select_all=False,
        on_change=hear(_several_changed, field),
        args=(field,),
    )


def choose_one(
    name: str,
    title: str,
    options: Sequence[Any],
    value: object,
    say: Callable[[Any], str],
    change: Change,
    *,
    placeholder: str | None = None,
    disabled: bool = False,
) -> None:
    """One value or, with a placeholder, none; a value that is not among the options joins them."""
    key = widget_keys.begin(f"{WIDGETS}{name}", value)
    chosen = entered(name)
    known = [*options] if chosen is None or chosen in options else [chosen, *options]
    st.selectbox(
        title,
        known,
        index=None if placeholder else 0,
        format_func=say,
        key=key,
        placeholder=placeholder,
        disabled=disabled,
        on_change=hear(_one_changed, name),
        args=(name, change),
    )


def entered(name: str) -> Any:
    """What stands in a field now."""
    return widget_keys.entered(f"{WIDGETS}{name}")


def hear(change: Callable[..., object], name: str, *others: str) -> Callable[..., None]:
    """For `on_change`: let pass what is said of a field that shows something else by now."""
    return widget_keys.hear(change, *(f"{WIDGETS}{one}" for one in (name, *others)))


def _one_changed(name: str, change: Change) -> None:
    change(entered(name))


def _several_changed(field: str) -> None:
    wanted = planning_store.stored()
    chosen = tuple(entered(field))
    filters = with_values(wanted.filters, field, chosen)
    if field == "municipalities":
        within = tuple(key for key in filters.districts if key.split("/")[0] in chosen)
        filters = replace(filters, districts=within if chosen else filters.districts)
        # The districts offered follow from the municipalities.
        forget("districts")
    planning_store.apply(replace(wanted, filters=filters))
