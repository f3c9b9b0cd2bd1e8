"""Where everything in a report is from, and what may be done with it."""

from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version

from mapper.report.blocks import Section, Terms
from mapper.report.view import View
from mapper.services.layers import PublishedLayer

_PACKAGE = "mapper"


def tell_sources(view: View, layers: Sequence[PublishedLayer]) -> Section:
    """The ideas, the layers that the maps show, the inhabitants, the software."""
    _ = view.words.gettext
    terms = [
        *_ideas(view),
        *((one.title_in(view.words.lang), _layer(one, view)) for one in layers),
        *_inhabitants(view),
        (_("Software"), f"Ideenkarte {_version()}".strip()),
    ]
    return Section(_("Sources and licences"), [Terms(terms)])


def _ideas(view: View) -> Iterator[tuple[str, str]]:
    _, profile = view.words.gettext, view.profile
    if view.survey.exact:
        licence = _("None: for the town's own work only. Do not pass this on.")
    else:
        licence = f"{profile.licence.name}, {profile.licence.url}"
    yield _("Ideas"), profile.operator
    yield _("Licence"), licence


def _layer(layer: PublishedLayer, view: View) -> str:
    _ = view.words.gettext
    parts = [layer.attribution or layer.source, layer.licence or ""]
    if layer.data_date:
        parts.append(_("as of {day}").format(day=view.words.format_date(layer.data_date)))
    if layer.schematic:
        parts.append(_("schematic, no official boundaries"))
    return ", ".join(filter(None, parts))


def _inhabitants(view: View) -> Iterator[tuple[str, str]]:
    _, words = view.words.gettext, view.words
    for one in view.profile.municipalities:
        if one.population is None:
            continue
        told = [words.format_number(one.population)]
        if one.population_date:
            day = words.format_partial_date(one.population_date)
            told.append(_("as of {day}").format(day=day))
        yield _("Inhabitants of {place}").format(place=one.name), ", ".join(told)


def _version() -> str:
    try:
        return version(_PACKAGE)
    except PackageNotFoundError:
        return ""
