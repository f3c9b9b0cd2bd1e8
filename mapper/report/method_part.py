"""How it was counted, in plain words: a short form of docs/methods.md, of what is in the report."""

from collections.abc import Iterator

from mapper.domain.small_groups import LEAST_SHOWN
from mapper.geo.rates import LEAST_POPULATION
from mapper.i18n import Translator
from mapper.planning.wanted import Display, Measure
from mapper.report.blocks import Section, Terms
from mapper.report.gather import Gathered


def tell_method(gathered: Gathered) -> Section:
    """A paragraph for each method that was used."""
    _ = gathered.view.words.gettext
    terms = [*_counts(gathered), *_map(gathered), *_tables(gathered), *_clusters(gathered)]
    return Section(_("How it was counted"), [Terms(terms)])


def _counts(gathered: Gathered) -> Iterator[tuple[str, str]]:
    _, survey = gathered.view.words.gettext, gathered.view.survey
    exact = _("Ideas count where they lie, within the limits of the account that made this report.")
    public = _(
        "Ideas count where the public may see them: one whose author chose “approximate” lies in "
        "the middle of a cell of 100 m, one that chose “district only” counts in its district and "
        "lies nowhere on a map."
    )
    yield (
        _("What is counted"),
        " ".join(
            (
                _("All published ideas that match the filters on the first page."),
                exact if survey.exact else public,
                _("Days are days in Berlin. All numbers are of the same moment."),
            )
        ),
    )
    yield (
        _("Who takes part"),
        _(
            "Ideas come from those who took part. They are no survey: no number here says what all "
            "inhabitants think."
        ),
    )


def _map(gathered: Gathered) -> Iterator[tuple[str, str]]:
    _, drawn = gathered.view.words.gettext, gathered.drawn
    if not drawn.scale.classes:
        return
    if drawn.display is Display.HEXAGONS:
        yield (
            _("Hexagons"),
            _(
                "The land is divided into hexagons of equal size. The colour says how much lies in "
                "one. Areas and distances are measured in EPSG:25833."
            ),
        )
    if drawn.smooth:
        yield (
            _("Smooth density"),
            _(
                "Each idea counts around its place, the less the farther away (Gaussian kernel "
                "density, Silverman 1986). The bandwidth is the standard deviation."
            ),
        )
    if drawn.measure is Measure.DEVIATION:
        yield (
            _("More or fewer than expected"),
            _(
                "If every inhabitant had as many ideas, a district would have the share of all "
                "ideas that it has of all inhabitants. The map shows the difference in ideas."
            ),
        )
    if drawn.measure is Measure.CHANGE:
        yield (
            _("Change between two periods"),
            _("Ideas of the period in the filters minus those of the other period."),
        )


def _tables(gathered: Gathered) -> Iterator[tuple[str, str]]:
    _, heard = gathered.view.words.gettext, gathered.heard
    if heard.overall is not None:
        rates = _(
            "Ideas of a district divided by its inhabitants, times 1,000. Districts with fewer "
            "than {least} inhabitants have no rate. The interval (95 %, Garwood 1936) says how far "
            "chance alone could move a rate of so few ideas."
        )
        yield _("Ideas per 1,000 inhabitants"), rates.format(least=LEAST_POPULATION)
    if heard.by_channel is not None:
        small = _(
            "In tables by channel, counts below {least} are not shown, and so many others are left "
            "out that none of them can be computed from the sums."
        )
        yield _("Small numbers"), small.format(least=LEAST_SHOWN)


def _clusters(gathered: Gathered) -> Iterator[tuple[str, str]]:
    words = gathered.view.words
    _ = words.gettext
    if not gathered.found.shown:
        return
    yield (
        _("Clusters"),
        _(
            "Ideas belong to one cluster when steps of at most the distance lead from one to the "
            "other over ideas that have enough others around them (DBSCAN, Ester et al. 1996). "
            "Distance and number follow from the ideas, unless somebody set them."
        ),
    )
    yield (
        _("Words of a cluster"),
        _(
            "Words that its ideas have clearly more often than the others (log-odds ratios, "
            "Monroe, Colaresi and Quinn 2008). Typical ideas have the most of these words."
        ),
    )
    yield _numbering(words)


def _numbering(words: Translator) -> tuple[str, str]:
    _ = words.gettext
    return (
        _("Numbers of clusters"),
        _(
            "The one with the most ideas is number 1. With other filters, or more ideas, a cluster "
            "may have another number."
        ),
    )
