"""A light list of ideas for the citizens' map."""

from starlette.responses import Response

from mapper.api.answers import REVALIDATE, json_answer
from mapper.api.endpoint import Call
from mapper.domain.statuses import ResponseStatus
from mapper.services.explore import list_pins

MOST_PINS = 5000
_STATUS_INDEX = {str(status): index for index, status in enumerate(ResponseStatus)}


def get_pins(call: Call) -> Response:
    """The newest ideas that have a public point; each pin is a list, to keep it light."""
    rows = list_pins(call.state.sessions, call.filters(), MOST_PINS)
    fields: dict[str, int] = {}
    pins = [
        [
            row.public_id,
            round(row.lon, 6),
            round(row.lat, 6),
            fields.setdefault(row.action_field, len(fields)),
            _STATUS_INDEX[row.response_status],
            row.title,
        ]
        for row in rows[:MOST_PINS]
    ]
    content = {"pins": pins, "fields": list(fields), "truncated": len(rows) > MOST_PINS}
    return json_answer(content, cache=REVALIDATE)
