"""The reason an author reads: chosen from the town's text blocks, and edited before it is sent."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from markupsafe import Markup

from mapper.mapview.citizen_map import in_language
from mapper.services.decide import REASON_LENGTH
from mapper.services.decide_several import Decision
from mapper.services.review import Review
from mapper.services.text_blocks import OfferedText, list_rejections
from mapper.ui import widget_keys
from mapper.ui.components import moderation_store as store
from mapper.ui.components.moderation_store import Panel
from mapper.ui.components.moderation_told import show_refused_panel
from mapper.ui.components.plain_label import plain_label
from mapper.ui.context import Context

_MOST_KEYS = 9
CONFIRM_KEY = {Decision.REJECT: "N", Decision.HIDE: "A"}


def reason_of(number: str) -> str:
    """The reason as it is written now."""
    return str(widget_keys.entered(store.draft_name("reason", number)) or "")


def show_reason(
    number: str,
    decision: Decision,
    here: Context,
    *,
    review: Review | None = None,
    keys: bool,
    on_confirm: Callable[..., None],
    args: tuple[Any, ...],
) -> None:
    """Text blocks, the reason, the button that decides, and why that was refused.

    `number` is an idea's, then `review` is the idea; or it stands for several.
    """
    _ = here.translator.gettext
    reject = decision is Decision.REJECT
    with st.container(key=f"moderation_panel_{decision}"):
        st.html(Markup("<h3>{}</h3>").format(_("What does the author read?")))
        _show_blocks(number, here, keys=keys)
        label = (
            _("Reason, for the author") if reject else _("Reason, for the author (may be empty)")
        )
        st.text_area(
            label,
            key=widget_keys.key_of(store.draft_name("reason", number)),
            max_chars=REASON_LENGTH[1],
            height=140,
        )
        with st.container(horizontal=True, gap="small"):
            st.button(
                _("Do not publish") if reject else _("Hide"),
                key=store.button_key("confirm", number),
                type="primary",
                shortcut=CONFIRM_KEY[decision] if keys else None,
                on_click=on_confirm,
                args=args,
            )
            st.button(
                _("Cancel"),
                key=store.button_key("cancel", number),
                on_click=store.open_panel,
                args=(number, None),
            )
        show_refused_panel(number, Panel(decision), review, here)


def _show_blocks(number: str, here: Context, *, keys: bool) -> None:
    with st.container(key="moderation_blocks", horizontal=True, gap="small"):
        for at, block in enumerate(list_rejections(here.backoffice, here.who), 1):
            st.button(
                plain_label(in_language(block.titles, here.lang) or block.key),
                key=store.button_key(f"block_{block.key}", number),
                shortcut=str(at) if keys and at <= _MOST_KEYS else None,
                on_click=_fill,
                args=(number, block, here),
            )


def _fill(number: str, block: OfferedText, here: Context) -> None:
    """Put the block's words into the field; its author reads the town's first language."""
    store.drop_refusal()
    reason = in_language(block.bodies, here.profile.languages[0])
    widget_keys.write(store.draft_name("reason", number), reason)
