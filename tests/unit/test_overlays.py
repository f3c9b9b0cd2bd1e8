"""Which layers a folium map offers, and what is said of those it does not."""

from datetime import UTC, datetime

from mapper.i18n import get_translator
from mapper.mapview.heat import MOST_OBJECTS
from mapper.mapview.overlays import offered_overlays, tell_left_out
from mapper.services.layers import PublishedLayer


def layer(slug: str, objects: int) -> PublishedLayer:
    return PublishedLayer(
        id=1,
        slug=slug,
        title=slug.title(),
        titles={},
        role="overlay",
        stored_style={},
        position=0,
        min_zoom=0,
        version_id=1,
        source="file",
        licence=None,
        attribution=None,
        data_date=None,
        schematic=False,
        feature_count=objects,
        sha256=None,
        source_crs=None,
        report={},
        activated_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


def test_what_is_too_large_is_named_in_place_of_being_offered() -> None:
    words = get_translator("de")
    shown = [layer("trees", MOST_OBJECTS + 1), layer("parks", MOST_OBJECTS)]

    assert [one["title"] for one in offered_overlays(shown, words)] == ["Parks"]
    assert "2.000 Objekten hier nicht im Angebot: Trees." in tell_left_out(shown, words)


def test_nothing_is_said_where_all_are_offered_or_drawn_by_the_map_itself() -> None:
    shown = [layer("parks", MOST_OBJECTS), layer("green-spaces", MOST_OBJECTS + 1)]

    assert tell_left_out(shown, get_translator("en")) == ""
