"""The desk: the citizens' map and form for staff who write down ideas of others."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from mapper.domain.berlin import today
from mapper.domain.roles import Limits
from mapper.i18n.labels import CHANNELS, label
from mapper.mapview.citizen_map import build_map_data
from mapper.mapview.staff_map import mount_staff_map, with_staff_texts
from mapper.services.desk import desk_channels
from mapper.services.events import list_events
from mapper.services.rounds import Choices
from mapper.ui import look
from mapper.ui.cache import choices, round_area
from mapper.ui.closed import sign_in_address
from mapper.ui.context import Context
from mapper.ui.provenance import provenance
from mapper.ui.site import SITE, SitePage


def lay_out() -> None:
    """Give the page the room it needs."""
    look.add_style("desk")


def show_desk(here: Context) -> None:
    """Mount map and form; what is entered goes to a route of ours, not through the page."""
    events = list_events(here.backoffice, here.who)
    limits = here.actor.limits if here.actor else Limits()
    data = build_map_data(
        "desk",
        here.profile,
        within_limits(choices(here), limits),
        here.translator,
        provenance=provenance(here),
        area_of=partial(round_area, here),
    )
    data["desk"] = {
        "account": here.actor.name if here.actor else "",
        "town": here.profile.name,
        "channels": [
            [channel, label(CHANNELS, channel, here.translator)]
            for channel in desk_channels(here.profile.channels)
        ],
        "events": [one.as_data() for one in events],
        "today": today().isoformat(),
        "sign_in": sign_in_address(_page(), here),
    }
    mount_staff_map(with_staff_texts(data, here.translator), key="desk")


def within_limits(all_choices: Choices, limits: Limits) -> Choices:
    """What an account may choose; of rounds those that have begun, for paper that comes later."""
    now = datetime.now(UTC)
    towns, slugs, fields = limits.municipalities, limits.rounds, limits.action_fields
    return replace(
        all_choices,
        rounds=tuple(
            one
            for one in all_choices.rounds
            if (not slugs or one.slug in slugs) and (one.opens is None or one.opens <= now)
        ),
        action_fields=tuple(
            one for one in all_choices.action_fields if not fields or one.key in fields
        ),
        municipalities=tuple(
            one for one in all_choices.municipalities if not towns or one.key in towns
        ),
        districts=tuple(
            one for one in all_choices.districts if not towns or one.municipality in towns
        ),
    )


def _page() -> SitePage:
    return next(page for page in SITE if page.url_path == "erfassung")
