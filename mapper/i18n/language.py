"""Which language a reader gets."""

from collections.abc import Sequence


def choose_language(
    wanted: str | None, accept_language: str | None, available: Sequence[str]
) -> str:
    """The language of `available` that suits the reader best.

    Parameters
    ----------
    wanted
        What the address asks for (`?lang=`); ignored unless it is available.
    accept_language
        The browser's header as sent, or None; what cannot be read in it is passed over.
    available
        Languages on offer, the town's first language first; at least one.

    Source
    ------
    RFC 9110, section 12.5.4; matching by the primary subtag ("de-AT" takes "de").
    """
    if wanted is not None and wanted in available:
        return wanted
    matches = (_match(tag, available) for tag in _by_preference(accept_language or ""))
    return next((match for match in matches if match), available[0])


def _match(tag: str, available: Sequence[str]) -> str | None:
    if tag == "*":
        return available[0]
    primary = tag.split("-", maxsplit=1)[0].lower()
    return primary if primary in available else None


def _by_preference(header: str) -> list[str]:
    """The header's tags, the most wanted first; a tag of weight 0 is not wanted at all."""
    weighted = [_read_range(part) for part in header[:1000].split(",") if part.strip()]
    kept = [(weight, tag) for weight, tag in weighted if weight > 0]
    return [tag for _, tag in sorted(kept, key=lambda one: -one[0])]


def _read_range(part: str) -> tuple[float, str]:
    tag, _, parameter = part.strip().partition(";")
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0, tag.strip()
    try:
        return float(value), tag.strip()
    except ValueError:
        return 0.0, tag.strip()


def language_name(lang: str) -> str:
    """What a language calls itself, as its readers look for it; its code where that is unknown."""
    return {"de": "Deutsch", "en": "English"}.get(lang, lang)
