"""The planners' evaluation, as files for the council."""

from datetime import UTC, datetime
from pathlib import Path

from starlette.responses import Response

from mapper.api.endpoint import Call, Handler
from mapper.api.made_files import Turns, answer_made
from mapper.api.routes.planning import private_headers, translator_of
from mapper.domain.filters import PLANNING_PARAMETERS, Filters, parse_planning_filters
from mapper.handout.columns import vocabulary_of
from mapper.handout.evaluation import Evaluation, describe_evaluation
from mapper.handout.evaluation_files import EvaluationFile
from mapper.handout.filter_words import describe_filters
from mapper.services.evaluation_report import report_evaluation
from mapper.services.layers import list_shown
from mapper.services.rounds import load_choices

PARAMETERS = (*(name for name in PLANNING_PARAMETERS if name != "cell"), "lang")
_turns = Turns(2, wait_s=20)


def serve_evaluation(form: EvaluationFile) -> Handler:
    """The handler that gives the evaluation in files of this kind."""

    def get_evaluation(call: Call) -> Response:
        filters = parse_planning_filters(call.query)
        whole = _describe(call, filters, form.most)
        name = f"auswertung-intern.{form.ending}"

        def write(path: Path) -> None:
            form.write(path, whole)

        return answer_made(write, name, _turns, private_headers(name), form.media_type)

    return get_evaluation


def _describe(call: Call, filters: Filters, most: int) -> Evaluation:
    words, office = translator_of(call), call.state.backoffice
    report = report_evaluation(office, call.who, filters, most)
    vocabulary = vocabulary_of(load_choices(call.state.sessions), words)
    layers = {one.slug: one.title_in(words.lang) for one in list_shown(office, call.who)}
    told = describe_filters(filters, vocabulary, layers, words)
    profile, now = call.state.profile, datetime.now(UTC)
    return describe_evaluation(report, told, vocabulary["action_field"], profile, now, words)
