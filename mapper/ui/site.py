"""The pages there are: where each lies, its address and its name."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mapper.domain.roles import Actor, Right
from mapper.i18n import N_

PAGES_FOLDER = Path(__file__).resolve().parent.parent.parent / "pages"


class Place(StrEnum):
    """Where a page is linked from."""

    BAR = "bar"
    FOOTER = "footer"
    STAFF = "staff"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page; `url_path` is empty for the first one, `name` an English message.

    One of the `rights` is needed to see it; without any it is everybody's. That is for the menu and
    for the sentence in the page's place: what it shows and does, services decide.
    """

    url_path: str
    file: str
    name: str
    place: Place
    rights: tuple[Right, ...] = ()

    def open_to(self, actor: Actor | None) -> bool:
        """True when this person (None is nobody) may see the page."""
        return not self.rights or (actor is not None and any(map(actor.may, self.rights)))

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
    SitePage("runde", "runde.py", N_("Rounds"), Place.BAR),
    SitePage("meine", "meine.py", N_("My ideas"), Place.BAR),
    SitePage("planung", "planung.py", N_("Planning"), Place.BAR),
    SitePage("daten", "daten.py", N_("About the data"), Place.BAR),
    SitePage("idee", "idee.py", N_("Idea"), Place.NOWHERE),
    SitePage(
        "moderation",
        "moderation.py",
        N_("Moderation"),
        Place.STAFF,
        (Right.MODERATE, Right.RESPOND),
    ),
    SitePage("erfassung", "erfassung.py", N_("Enter ideas"), Place.STAFF, (Right.ENTER,)),
    SitePage("geodaten", "geodaten.py", N_("Geodata"), Place.STAFF, (Right.MANAGE_LAYERS,)),
    SitePage(
        "verwaltung",
        "verwaltung.py",
        N_("Administration"),
        Place.STAFF,
        (Right.MANAGE_ACCOUNTS, Right.MANAGE_CONTENT, Right.PROTECT_DATA),
    ),
    SitePage("protokoll", "protokoll.py", N_("Record of changes"), Place.STAFF, (Right.SEE_AUDIT,)),
    SitePage("impressum", "impressum.py", N_("Imprint"), Place.FOOTER),
    SitePage("datenschutz", "datenschutz.py", N_("Privacy"), Place.FOOTER),
    SitePage("barrierefreiheit", "barrierefreiheit.py", N_("Accessibility"), Place.FOOTER),
)


def pages_at(place: Place) -> tuple[SitePage, ...]:
    """The pages linked from a place, in the order they are shown."""
    return tuple(page for page in SITE if page.place is place)
