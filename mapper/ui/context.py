"""What a page needs: settings, town and store once per process, the language per reader."""

from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache

import streamlit as st

from mapper.db import erasures
from mapper.db.engine import Sessions, shared_sessions
from mapper.domain.profile import TownProfile
from mapper.domain.roles import Actor
from mapper.errors import DatabaseAwayError
from mapper.i18n import Translator, choose_language, get_translator
from mapper.profile import load_profile
from mapper.profile.rules import make_import_limits, make_rules
from mapper.services.access import SignedIn, find_actor
from mapper.services.backoffice import Backoffice
from mapper.services.import_room import ImportRoom
from mapper.services.map_services import MapSources
from mapper.settings import Settings, load_settings, secret_key
from mapper.ui import address_bar
from mapper.ui.address import LANGUAGE

_CHOSEN = "chosen_language"


@dataclass(frozen=True, slots=True)
class Context:
    """One reader's view of the application, made anew for every run of a page."""

    settings: Settings
    profile: TownProfile
    translator: Translator
    query: dict[str, str]
    who: SignedIn | None = None
    actor: Actor | None = None
    away: bool = False
    """True when the database did not answer who is signed in."""

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.translator.lang

    @property
    def sessions(self) -> Sessions:
        """The process's session factory.

        Raises
        ------
        DatabaseAwayError
            No database is configured.
        """
        if self.settings.database_url is None:
            raise DatabaseAwayError
        return shared_sessions(self.settings.database_url)

    @property
    def backoffice(self) -> Backoffice:
        """What services for staff work with; each asks anew whether `who` may.

        Raises
        ------
        DatabaseAwayError
        """
        rules = make_rules(self.settings, self.profile)
        noted = self.settings.home / erasures.FILE
        return Backoffice(self.sessions, secret_key(self.settings), rules, noted)

    @property
    def room(self) -> ImportRoom:
        """Where the files of imports lie, and how much they may take."""
        limits = make_import_limits(self.settings)
        return ImportRoom.at_home(self.settings.home, limits, self.settings.private_places)

    @property
    def maps(self) -> MapSources:
        """Whose maps may be shown."""
        return MapSources.at_home(
            self.settings.home,
            self.profile,
            private=self.settings.private_places,
            hosts=self.settings.map_hosts,
            cache_mb=self.settings.service_cache_mb,
        )


# A visit runs in threads of its own, and each run replaces what an earlier one has left there.
_RUN: ContextVar[Context | None] = ContextVar("context of the run", default=None)


def begin() -> Context:
    """The context of a run that begins, made once for the frame and the page in it."""
    address_bar.agree()
    here = _make()
    _RUN.set(here)
    return here


def current() -> Context:
    """The context of the run going on; of a page run by itself its own."""
    return _RUN.get() or _make()


def _make() -> Context:
    """A context; the language is never remembered for another reader."""
    town = profile()
    lang = choose_language(_wanted_language(), _accept_language(), town.languages)
    here = Context(
        settings=settings(),
        profile=town,
        translator=get_translator(lang, town.address),
        query=st.query_params.to_dict(),
    )
    who = _who(here.settings.session_cookie)
    return _signed_in(here, who) if who else here


def _who(cookie: str) -> SignedIn | None:
    """Whoever holds the session token in the browser's cookie."""
    token = st.context.cookies.get(cookie)
    return SignedIn(token) if token else None


def _signed_in(here: Context, who: SignedIn) -> Context:
    """With the person who is signed in, asked anew at every run: a tab may outlive its session."""
    try:
        actor = find_actor(here.sessions, who, here.backoffice.rules)
    except DatabaseAwayError:
        return replace(here, who=who, away=True)
    return replace(here, who=who, actor=actor)


@cache
def settings() -> Settings:
    """The process's settings."""
    return load_settings()


@cache
def profile() -> TownProfile:
    """The town this installation is for."""
    return load_profile(settings().profile_dir)


def _wanted_language() -> str | None:
    """What the address asks for, else what it asked for earlier in this visit."""
    wanted = st.query_params.get(LANGUAGE)
    if wanted is not None:
        st.session_state[_CHOSEN] = wanted
    chosen: str | None = st.session_state.get(_CHOSEN)
    return chosen


def _accept_language() -> str | None:
    return ", ".join(st.context.headers.get_all("Accept-Language")) or None
