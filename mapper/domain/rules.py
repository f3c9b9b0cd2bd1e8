"""The town's rules for its own work: periods and thresholds, read by entry points."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rules:
    """How sessions end, what is kept how long, and when somebody is reminded."""

    session_idle: timedelta = timedelta(minutes=60)
    """A session ends when nothing was done for so long."""
    session_most: timedelta = timedelta(hours=12)
    """It ends then in any case."""
    invitation_valid: timedelta = timedelta(days=7)
    reset_valid: timedelta = timedelta(hours=2)
    review_within: timedelta = timedelta(days=7)
    """What citizens are promised: a new idea is looked at within this time."""
    remind_after: timedelta = timedelta(days=28)
    """An answer is due when nothing happened to a published idea for so long."""
    reports_to_hide: int = 1
    """So many open reports hide a text until somebody has looked; 0 for never."""
    keep_originals: timedelta = timedelta(days=30)
    """How long the original of a blacked-out text is kept."""
    keep_rejected: timedelta = timedelta(days=365)
    """How long ideas that were rejected or withdrawn are kept."""
    keep_contacts: timedelta = timedelta(days=730)
    """How long an e-mail address is kept after its idea was last touched."""
    keep_reports: timedelta = timedelta(days=180)
    """How long a report is kept after somebody has looked."""
    keep_accounts: timedelta = timedelta(days=365)
    """How long a disabled account keeps name and address after its last sign-in."""
