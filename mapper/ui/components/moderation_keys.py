"""Single keys that act on the open idea, the list of them, and the switch that turns them off.

WCAG 2.1.4 asks that keys without a modifier can be turned off; the switch stands in the address.
"""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from mapper.i18n import N_, Translator
from mapper.markup import join
from mapper.ui.components import moderation_store as store
from mapper.ui.components.moderation_address import Wanted

PUBLISH, REJECT, HIDE, KEEP, TAKE = "V", "N", "A", "B", "U"
NEXT, PREVIOUS, UNDO, BLACK_OUT, CORRECT = "W", "Q", "Z", "S", "O"

MEANINGS: Mapping[str, str] = {
    PUBLISH: N_("publish"),
    REJECT: N_("do not publish: choose the reason, and again to confirm"),
    HIDE: N_("hide: choose the reason, and again to confirm"),
    KEEP: N_("keep public what was reported"),
    NEXT: N_("open the next idea of the list"),
    PREVIOUS: N_("open the previous one"),
    UNDO: N_("take the last decision back"),
    TAKE: N_("take the idea, or give it back"),
    BLACK_OUT: N_("black out personal data"),
    CORRECT: N_("put theme or place right"),
    "1–9": N_("choose one of the reasons"),
}
_SWITCH = "moderation_keys"


def key_for(key: str, wanted: Wanted) -> str | None:
    """The key where single keys act, None where they were switched off."""
    return key if wanted.keys else None


def show_keys(wanted: Wanted, words: Translator) -> None:
    """The keys with what they do, and the switch."""
    _ = words.gettext
    with st.container(key="moderation_keys_box"):
        st.html(Markup("<h3>{}</h3>").format(_("Keyboard shortcuts")))
        st.session_state[_SWITCH] = wanted.keys
        st.toggle(
            _("Single keys act on the open idea (not while you write)"),
            key=_SWITCH,
            on_change=_switch,
            args=(wanted,),
        )
        rows = join(
            Markup("<div><dt><kbd>{}</kbd></dt><dd>{}</dd></div>").format(key, _(meaning))
            for key, meaning in MEANINGS.items()
        )
        st.html(Markup('<dl class="ik-keys">{}</dl>').format(rows))


def _switch(wanted: Wanted) -> None:
    store.go_to(replace(wanted, keys=bool(st.session_state[_SWITCH])))
