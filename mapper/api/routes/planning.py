"""What the filters of planning match, to take away in files of every kind."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

from starlette.responses import Response

from mapper.api.answers import NEVER, answer_pieces
from mapper.api.endpoint import Call, Handler
from mapper.api.made_files import Turns, answer_made
from mapper.db.criteria import Scope
from mapper.domain.filters import (
    CLUSTER_DISTANCES,
    CLUSTER_LEAST,
    PLANNING_PARAMETERS,
    Filters,
    parse_planning_filters,
)
from mapper.errors import InvalidFieldError
from mapper.handout.columns import Vocabulary, vocabulary_of
from mapper.handout.filter_words import describe_filters
from mapper.handout.formats import FileFormat, Handout, TextFormat
from mapper.i18n import Translator
from mapper.services.layers import list_shown
from mapper.services.plan_clusters import export_clusters
from mapper.services.plan_export import export_cells, export_ideas
from mapper.services.plan_tables import Table, What
from mapper.services.rounds import load_choices

_PRIVATE = "private, no-store"
_COMMON = (*(name for name in PLANNING_PARAMETERS if name != "cell"), "scope", "lang")
PARAMETERS: Mapping[What, tuple[str, ...]] = {
    What.IDEAS: _COMMON,
    What.CELLS: ("cell", *_COMMON),
    What.CLUSTERS: ("distance", "least", *_COMMON),
}
_NAMES: Mapping[What, str] = {
    What.IDEAS: "ideen",
    What.CELLS: "sechsecke",
    What.CLUSTERS: "haeufungen",
}
_SCOPES: Mapping[str, Scope] = {"public": "public", "internal": "internal"}
# Apart, so that visitors do not keep planners waiting.
_turns: Mapping[Scope, Turns] = {scope: Turns(2, wait_s=20) for scope in _SCOPES.values()}


def serve_plan(what: What, form: FileFormat | TextFormat) -> Handler:
    """The handler that gives this in files of this kind."""

    def get_plan(call: Call) -> Response:
        table, handout = _hand_out(call, what, form)
        name = f"{_NAMES[what]}{'-intern' if table.exact else ''}.{form.ending}"
        headers = headers_of(call, name, exact=table.exact)
        if isinstance(form, FileFormat):
            turns = _turns["internal" if table.exact else "public"]
            return answer_made(partial(form.write, handout), name, turns, headers, form.media_type)
        return answer_pieces(form.pieces(handout), headers, form.media_type)

    return get_plan


def _hand_out(call: Call, what: What, form: FileFormat | TextFormat) -> tuple[Table, Handout]:
    filters, words = parse_planning_filters(call.query), translator_of(call)
    table = _TABLES[what](call, filters, scope_of(call))
    vocabulary = vocabulary_of(load_choices(call.state.sessions), words)
    told = describe(call, filters, vocabulary, words, exact=table.exact)
    profile, now = call.state.profile, datetime.now(UTC)
    return table, form.prepare(table, told, vocabulary, profile, now, words)


def describe(
    call: Call, filters: Filters, vocabulary: Vocabulary, words: Translator, *, exact: bool
) -> list[str]:
    """The filters in words, by the names of layers that whoever asks may see."""
    shown = list_shown(call.state.backoffice, call.who if exact else None)
    layers = {one.slug: one.title_in(words.lang) for one in shown}
    return describe_filters(filters, vocabulary, layers, words)


def _ideas(call: Call, filters: Filters, scope: Scope) -> Table:
    return export_ideas(call.state.backoffice, call.who, filters, scope)


def _cells(call: Call, filters: Filters, scope: Scope) -> Table:
    return export_cells(call.state.backoffice, call.who, filters, scope)


def _clusters(call: Call, filters: Filters, scope: Scope) -> Table:
    distance_m = _number(call, "distance", *CLUSTER_DISTANCES)
    least = _number(call, "least", *CLUSTER_LEAST)
    return export_clusters(call.state.backoffice, call.who, filters, scope, distance_m, least)


def _number(call: Call, parameter: str, least: int, most: int) -> int | None:
    given = call.query.get(parameter)
    if not given:
        return None
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else -1  # noqa: PLR2004
    if not least <= number <= most:
        raise InvalidFieldError(parameter, f"a whole number from {least} to {most}", given)
    return number


_TABLES: Mapping[What, Callable[[Call, Filters, Scope], Table]] = {
    What.IDEAS: _ideas,
    What.CELLS: _cells,
    What.CLUSTERS: _clusters,
}


def scope_of(call: Call) -> Scope:
    """What everybody may see, or exact places."""
    given = call.query.get("scope") or "public"
    if given not in _SCOPES:
        raise InvalidFieldError("scope", f"one of {', '.join(_SCOPES)}", given)
    return _SCOPES[given]


def translator_of(call: Call) -> Translator:
    """The language in the address, else the browser's."""
    wanted, known = call.query.get("lang") or None, call.state.profile.languages
    if wanted not in (None, *known):
        raise InvalidFieldError("lang", f"one of {', '.join(known)}", wanted)
    return call.state.translator(call.request.headers.get("accept-language"), wanted)


def headers_of(call: Call, name: str, *, exact: bool) -> dict[str, str]:
    """Of a file with this name: its licence where it has one, and that no cache keeps it."""
    if exact:
        return private_headers(name)
    licence = f'<{call.state.profile.licence.url}>; rel="license"'
    return {**_named(name), "Cache-Control": NEVER, "Link": licence}


def private_headers(name: str) -> dict[str, str]:
    """Of a file that is for its reader alone."""
    return {**_named(name), "Cache-Control": _PRIVATE}


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Accept-Language"}
