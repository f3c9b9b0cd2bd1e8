"""Under which terms data may be used."""

from dataclasses import dataclass

from mapper.domain.wording import read_line

LICENCE_MOST, ATTRIBUTION_MOST = 120, 300


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which licence data may be used, and whose they are, as far as that was said."""

    licence: str | None
    attribution: str | None


def read_terms(terms: Terms) -> Terms:
    """Both as cleaned lines; what is empty was not said.

    Raises
    ------
    TextTooLongError
    """
    licence = read_line("licence", terms.licence or "", LICENCE_MOST, needed=False)
    attribution = read_line("attribution", terms.attribution or "", ATTRIBUTION_MOST, needed=False)
    return Terms(licence or None, attribution or None)
