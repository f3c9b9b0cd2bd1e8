"""One person's data as a file for her, handed out to those who protect data.

A route of its own: what Streamlit offers for download lies under an address that opens without a
session for as long as the page is open.
"""

import json
from datetime import UTC, datetime

from starlette.responses import Response

from mapper.api.answers import NEVER
from mapper.api.body import read_person
from mapper.api.endpoint import Call
from mapper.i18n.personal_data import describe_personal_data
from mapper.services.personal_data import export_found


def post_export(call: Call) -> Response:
    """Everything stored about these ideas and accounts, as JSON or as a text to read."""
    numbers, logins, wanted = read_person(call.request, call.body)
    data = export_found(call.state.backoffice, call.who, numbers, logins)
    if wanted == "json":
        content = json.dumps(data, ensure_ascii=False, indent=2)
        return _file(content, "application/json", "json")
    return _file(describe_personal_data(call.translator, data), "text/plain; charset=utf-8", "txt")


def _file(content: str, media_type: str, ending: str) -> Response:
    name = f"data-{datetime.now(UTC):%Y-%m-%d}.{ending}"
    headers = {"Cache-Control": NEVER, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content.encode("utf-8", "replace"), 200, headers, media_type)
