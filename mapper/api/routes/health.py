"""Is the app up, and does its database answer?"""

from starlette.responses import Response

from mapper.api.answers import json_answer
from mapper.api.endpoint import Call
from mapper.services.health import check_database


def get_health(call: Call) -> Response:
    """200, or the refusal that the database is away."""
    check_database(call.state.sessions)
    return json_answer({"status": "ok", "database": "ok"}, cache="no-store")
