"""Rounds and ideas for other participation platforms: the Participatory Data Specification."""

from collections.abc import Iterator

from starlette.responses import Response

from mapper.api.answers import REVALIDATE, answer_pieces
from mapper.api.endpoint import Call
from mapper.api.routes.planning import describe, headers_of, scope_of, translator_of
from mapper.domain.filters import parse_planning_filters
from mapper.errors import InvalidFieldError
from mapper.handout.columns import vocabulary_of
from mapper.handout.pds import MEDIA_TYPE, Teller, contribution_pieces, project_pieces
from mapper.i18n import Translator
from mapper.services.export import provenance
from mapper.services.pds import (
    find_contribution,
    find_round,
    list_projects,
    stream_matching,
    stream_round,
)
from mapper.services.rounds import Choices, load_choices

PARAMETERS = ("lang",)
PLAN_ENDING = "pds.json"


def get_projects(call: Call) -> Response:
    """All rounds."""
    return _projects(call, None)


def get_project(call: Call) -> Response:
    """One round."""
    return _projects(call, call.request.path_params["slug"])


def get_contributions(call: Call) -> Response:
    """The published ideas of a round."""
    choices = load_choices(call.state.sessions)
    one = find_round(choices, call.request.path_params["slug"])
    ideas = stream_round(call.state.sessions, one.slug)
    teller = _teller(call, choices, _words(call))
    return _answer(call, contribution_pieces(ideas, teller, provenance(call.state.profile)))


def get_contribution(call: Call) -> Response:
    """One published idea of a round."""
    slug, number = (call.request.path_params[name] for name in ("slug", "number"))
    choices = load_choices(call.state.sessions)
    ideas = [find_contribution(call.state.sessions, find_round(choices, slug).slug, number)]
    teller = _teller(call, choices, _words(call))
    return _answer(call, contribution_pieces(ideas, teller, provenance(call.state.profile)))


def get_plan(call: Call) -> Response:
    """What the filters of planning match; for passing on, so never with exact places."""
    if scope_of(call) == "internal":
        raise InvalidFieldError("scope", "public: this format is for passing on", "internal")
    filters, words = parse_planning_filters(call.query), translator_of(call)
    choices = load_choices(call.state.sessions)
    told = describe(call, filters, vocabulary_of(choices, words), words, exact=False)
    about = {
        **provenance(call.state.profile),
        "filters": "; ".join(told) or words.gettext("none: everything that is published"),
    }
    ideas = stream_matching(call.state.backoffice, filters)
    pieces = contribution_pieces(ideas, _teller(call, choices, words), about)
    headers = headers_of(call, f"ideen.{PLAN_ENDING}", exact=False)
    return answer_pieces(pieces, headers, MEDIA_TYPE)


def _projects(call: Call, slug: str | None) -> Response:
    choices = load_choices(call.state.sessions)
    projects = list_projects(call.state.sessions, choices, slug)
    teller = _teller(call, choices, _words(call))
    return _answer(call, project_pieces(projects, teller, provenance(call.state.profile)))


def _words(call: Call) -> Translator:
    """The language in the address, else the town's first: a program reads it, whoever sends it."""
    languages = call.state.profile.languages
    wanted = call.query.get("lang") or languages[0]
    if wanted not in languages:
        raise InvalidFieldError("lang", f"one of {', '.join(languages)}", wanted)
    return call.state.translator(None, wanted)


def _teller(call: Call, choices: Choices, words: Translator) -> Teller:
    return Teller(call.base, call.state.profile, vocabulary_of(choices, words), words.lang)


def _answer(call: Call, pieces: Iterator[bytes]) -> Response:
    licence = f'<{call.state.profile.licence.url}>; rel="license"'
    return answer_pieces(pieces, {"Cache-Control": REVALIDATE, "Link": licence}, MEDIA_TYPE)
