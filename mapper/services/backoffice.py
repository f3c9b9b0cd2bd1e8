"""What every service for staff begins with: one transaction, by somebody who may."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from mapper.db.engine import Sessions, transaction
from mapper.domain.roles import Actor, Right
from mapper.domain.rules import Rules
from mapper.services import audit
from mapper.services.access import Who, authorize


@dataclass(frozen=True, slots=True)
class Act:
    """A transaction of somebody who was allowed it; what she changes she records."""

    session: Session
    actor: Actor
    rules: Rules
    secret: str = field(repr=False)
    erasures: Path | None = None

    def record(
        self, kind: str, subject: str, key: object, changes: Mapping[str, object] | None = None
    ) -> None:
        """Add an audit event in this transaction; see `mapper.services.audit.record`."""
        audit.record(self.session, self.secret, self.actor.name, kind, subject, key, changes)


@dataclass(frozen=True, slots=True)
class Backoffice:
    """The store, the installation's secret and the town's rules, for services of staff.

    `erasures` is the file beside the database that lists what was erased; None for none.
    """

    sessions: Sessions
    secret: str = field(repr=False)
    rules: Rules = field(default_factory=Rules)
    erasures: Path | None = None

    @contextmanager
    def acting(self, who: Who, right: Right | None) -> Iterator[Act]:
        """A transaction for one call, committed at its end, rolled back on any error.

        Raises
        ------
        SignInNeededError, ForbiddenError, DatabaseAwayError
        """
        with transaction(self.sessions) as session:
            actor = authorize(session, who, right, self.rules)
            yield Act(session, actor, self.rules, self.secret, self.erasures)
