"""What the moderation desk shows, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mapper.domain.roles import Actor
from mapper.domain.tokens import is_public_id
from mapper.services.queue import Queue, Whose, queues_of
from mapper.ui.address import page_link
from mapper.ui.paging import PAGE, page_number

URL_PATH = "moderation"
QUEUE, NUMBER, WHOSE, KEYS = "queue", "id", "mine", "keys"
ADDRESS = (QUEUE, NUMBER, PAGE, WHOSE, KEYS)
_OFF = "off"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list, a page of it, whose ideas, the idea that is open, and whether single keys act."""

    queue: Queue
    number: str | None = None
    page: int = 1
    whose: Whose = Whose.ALL
    keys: bool = True


def read_address(query: Mapping[str, str], actor: Actor) -> tuple[Wanted, bool]:
    """What an address asks for; anything unusable is left out, and the second value says so."""
    offered = queues_of(actor)
    queue = query.get(QUEUE, "") or offered[0].value
    whose = query.get(WHOSE, "") or Whose.ALL.value
    number = query.get(NUMBER, "").strip().lower()
    usable = queue in offered and whose in set(Whose) and (not number or is_public_id(number))
    wanted = Wanted(
        queue=Queue(queue) if queue in offered else offered[0],
        number=number if is_public_id(number) else None,
        page=page_number(dict(query)),
        whose=Whose(whose) if whose in set(Whose) else Whose.ALL,
        keys=query.get(KEYS) != _OFF,
    )
    return wanted, usable


def write_address(wanted: Wanted) -> dict[str, str]:
    """The parameters that give this again; what is as it is at first is left out."""
    return {
        QUEUE: wanted.queue.value,
        **({NUMBER: wanted.number} if wanted.number else {}),
        **({PAGE: str(wanted.page)} if wanted.page > 1 else {}),
        **({WHOSE: wanted.whose.value} if wanted.whose is not Whose.ALL else {}),
        **({} if wanted.keys else {KEYS: _OFF}),
    }


def link_to(wanted: Wanted, query: Mapping[str, str], **changes: object) -> str:
    """The address of the desk with something changed (fields of `Wanted`)."""
    changed = replace(wanted, **changes)  # type: ignore[arg-type]
    return page_link(URL_PATH, query, **write_address(changed))
