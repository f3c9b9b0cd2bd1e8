"""Saying that a text should not be public."""

from starlette.responses import Response

from mapper.api.answers import NEVER, json_answer
from mapper.api.body import read_report
from mapper.api.checks import address_of
from mapper.api.endpoint import Call
from mapper.i18n import N_
from mapper.services.report import report

# What the author of a hidden text reads, in the town's first language.
_STATUS_REASON = N_("It was reported and is being checked.")


def post_report(call: Call) -> Response:
    """Note a report: 201 the first time, 200 when the same person repeats it on the same day."""
    state = call.state
    number, reason, body = read_report(call.request, call.body)
    done = report(
        state.sessions,
        number,
        reason,
        body,
        address=address_of(call.request),
        secret=state.secret,
        reports_to_hide=state.backoffice.rules.reports_to_hide,
        status_reason=state.translator(None).gettext(_STATUS_REASON),
    )
    content = {"public_id": number, "shown": done.shown}
    return json_answer(content, cache=NEVER, status=201 if done.created else 200)
