"""The open idea as a whole: what can be done stands above what is known."""

import streamlit as st

from mapper.domain.roles import Right
from mapper.domain.statuses import ModerationStatus
from mapper.errors import MapperError
from mapper.i18n.errors import explain
from mapper.services.review import review_idea
from mapper.ui import cache, look
from mapper.ui.components.answering import show_answering
from mapper.ui.components.moderation_actions import show_actions, show_holder
from mapper.ui.components.moderation_address import Wanted
from mapper.ui.components.moderation_detail import (
    show_facts,
    show_heading,
    show_history,
    show_words,
)
from mapper.ui.components.moderation_keys import show_keys
from mapper.ui.components.moderation_merged import show_merged, show_merging
from mapper.ui.components.moderation_panels import show_original_note, show_panel
from mapper.ui.components.moderation_related import show_map, show_related
from mapper.ui.components.moderation_told import show_said
from mapper.ui.components.remarks import show_remarks
from mapper.ui.context import Context
from mapper.ui.errors import show_notice
from mapper.ui.ideas import IdeaWords


def show_idea(
    number: str, wanted: Wanted, order: tuple[str, ...], here: Context, ideas: IdeaWords
) -> None:
    """Everything about one idea; `order` are the numbers of the list it was opened from."""
    try:
        review = review_idea(here.backoffice, here.who, number)
    except MapperError as error:
        look.content_start()
        show_said(wanted, None, here)
        show_notice(_explain(error, here))
        return
    with st.container(key="moderation_head"):
        # Its place is there always: what comes later would otherwise be drawn anew with it.
        with st.container(key="moderation_told"):
            show_said(wanted, review, here)
        show_heading(review, wanted, here, ideas)
        show_holder(review, wanted, here)
        show_actions(review, wanted, order, here)
    show_panel(review, cache.choices(here), here)
    with st.container(key="moderation_body"):
        with st.container(key="moderation_words"):
            with st.container(key="moderation_merged"):
                show_merged(review, wanted, here)
            show_words(review, here)
            show_original_note(review, here)
            if here.actor and here.actor.may(Right.RESPOND):
                if review.moderation_status is ModerationStatus.PUBLISHED:
                    show_answering(here, number)
                show_remarks(here, number)
            show_facts(review, here, ideas)
            if review.may_moderate:
                show_history(review, here)
            show_keys(wanted, here.translator)
        with st.container(key="moderation_around"):
            show_map(review, here)
            show_related(review, wanted, here)
            show_merging(review, here)


def _explain(error: MapperError, here: Context) -> str:
    if error.code == "not_found":
        return here.translator.gettext("There is no idea with this number, or it is not yours.")
    return explain(error, here.translator)
