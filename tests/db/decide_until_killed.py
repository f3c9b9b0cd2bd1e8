"""A process that publishes what waits, one idea after the other, and says which it has done."""

import sys
import time

from mapper.db.engine import shared_sessions
from mapper.domain.statuses import ModerationStatus
from mapper.errors import DatabaseAwayError
from mapper.services.access import SignedIn
from mapper.services.decide import list_by_status, publish
from tests.staff import office_on


def main(url: str, token: str) -> None:
    """Go on for ever, also while the database is away."""
    office, who = office_on(shared_sessions(url)), SignedIn(token)
    while True:
        try:
            for idea in list_by_status(office, who, ModerationStatus.PENDING, most=5):
                publish(office, who, idea.public_id)
                sys.stdout.write(f"{idea.public_id}\n")
                sys.stdout.flush()
        except DatabaseAwayError:
            time.sleep(0.05)


if __name__ == "__main__":
    main(*sys.argv[1:])
