"""What the town answers to an idea, before it is stored."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote, urlsplit, urlunsplit

from mapper.domain.proposals import check_length, clean_text
from mapper.domain.statuses import ResponseStatus
from mapper.errors import InvalidFieldError

ANSWER_LENGTH = (0, 4000)
LINK_LENGTH = 500
REMARK_LENGTH = (1, 2000)
FIRST_DAY = date(2000, 1, 1)
_NOT_QUOTED = "/:?#[]@!$&'()*+,;=%-._~"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as somebody at the town writes it.

    `office` is the key of an office, or None. `decided_on` None means today. The status is
    everybody's in any case; of an answer that is not `public`, text, office and paper stay inside.
    """

    status: ResponseStatus
    body: str = ""
    decided_on: date | None = None
    office: str | None = None
    paper_url: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer whose every part can be stored."""

    status: ResponseStatus
    decided_on: date
    body: str | None
    office: str | None
    paper_url: str | None
    public: bool


def check_answer(answer: Answer, today: date, office_name: str | None) -> CheckedAnswer:
    """The answer with its words cleaned.

    Parameters
    ----------
    today
        The day on the towns' clocks.
    office_name
        What the office is called now: a name given later does not change what was said.

    Raises
    ------
    InvalidFieldError
        A text is too long, the day lies ahead or before 2000, or the link is none.
    """
    body = check_length("answer", clean_text(answer.body), ANSWER_LENGTH)
    decided_on = answer.decided_on or today
    # A day ahead is let through: a clock may be wrong, and a letter may go out tomorrow.
    if not FIRST_DAY <= decided_on <= today + timedelta(days=1):
        raise InvalidFieldError("decided_on", f"a day from {FIRST_DAY} to today", decided_on)
    paper = clean_paper_link(answer.paper_url)
    return CheckedAnswer(
        answer.status, decided_on, body or None, office_name, paper, public=answer.public
    )


def clean_paper_link(text: str) -> str | None:
    """An address on the web in ASCII, as browsers ask for it; None for an empty text.

    Raises
    ------
    InvalidFieldError
        It is no https address of a named host, hides one behind a user name, or is too long.
    """
    text = text.strip()
    if not text:
        return None
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise _bad_link(text) from None
    named = "." in host.strip(".") and all(part for part in host.rstrip(".").split("."))
    clear = not any(char.isspace() or not char.isprintable() or char in '<>"\\`' for char in text)
    if parts.scheme != "https" or "@" in parts.netloc or not named or not clear:
        raise _bad_link(text)
    rest = (quote(part, safe=_NOT_QUOTED) for part in (parts.path, parts.query, parts.fragment))
    link = urlunsplit(("https", host + port, *rest))
    if len(link) > LINK_LENGTH:
        raise _bad_link(text)
    return link


def link_host(link: str) -> str:
    """The host a link leads to, as it is shown beside it."""
    return urlsplit(link).hostname or ""


def _bad_link(text: str) -> InvalidFieldError:
    expected = f"an address that begins with https://, of at most {LINK_LENGTH} characters"
    return InvalidFieldError("council_paper_url", expected, text)
