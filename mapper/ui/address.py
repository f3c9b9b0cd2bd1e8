"""Addresses of pages, with the parameters that stay when people move on."""

from collections.abc import Mapping
from urllib.parse import urlencode

LANGUAGE = "lang"


def page_link(url_path: str, query: Mapping[str, str], **parameters: object) -> str:
    """The address of a page; a language chosen by hand goes with it.

    Parameters
    ----------
    query
        Parameters of the page people are on.
    parameters
        Those of the new page; None leaves one out.
    """
    kept = {LANGUAGE: query[LANGUAGE]} if LANGUAGE in query else {}
    given = {name: str(value) for name, value in parameters.items() if value is not None}
    return _address(url_path, {**given, **kept})


def this_link(url_path: str, query: Mapping[str, str]) -> str:
    """The same page again, with all of its parameters."""
    return _address(url_path, query)


def language_link(url_path: str, lang: str, query: Mapping[str, str]) -> str:
    """The same page in another language."""
    return _address(url_path, {**query, LANGUAGE: lang})


def _address(url_path: str, parameters: Mapping[str, str]) -> str:
    return f"/{url_path}" + (f"?{urlencode(parameters)}" if parameters else "")
