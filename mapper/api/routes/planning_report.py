"""What planners see under an address, as a report to print and to pass on."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from starlette.responses import Response

from mapper.api.endpoint import Call
from mapper.api.made_files import Turns, answer_made
from mapper.api.routes.planning import headers_of, scope_of, translator_of
from mapper.db.criteria import Scope
from mapper.planning.wanted import ADDRESS
from mapper.report.pdf import write_report
from mapper.report.view import read_view

PARAMETERS = (*ADDRESS, "scope", "lang")
MEDIA_TYPE = "application/pdf"
# Setting a long report takes a processor and much memory: one at a time, and visitors do not keep
# planners waiting.
_turns: Mapping[Scope, Turns] = {"public": Turns(1, wait_s=30), "internal": Turns(1, wait_s=30)}


def get_report(call: Call) -> Response:
    """The report of this moment: of what is public, or with exact places for planners."""
    scope = scope_of(call)
    view = read_view(
        call.state.backoffice,
        call.who,
        call.state.profile,
        "report",
        call.query,
        scope,
        datetime.now(UTC),
        translator_of(call),
    )
    exact = view.survey.exact
    name = f"bericht{'-intern' if exact else ''}.pdf"
    headers = headers_of(call, name, exact=exact)
    return answer_made(partial(write_report, view=view), name, _turns[scope], headers, MEDIA_TYPE)
