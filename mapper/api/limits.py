"""How often one address may send something: declared by every route that takes anything.

The figures are far above what people do. A school class hands in its ideas through one address in
one lesson: thirty children with two ideas each are 60 in ten minutes, five classes a day are 300.
A programme that fills the map with rubbish is stopped all the same, long before anybody has to
clear up after it by hand.
"""

from dataclasses import dataclass
from datetime import timedelta

from mapper.api.state import State
from mapper.db.engine import single_statements
from mapper.services.rate import count_hit

_TEN_MINUTES = timedelta(minutes=10)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests of one address in a window, for each of the windows.

    The shorter comes first: who is refused there does not use up the longer one.
    """

    scope: str
    most: tuple[tuple[int, timedelta], ...]

    def check(self, state: State, address: str) -> None:
        """Count a request.

        Raises
        ------
        TooManyRequestsError
            It is one too many, and nothing was done for it.
        DatabaseAwayError
        """
        if not self.most:
            return
        # One connection for all windows: this stands before every request that writes.
        with single_statements(state.sessions) as store:
            for most, window in self.most:
                allowed = most * state.settings.limit_factor
                count_hit(store, state.secret, self.scope, address, most=allowed, window=window)


PROPOSALS = Limit("proposals", ((60, _TEN_MINUTES), (300, _DAY)))
MINE = Limit("mine", ((600, _TEN_MINUTES), (5000, _DAY)))
"""Asked by every look at the map of somebody who has handed in an idea on this device."""
REPORTS = Limit("reports", ((30, _HOUR), (100, _DAY)))
FORMS = Limit("forms", ((120, _TEN_MINUTES), (1000, _DAY)))
"""Forms of staff about themselves: sign-in has a throttle of its own that knows accounts."""
PICTURES = Limit("pictures", ((3000, _TEN_MINUTES), (30_000, _DAY)))
"""Tiles that another server has to be asked for; a look at the map takes about thirty."""
STAFF = Limit("staff", ())
"""None, on purpose: whoever is signed in answers for what she sends, and a desk sends a lot."""
