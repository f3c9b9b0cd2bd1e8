"""The open idea and others as one: merging it with a likely duplicate, and undoing that."""

import streamlit as st
from markupsafe import Markup, escape

from mapper.domain.statuses import ModerationStatus
from mapper.i18n import N_
from mapper.markup import link, text
from mapper.services import merge
from mapper.services.alike import Related
from mapper.services.merged import MergedIdea
from mapper.services.review import Review
from mapper.ui.components import moderation_store as store
from mapper.ui.components.moderation_address import Wanted, link_to
from mapper.ui.components.moderation_store import Noted
from mapper.ui.components.moderation_told import attempt
from mapper.ui.context import Context

_PUBLISHED = ModerationStatus.PUBLISHED


def show_merged(review: Review, wanted: Wanted, here: Context) -> None:
    """What the idea is part of, and what became part of it; each with the way back."""
    words = here.translator
    if review.part_of:
        into, title = review.part_of.into, review.part_of.into_title
        _show_one(
            words.gettext("Part of: {title}"), into, title, review.part_of, review, wanted, here
        )
    for part in review.parts:
        told = words.gettext("Merged into this idea: {title}")
        _show_one(told, part.number, part.title, part, review, wanted, here)


def show_merging(review: Review, here: Context) -> None:
    """Buttons that make the idea part of one that may be the same, numbered as in the list."""
    words = here.translator
    fitting = [
        (number, one) for number, one in enumerate(review.alike, 1) if _may_become(review, one)
    ]
    if not fitting:
        return
    with st.container(key="moderation_merging"):
        told = words.gettext(
            "The same wish? Then this idea becomes part of the other one. Both texts are kept, and "
            "it can be undone."
        )
        st.html(Markup('<p class="ik-quiet">{}</p>').format(told))
        with st.container(horizontal=True, gap="small"):
            for number, one in fitting:
                st.button(
                    words.gettext("Merge with {number}").format(number=number),
                    key=store.button_key(f"merge_{one.number}", review.number),
                    on_click=_merge,
                    args=(review, one, here),
                )


def _may_become(review: Review, one: Related) -> bool:
    """Of a public idea or one that waits: part of a public one, or of another that waits."""
    merges = ModerationStatus.MERGED in review.moves
    return merges and one.moderation_status in {_PUBLISHED, review.moderation_status}


def _show_one(
    told: str,
    number: str,
    title: str,
    merged: MergedIdea,
    review: Review,
    wanted: Wanted,
    here: Context,
) -> None:
    way = link(link_to(wanted, here.query, number=number), text(title), class_="ik-link")
    with st.container(key=f"moderation_part_{merged.number}", horizontal=True, gap="small"):
        st.html(Markup("<p>{}</p>").format(escape(told).format(title=way)))
        if merged.undoable:
            st.button(
                here.translator.gettext("Undo this merge"),
                key=store.button_key(f"part_{merged.number}", review.number),
                on_click=_part,
                args=(review, merged, here),
            )


def _merge(review: Review, other: Related, here: Context) -> None:
    def act() -> None:
        merge.merge(
            *(here.backoffice, here.who, review.number, other.number),
            version=review.version,
            into_version=other.version,
        )
        _say(review, N_("The idea is now part of another one."))

    attempt(review.number, act)


def _part(review: Review, merged: MergedIdea, here: Context) -> None:
    def act() -> None:
        merge.part(here.backoffice, here.who, merged.number)
        _say(review, N_("The merge is undone."))

    attempt(review.number, act)


def _say(review: Review, message: str) -> None:
    """Say it, and let the heading take the focus: the button is gone."""
    store.say(Noted(review.number, message))
    store.open_panel(review.number, None)
    store.move_focus()
