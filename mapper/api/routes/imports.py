"""Imports for GIS staff: files sent, how far each has come, and what was made of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO
from uuid import UUID

from starlette.responses import FileResponse, Response, StreamingResponse

from mapper.api.answers import GEOJSON, NEVER, json_answer
from mapper.api.body import read_service
from mapper.api.endpoint import Call
from mapper.api.problem_table import translate_problems
from mapper.api.uploads import Upload
from mapper.domain.imports import ImportOptions
from mapper.errors import ImportRefusedError
from mapper.i18n import Translator
from mapper.services.ask_service import PREFIX, list_service_types
from mapper.services.import_files import list_targets, preview_file, problems_file
from mapper.services.import_jobs import Import, NewImport, begin_import, list_imports

FILE = "file"
_TABLE = "text/csv; charset=utf-8; header=present"


def get_imports(call: Call) -> Response:
    """Imports under way and the latest that are over."""
    imports = list_imports(call.state.backoffice, call.who)
    return json_answer({"imports": [_as_data(one) for one in imports]}, cache=NEVER)


def may_import(call: Call) -> None:
    """Refuse whoever may not import, before any file of hers is read."""
    list_targets(call.state.backoffice, call.who)


def post_import(call: Call, upload: Upload) -> Response:
    """Keep files, or the address of a service, and have them read."""
    fields = upload.fields
    source = fields.get("source", FILE)
    files = upload.files if source == FILE else ()
    if source == FILE and not files:
        raise ImportRefusedError("nothing_given")
    if source != FILE and not source.startswith(PREFIX):
        raise ImportRefusedError("service_address", got=source[:80])
    new = NewImport(
        layer=fields.get("layer", ""),
        title=fields.get("title", ""),
        role=fields.get("role", ""),
        source=source,
        licence=fields.get("licence") or None,
        attribution=fields.get("attribution") or None,
        options=ImportOptions(source_layer=fields.get("source_layer") or None),
    )
    state = call.state
    begun = begin_import(state.backoffice, state.room, call.who, new, files)
    return json_answer(_as_data(begun), cache=NEVER, status=201)


def post_types(call: Call) -> Response:
    """What a WFS offers."""
    state = call.state
    url = read_service(call.request, call.body)
    types = list_service_types(state.backoffice, call.who, state.room.allowed, url)
    return json_answer(
        {"types": [{"name": one.name, "title": one.title} for one in types]}, cache=NEVER
    )


def get_preview(call: Call) -> Response:
    """What was read, simplified, for its map."""
    state = call.state
    path = preview_file(state.backoffice, state.room, call.who, _job(call))
    return _file(path, GEOJSON)


def get_problems(call: Call) -> Response:
    """Every row with which something was wrong, as a table for spreadsheets."""
    state = call.state
    path = problems_file(state.backoffice, state.room, call.who, _job(call))
    _ = call.translator.gettext
    name = _("problems")
    disposition = f'attachment; filename="{name}.csv"'
    headers = {"Cache-Control": NEVER, "Content-Disposition": disposition}
    table = _in_words(path.open(encoding="utf-8", newline=""), call.translator)
    return StreamingResponse(table, headers=headers, media_type=_TABLE)


def _in_words(content: TextIO, translator: Translator) -> Iterator[bytes]:
    with content as lines:
        yield from translate_problems(lines, translator)


def _file(path: Path, media_type: str) -> Response:
    return FileResponse(path, headers={"Cache-Control": NEVER}, media_type=media_type)


def _job(call: Call) -> UUID:
    """The id in the address; of a crooked one an id that no import has.

    So whoever may not ask is told that, whatever the address.
    """
    try:
        return UUID(str(call.request.path_params["job"]))
    except ValueError:
        return UUID(int=0)


def _as_data(one: Import) -> dict[str, object]:
    return {
        "id": str(one.id),
        "layer": one.layer,
        "title": one.title,
        "stage": one.stage.value,
        "done": one.done,
        "total": one.total,
    }
