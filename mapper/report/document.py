"""A report from beginning to end, in words."""

from collections.abc import Iterator

from mapper.planning.map_said import nothing_matches
from mapper.report.blocks import Document, Section, Text
from mapper.report.clusters_part import tell_clusters
from mapper.report.counts_part import tell_findings, tell_heard, tell_shares, tell_time
from mapper.report.front import facts_of, figures_of, places_of, stamp_of, title_of
from mapper.report.gather import Gathered
from mapper.report.ideas_part import tell_ideas
from mapper.report.maps_part import Maps, tell_map
from mapper.report.method_part import tell_method
from mapper.report.sources_part import tell_sources
from mapper.report.view import View


def describe(gathered: Gathered, maps: Maps) -> Document:
    """The report; where nothing matches it says so, and what it was asked."""
    view = gathered.view
    return Document(
        lang=view.words.lang,
        title=title_of(view.words),
        places=places_of(view),
        stamp=stamp_of(view),
        facts=facts_of(view),
        figures=figures_of(view.survey, view.words) if view.survey.matching else (),
        first=tell_findings(gathered) if view.survey.matching else None,
        sections=tuple(_sections(gathered, maps)),
        labels=_labels(view),
    )


def _sections(gathered: Gathered, maps: Maps) -> Iterator[Section]:
    view = gathered.view
    if view.survey.matching:
        yield tell_map(gathered, maps)
        yield tell_heard(gathered)
        yield tell_time(gathered)
        yield tell_shares(gathered)
        yield tell_clusters(gathered, maps.clusters)
        yield tell_ideas(gathered)
    else:
        empty = Text(nothing_matches(view.survey, view.words))
        yield Section(view.words.gettext("No idea matches"), [empty])
    yield tell_method(gathered)
    yield tell_sources(view, maps.layers)


def _labels(view: View) -> dict[str, str]:
    _ = view.words.gettext
    return {
        "contents": _("Contents"),
        "page": _("Page {number} of {last}"),
    }
