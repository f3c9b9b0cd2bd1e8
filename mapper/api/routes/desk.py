"""For staff at a desk: entering ideas for others, and the events they come from."""

import segno
from starlette.responses import Response

from mapper.api.answers import NEVER, json_answer
from mapper.api.body import read_desk_draft, read_event
from mapper.api.endpoint import Call
from mapper.api.routes.submissions import answer_stored
from mapper.services.desk import desk_channels, submit_for
from mapper.services.events import add_event


def post_idea(call: Call) -> Response:
    """Store an idea for somebody: 201 the first time, 200 when it is stored already."""
    state = call.state
    entered = read_desk_draft(call.request, call.body, desk_channels(state.profile.channels))
    done = submit_for(state.backoffice, call.who, entered, moderation=state.settings.moderation)
    link = f"{_own_address(call)}/meine#{done.edit_token}"
    return answer_stored(call, done, {"private_link": link, "qr": draw_qr(link)})


def post_event(call: Call) -> Response:
    """Add an event to a round; the same one twice is one."""
    event = add_event(call.state.backoffice, call.who, read_event(call.request, call.body))
    return json_answer(event.as_data(), cache=NEVER)


def draw_qr(link: str) -> str:
    """A QR code as the address of an SVG picture, black on white with its quiet zone."""
    code = segno.make(link, error="m", micro=False)
    return code.svg_data_uri(border=4, light="#fff", omitsize=True)


def _own_address(call: Call) -> str:
    """How this server is reached: as its operator says, else as the page did that asks."""
    base = call.state.settings.base_url or call.request.headers.get("origin")
    return (base or str(call.request.base_url)).rstrip("/")
