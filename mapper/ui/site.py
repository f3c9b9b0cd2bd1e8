"""The pages there are: where each lies, its address and its name."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mapper.i18n import N_

PAGES_FOLDER = Path(__file__).resolve().parent.parent.parent / "pages"


class Place(StrEnum):
    """Where a page is linked from."""

    BAR = "bar"
    FOOTER = "footer"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page; `url_path` is empty for the first one, `name` an English message."""

    url_path: str
    file: str
    name: str
    place: Place

    @property
    def path(self) -> Path:
        """The script, as an absolute path."""
        return PAGES_FOLDER / self.file

    @property
    def address(self) -> str:
        """The path people open, with its leading slash."""
        return f"/{self.url_path}"


SITE: tuple[SitePage, ...] = (
    SitePage("", "karte.py", N_("Map"), Place.BAR),
    SitePage("ideen", "ideen.py", N_("Ideas"), Place.BAR),
    SitePage("meine", "meine.py", N_("My ideas"), Place.BAR),
    SitePage("planung", "planung.py", N_("Planning"), Place.BAR),
    SitePage("daten", "daten.py", N_("About the data"), Place.BAR),
    SitePage("idee", "idee.py", N_("Idea"), Place.NOWHERE),
    SitePage("impressum", "impressum.py", N_("Imprint"), Place.FOOTER),
    SitePage("datenschutz", "datenschutz.py", N_("Privacy"), Place.FOOTER),
    SitePage("barrierefreiheit", "barrierefreiheit.py", N_("Accessibility"), Place.FOOTER),
)


def pages_at(place: Place) -> tuple[SitePage, ...]:
    """The pages linked from a place, in the order they are shown."""
    return tuple(page for page in SITE if page.place is place)
