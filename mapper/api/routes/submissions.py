"""Handing in an idea, and looking at one's own."""

from collections.abc import Mapping
from datetime import date, datetime

from starlette.responses import Response

from mapper.api.answers import NEVER, json_answer
from mapper.api.body import read_draft, read_tokens
from mapper.api.endpoint import Call
from mapper.domain.berlin import day_of
from mapper.domain.statuses import ModerationStatus
from mapper.services.answers import PublicAnswer
from mapper.services.merged import Whole
from mapper.services.mine import find_mine
from mapper.services.submit import Submission, submit


def post_proposal(call: Call) -> Response:
    """Store an idea: 201 the first time, 200 when it is stored already."""
    draft = read_draft(call.request, call.body)
    settings = call.state.settings
    done = submit(
        call.state.sessions, draft, secret=call.state.secret, moderation=settings.moderation
    )
    return answer_stored(call, done)


def answer_stored(
    call: Call, done: Submission, further: Mapping[str, object] | None = None
) -> Response:
    """The receipt of an idea, with what else its sender needs to know."""
    content = {
        "public_id": done.public_id,
        "url": _idea_url(done.public_id),
        "municipality": done.municipality,
        "district": done.district,
        "moderation_status": done.moderation_status,
        "review_by": _review_by(call, done.moderation_status, done.waits_since),
        "edit_token": done.edit_token,
        **(further or {}),
    }
    return json_answer(content, cache=NEVER, status=201 if done.created else 200)


def post_mine(call: Call) -> Response:
    """The ideas behind private links; links that lead nowhere are left out."""
    found = find_mine(call.state.sessions, read_tokens(call.request, call.body))
    proposals = [
        {
            "token_index": own.token_index,
            "public_id": own.public_id,
            "title": own.title,
            "body": own.body,
            "display_name": own.display_name,
            "action_field": own.action_field,
            "municipality": own.municipality,
            "district": own.district,
            "place_certainty": own.place_certainty,
            "lon": own.lon,
            "lat": own.lat,
            "public_precision": own.public_precision,
            "moderation_status": own.moderation_status,
            "response_status": own.response_status,
            "status_reason": own.status_reason,
            "review_by": _review_by(call, own.moderation_status, own.waits_since),
            "responses": [_answer(one) for one in own.answers],
            "part_of": _whole(own.part_of),
            "created_at": own.created_at,
            "url": _idea_url(own.public_id),
        }
        for own in found
    ]
    return json_answer({"proposals": proposals}, cache=NEVER)


def _review_by(call: Call, status: str, since: datetime) -> date | None:
    """The day by which somebody will have looked at a new idea; None where none is promised.

    It counts from when the town got the idea, however old the paper is that it was written on.
    """
    if status != ModerationStatus.PENDING or call.state.profile.review_days is None:
        return None
    return day_of(since + call.state.backoffice.rules.review_within)


def _answer(answer: PublicAnswer) -> dict[str, object]:
    return {
        "response_status": answer.status,
        "decided_on": answer.decided_on,
        "body": answer.body,
        "office": answer.office,
        "council_paper_url": answer.paper_url,
    }


def _whole(whole: Whole | None) -> dict[str, object] | None:
    """The idea that stands for one's own since both were merged."""
    if whole is None:
        return None
    return {
        "public_id": whole.number,
        "title": whole.title,
        "response_status": whole.response_status,
        "url": _idea_url(whole.number),
    }


def _idea_url(public_id: str) -> str:
    """Where one idea is shown, as a path: whichever name this server is reached by."""
    return f"/idee?id={public_id}"
