"""What all routes share for as long as the process lives."""

from dataclasses import dataclass
from pathlib import Path

from mapper.api.kept import Kept
from mapper.db import erasures
from mapper.db.engine import Sessions, shared_sessions
from mapper.domain.profile import TownProfile
from mapper.i18n import Translator, choose_language, get_translator
from mapper.profile import load_profile
from mapper.profile.rules import make_import_limits, make_rules
from mapper.services.backoffice import Backoffice
from mapper.services.import_room import ImportRoom
from mapper.services.layer_files import LAYER_FOLDER
from mapper.services.map_services import MapSources
from mapper.services.map_tiles import PictureDesk
from mapper.settings import Settings, secret_key

_MOST_KEPT_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class State:
    """Settings, town, store and the installation's secret."""

    settings: Settings
    profile: TownProfile
    sessions: Sessions
    secret: str
    kept: Kept
    backoffice: Backoffice
    """What services for staff work with."""
    pictures: PictureDesk
    """Other servers' maps."""

    @property
    def room(self) -> ImportRoom:
        """Where the files of imports lie."""
        limits = make_import_limits(self.settings)
        return ImportRoom.at_home(self.settings.home, limits, self.settings.private_places)

    @property
    def cache_folder(self) -> Path:
        """Where files lie that can be made again."""
        return self.settings.home / "cache" / "assets"

    @property
    def layers_folder(self) -> Path:
        """Where layers lie as files to take away; they can be made again."""
        return self.settings.home / LAYER_FOLDER

    def translator(self, accept_language: str | None, wanted: str | None = None) -> Translator:
        """The language a reader gets; `wanted` is what the address asks for."""
        lang = choose_language(wanted, accept_language, self.profile.languages)
        return get_translator(lang, self.profile.address)

    def close(self) -> None:
        """Give all connections back."""
        self.sessions.kw["bind"].dispose()


def make_state(settings: Settings, database_url: str) -> State:
    """Everything routes need; no connection is opened yet."""
    profile, secret = load_profile(settings.profile_dir), secret_key(settings)
    sessions, rules = shared_sessions(database_url), make_rules(settings, profile)
    maps = MapSources.at_home(
        settings.home,
        profile,
        private=settings.private_places,
        hosts=settings.map_hosts,
        cache_mb=settings.service_cache_mb,
    )
    return State(
        settings=settings,
        profile=profile,
        sessions=sessions,
        secret=secret,
        kept=Kept(_MOST_KEPT_BYTES),
        backoffice=Backoffice(sessions, secret, rules, settings.home / erasures.FILE),
        pictures=PictureDesk.over(maps),
    )
