"""For staff at a desk: entering ideas for others, and the events they come from."""

from datetime import UTC, datetime

import segno
from starlette.responses import Response

from mapper.api.answers import NEVER, json_answer
from mapper.api.body import read_desk_draft, read_event
from mapper.api.endpoint import Call
from mapper.domain.statuses import Channel, ModerationStatus
from mapper.i18n.translator import TIMEZONE
from mapper.services.desk import NOT_AT_A_DESK, submit_for
from mapper.services.events import ListedEvent, add_event


def post_idea(call: Call) -> Response:
    """Store an idea for somebody: 201 the first time, 200 when it is stored already."""
    state = call.state
    entered = read_desk_draft(call.request, call.body, desk_channels(state.profile.channels))
    done = submit_for(state.backoffice, call.who, entered, moderation=state.settings.moderation)
    link = f"{_own_address(call)}/meine#{done.edit_token}"
    content = {
        "public_id": done.public_id,
        "url": f"/idee?id={done.public_id}",
        "municipality": done.municipality,
        "district": done.district,
        "moderation_status": done.moderation_status,
        "review_by": _review_by(call, done.moderation_status),
        "edit_token": done.edit_token,
        "private_link": link,
        "qr": draw_qr(link),
    }
    return json_answer(content, cache=NEVER, status=201 if done.created else 200)


def post_event(call: Call) -> Response:
    """Add an event to a round; the same one twice is one."""
    event = add_event(call.state.backoffice, call.who, read_event(call.request, call.body))
    return json_answer(event_content(event), cache=NEVER)


def event_content(event: ListedEvent) -> dict[str, object]:
    """An event as the desk's page reads it."""
    return {
        "id": event.id,
        "round": event.round_slug,
        "title": event.title,
        "held_on": event.held_on and event.held_on.isoformat(),
        "place": event.place,
    }


def desk_channels(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """The town's channels that people use to come to a desk, in the town's order."""
    return tuple(channel for channel in channels if channel not in NOT_AT_A_DESK)


def draw_qr(link: str) -> str:
    """A QR code as the address of an SVG picture, black on white with its quiet zone."""
    code = segno.make(link, error="m", micro=False)
    return code.svg_data_uri(border=4, light="#fff", omitsize=True)


def _review_by(call: Call, status: ModerationStatus) -> str | None:
    """The day by which somebody will have looked, counted from today, whenever it was given."""
    if status is not ModerationStatus.PENDING or call.state.profile.review_days is None:
        return None
    by = datetime.now(UTC) + call.state.backoffice.rules.review_within
    return by.astimezone(TIMEZONE).date().isoformat()


def _own_address(call: Call) -> str:
    """How this server is reached: as its operator says, else as the page did that asks."""
    base = call.state.settings.base_url or call.request.headers.get("origin")
    return (base or str(call.request.base_url)).rstrip("/")
