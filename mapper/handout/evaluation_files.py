"""The kinds of files that the evaluation is handed out in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mapper.handout.evaluation import Evaluation
from mapper.handout.evaluation_book import write_evaluation_book
from mapper.handout.evaluation_document import write_evaluation_document


@dataclass(frozen=True, slots=True)
class EvaluationFile:
    """A kind of file; one of more than `most` ideas nobody could read or open."""

    ending: str
    media_type: str
    most: int
    write: Callable[[Path, Evaluation], None]


_OFFICE = "application/vnd.openxmlformats-officedocument"
EVALUATION_FILES: Mapping[str, EvaluationFile] = {
    one.ending: one
    for one in (
        EvaluationFile("xlsx", f"{_OFFICE}.spreadsheetml.sheet", 20_000, write_evaluation_book),
        EvaluationFile(
            "docx", f"{_OFFICE}.wordprocessingml.document", 2_000, write_evaluation_document
        ),
    )
}
