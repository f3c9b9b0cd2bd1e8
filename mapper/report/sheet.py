"""All that a downloaded map carries: the picture, what it shows, its numbers, whose data it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from mapper.i18n import Translator
from mapper.planning.clusters_found import Found, find
from mapper.planning.clusters_said import cluster_heads, cluster_rows
from mapper.planning.columns import columns_of
from mapper.planning.drawn import Drawn, caption_of, decide
from mapper.planning.map_said import out_of
from mapper.planning.values import ranked
from mapper.planning.wanted import Section
from mapper.report.still import Still, draw_still
from mapper.report.view import View
from mapper.services.ground import Ground, read_ground

Row = tuple[str, list[str]]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A table: what it counts, what its columns hold, the place first, and a row for each."""

    caption: str
    heads: list[str]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A map with everything around it, in the reader's language.

    `counted` says how many ideas match, `filters` which, one each. `terms` are sentences on when it
    was made and whose data it is. `warning` is for whom a map of exact places is, else empty.
    """

    lang: str
    town: str
    still: Still
    counted: str
    filters: str
    terms: tuple[str, ...]
    warning: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class MapOf:
    """What a map of a view is drawn from, so that it can be drawn in several sizes."""

    view: View
    ground: Ground
    drawn: Drawn | None
    clusters: Found | None

    @classmethod
    def read(cls, view: View) -> "MapOf":
        """The ground, and the clusters where those are wanted, else what the map shows.

        Raises
        ------
        TakesTooLongError
            Of looking for clusters.
        """
        ground = read_ground(view.office.sessions)
        if view.wanted.section is Section.CLUSTERS:
            return cls(view, ground, None, _find(view))
        drawn = decide(view.office.sessions, view.profile, view.survey, view.wanted, view.words)
        return cls(view, ground, drawn, None)

    def draw(self, width: int, height: int, *, hints: bool = False) -> Still:
        """The picture; parameters as for `draw_still`."""
        return draw_still(
            self.view,
            self.ground,
            drawn=self.drawn,
            clusters=self.clusters,
            width=width,
            height=height,
            hints=hints,
        )


def make_sheet(one: MapOf, still: Still) -> Sheet:
    """What stands around the picture of a map."""
    view, words = one.view, one.view.words
    _ = words.gettext
    ideas = words.ngettext("{count} idea", "{count} ideas", view.survey.matching)
    counted = ideas.format(count=words.format_number(view.survey.matching))
    filters = _("Filters: {filters}").format(filters=" · ".join(view.filters))
    return Sheet(
        lang=words.lang,
        town=view.profile.name,
        still=still,
        counted=f"{counted} {out_of(view.survey, words)}" if view.survey.total else counted,
        filters=filters if view.filters else _("No filter is set: everything that is published."),
        terms=tuple(_terms(view, still)),
        warning=_("For official use only. The map shows exact places. Do not pass it on.")
        if view.survey.exact
        else "",
        numbers=_numbers(one, words),
    )


def _find(view: View) -> Found:
    return find(
        view.office,
        view.who,
        view.wanted,
        view.places,
        view.words,
        waiting=lambda: None,
        page_of=lambda number: 1,
    )


def _terms(view: View, still: Still) -> Iterator[str]:
    _, profile = view.words.gettext, view.profile
    yield _("As of {day}").format(day=view.words.format_date(view.made_at)) + "."
    if view.survey.exact:
        yield _("Attribution: {name}. Not licensed for others.").format(name=profile.operator)
    else:
        sentence = _("Ideas: {name}, {licence} ({address}).")
        licence = profile.licence
        yield sentence.format(name=profile.operator, licence=licence.name, address=licence.url)
    if still.attribution:
        yield _("Ground: {sources}.").format(sources=still.attribution)


def _numbers(one: MapOf, words: Translator) -> Numbers:
    """The same numbers as on the page, the most remarkable first."""
    _ = words.gettext
    if one.clusters is not None:
        caption = _("Clusters, the one with the most ideas first")
        return Numbers(caption, cluster_heads(words), cluster_rows(one.clusters, words))
    if one.drawn is None:
        return Numbers("", [], [])
    columns = columns_of(one.drawn.values, words)
    return Numbers(
        caption_of(one.drawn, words),
        [_("Place"), *(name for name, _tell in columns)],
        [(row.place, [tell(row) for _name, tell in columns]) for row in ranked(one.drawn.values)],
    )
