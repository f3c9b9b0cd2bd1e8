"""Filters in the words that stand in files."""

from datetime import date

import pytest

from mapper.domain.areas import Circle, Inside, Near, Polygon
from mapper.domain.filters import Filters, Placed
from mapper.domain.statuses import Channel, ResponseStatus
from mapper.handout.columns import vocabulary_of
from mapper.handout.filter_words import describe_filters
from mapper.i18n import get_translator
from mapper.services.rounds import Choices, FieldChoice, PlaceChoice, RoundChoice

GERMAN = get_translator("de")
CHOICES = Choices(
    rounds=(RoundChoice("ideas", {"de": "Ihre Ideen"}, {}, {}, (), (), None, None, True),),
    action_fields=(FieldChoice("green", {"de": "Grün"}, "#117733", "tree", ()),),
    municipalities=(PlaceChoice("00000001", "Westdorf", "municipality", "00000001", None),),
    districts=(PlaceChoice("00000001/a", "Mitte", "district", "00000001", None),),
)
LAYERS = {"green": "Grünflächen"}
SQUARE = Polygon(((12.5, 52.1), (12.6, 52.1), (12.6, 52.2), (12.5, 52.2)))


@pytest.mark.parametrize(
    ("filters", "line"),
    [
        (Filters(rounds=("ideas",)), "Beteiligungsrunde: Ihre Ideen"),
        (Filters(action_fields=("green", "gone")), "Handlungsfeld: Grün, gone"),
        (Filters(municipalities=("00000001",)), "Gemeinde: Westdorf"),
        (Filters(districts=("00000001/a",)), "Ortsteil: Mitte"),
        (Filters(response_statuses=(ResponseStatus.DONE,)), "Bearbeitungsstand: umgesetzt"),
        (Filters(channels=(Channel.LETTER,)), "Kanal: Brief"),
        (Filters(first_day=date(2026, 3, 1)), "Zeitraum: seit 01.03.2026"),
        (Filters(last_day=date(2026, 3, 1)), "Zeitraum: bis 01.03.2026"),
        (
            Filters(first_day=date(2026, 3, 1), last_day=date(2026, 4, 1)),
            "Zeitraum: 01.03.2026 – 01.04.2026",
        ),
        (Filters(text="=Radweg"), "Text: =Radweg"),
        (Filters(placed=Placed.WITHOUT_POINT), "ohne Punkt"),
        (Filters(min_supports=1), "Mindestens 1 Unterstützung"),
        (Filters(min_supports=2000), "Mindestens 2.000 Unterstützungen"),
        (Filters(near=Near("green", 200)), "Höchstens 200 m von: Grünflächen"),
        (Filters(inside=Inside("gone", "Park")), "In Park (gone)"),
        (Filters(area=Circle(12.5954, 52.1415, 500)), "Kreis von 500 m: 52,142° Nord, 12,595° Ost"),
        # 0.1 degrees of longitude at 52.15 are 6.85 km, 0.1 of latitude 11.13 km.
        (Filters(area=SQUARE), "Gezeichnete Fläche (76 km²)"),
    ],
)
def test_a_filter_is_a_line(filters: Filters, line: str) -> None:
    [said] = describe_filters(filters, vocabulary_of(CHOICES, GERMAN), LAYERS, GERMAN)

    assert said.startswith(line)


def test_no_filter_says_nothing() -> None:
    assert describe_filters(Filters(), vocabulary_of(CHOICES, GERMAN), LAYERS, GERMAN) == []
