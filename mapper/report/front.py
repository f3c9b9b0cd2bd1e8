"""The first page of a report: what it is about, of when, for whom, and the figures at a glance."""

from mapper.i18n import Translator
from mapper.planning.survey import Survey
from mapper.report.view import View


def title_of(words: Translator) -> str:
    """The same for every report."""
    return words.gettext("Report on the ideas")


def places_of(view: View) -> str:
    """The municipalities that the filters ask about."""
    names, seen = view.names.municipalities, view.survey.seen
    of_districts = dict.fromkeys(key.partition("/")[0] for key in seen.districts)
    asked = seen.municipalities or tuple(of_districts) or tuple(names)
    return ", ".join(names.get(key, key) for key in asked)


def stamp_of(view: View) -> str:
    """For whom a report with exact places is; empty for what is public."""
    return view.words.gettext("For official use only") if view.survey.exact else ""


def facts_of(view: View) -> list[tuple[str, str]]:
    """What was asked, of when, and how it was counted."""
    _ = view.words.gettext
    return [
        (_("Filters"), "\n".join(view.filters) or _("none: everything that is published")),
        (_("As of"), view.words.format_datetime(view.made_at)),
        (_("Counted"), _how_counted(view)),
        (_("Published by"), view.profile.operator),
    ]


def _how_counted(view: View) -> str:
    _ = view.words.gettext
    if not view.survey.exact:
        return _("published ideas, in the places that everybody may see")
    return _(
        "published ideas, in their exact places, also where the author lets everybody see less. Do "
        "not pass this on. That you took it is recorded."
    )


def figures_of(survey: Survey, words: Translator) -> list[tuple[str, str]]:
    """The most important numbers, each with what it counts."""
    _, number = words.gettext, words.format_number
    figures = [
        (number(survey.matching), words.ngettext("idea", "ideas", survey.matching)),
        (number(survey.supports), words.ngettext("support", "supports", survey.supports)),
        (
            number(survey.without_point),
            _("without a point") if survey.exact else _("without a public point"),
        ),
    ]
    if survey.total:
        share = write_share(survey.matching, survey.total, words)
        of_all = _("of all {count} published ideas").format(count=number(survey.total))
        figures.append((share, of_all))
    return figures


def write_share(part: int, whole: int, words: Translator) -> str:
    """A share of a whole in percent; one that is not nothing and not all never looks like it."""
    share = round(100 * part / whole, 1) if whole else 0
    if part and not share:
        return f"< {words.format_number(0.1)} %"
    if share == 100 and part < whole:  # noqa: PLR2004 - all of it
        return f"> {words.format_number(99.9)} %"
    digits = None if share in (0, 100) else 1
    return f"{words.format_number(share, digits)} %"
