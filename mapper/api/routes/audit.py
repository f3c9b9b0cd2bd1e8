"""The record of changes as a table, for those who may see it."""

from collections.abc import Iterator

from starlette.responses import Response, StreamingResponse

from mapper.api.answers import NEVER
from mapper.api.endpoint import Call
from mapper.domain.berlin import TIMEZONE
from mapper.domain.spreadsheets import MARK, csv_lines, safe_cell
from mapper.i18n import Translator
from mapper.i18n.events import describe_event, name_actor
from mapper.i18n.fields import name_field
from mapper.services.audit_search import FoundEvent, export_audit, read_audit_filters
from mapper.services.export import batches

_TYPE = "text/csv; charset=utf-8; header=present"
_COLUMNS = ("id", "at", "actor", "actor_name", "kind", "key", "words", "fields", "digests")


def get_audit(call: Call) -> Response:
    """The record as a table for spreadsheets, with the filters of its page."""
    filters = read_audit_filters(call.query)
    events = export_audit(call.state.backoffice, call.who, filters)
    headers = {
        "Cache-Control": NEVER,
        "Content-Disposition": 'attachment; filename="protokoll.csv"',
    }
    return StreamingResponse(_pieces(events, call.translator), 200, headers, _TYPE)


def _pieces(events: Iterator[FoundEvent], translator: Translator) -> Iterator[bytes]:
    yield MARK + csv_lines([list(_COLUMNS)])
    for batch in batches(events):
        yield csv_lines([[safe_cell(cell) for cell in _row(one, translator)] for one in batch])


def _row(event: FoundEvent, translator: Translator) -> list[object]:
    """Moments as spreadsheets read them, on the towns' clocks."""
    who = name_actor(event.actor, event.actor_name, translator)
    return [
        event.id,
        event.at.astimezone(TIMEZONE).strftime("%Y-%m-%d %H:%M:%S"),
        event.actor,
        event.actor_name or "",
        event.kind,
        event.key,
        describe_event(event.kind, who, event.key, translator),
        ", ".join(name_field(one, translator) for one in event.fields),
        " ".join(f"{name}={digest}" for name, digest in event.digests.items()),
    ]
