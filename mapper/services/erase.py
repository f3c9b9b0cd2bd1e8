"""Erasing: what goes with what, and noting it so that no backup brings it back.

Each function works in the caller's transaction; whether she may is decided before.
"""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import CursorResult, Delete, Update, delete, func, insert, update

from mapper.db import erasures
from mapper.db.erasures import Erased
from mapper.db.locks import wait_for_turn
from mapper.db.tables import (
    Erasure,
    Photo,
    Proposal,
    ProposalContact,
    ProposalOriginal,
    Report,
    SavedView,
    StaffAccount,
    StaffSession,
    StaffToken,
)
from mapper.domain.erasures import Subject
from mapper.domain.statuses import PlaceCertainty, PublicPrecision
from mapper.services import groups
from mapper.services.backoffice import Act
from mapper.services.merge import record_parted

NOTING = "erasure"
"""The lock held from noting an erasure until its commit."""


def note(act: Act, subject: Subject, keys: Collection[str]) -> None:
    """Note erasures in table and file: the last thing before the commit.

    The file is on the disk first. Should the commit fail after all, a line stands for an erasure
    that somebody decided, and the next run of `mapper privacy run` carries it out.

    Raises
    ------
    ErasureLogError
        Nothing may be erased.
    """
    if not keys:
        return
    act.session.flush()
    wait_for_turn(act.session, NOTING)
    rows = [{"subject": subject.value, "subject_key": key} for key in keys]
    noted = act.session.execute(
        insert(Erasure).returning(Erasure.at, Erasure.subject, Erasure.subject_key), rows
    )
    erased = [Erased(*row) for row in noted]
    if act.erasures is not None:
        erasures.append(act.erasures, erased)


def erase_proposals(act: Act, ids: Sequence[int]) -> int:
    """Erase ideas with contact, photos, supports, comments, answers, originals, reports, remarks.

    What was part of one of them gets back the status it had, and what one of them was part of
    loses its supports. The rollups follow by trigger. Returns how many there were. Callers that
    hold one of the rows have called `hold_groups` before.
    """
    for one in groups.release(act.session, Proposal.id.in_(ids)):
        record_parted(act, one.number, one.into)
    return _run(act, delete(Proposal).where(Proposal.id.in_(ids)))


def forget_author(act: Act, proposal: Proposal) -> None:
    """Keep an idea's words and forget whose they are.

    Name, address, private link, photos, originals go. A place that everyone may see exactly stays,
    for it is the idea's; of any other only the district does.
    """
    of_it = {"proposal_id": proposal.id}
    for table in (ProposalContact, ProposalOriginal, Photo):
        act.session.execute(delete(table).filter_by(**of_it))
    proposal.display_name = None
    proposal.client_key = uuid.uuid4()
    if proposal.public_precision != PublicPrecision.EXACT:
        known = PlaceCertainty.DISTRICT if proposal.district_id else PlaceCertainty.NONE
        if proposal.place_certainty == PlaceCertainty.POINT:
            proposal.place_certainty = known.value
        proposal.geom = proposal.shape = None
    act.session.flush()


def forget_contacts(act: Act, ids: Sequence[int]) -> int:
    """Erase the e-mail addresses of these ideas; their private links still open."""
    addressed = ProposalContact.proposal_id.in_(ids) & ProposalContact.email.is_not(None)
    return _run(act, update(ProposalContact).where(addressed).values(email=None))


def forget_originals(act: Act, ids: Sequence[int]) -> int:
    """Erase the words of these ideas from before they were blacked out."""
    return _run(act, delete(ProposalOriginal).where(ProposalOriginal.proposal_id.in_(ids)))


def erase_reports(act: Act, ids: Sequence[int]) -> int:
    """Erase these reports."""
    return _run(act, delete(Report).where(Report.id.in_(ids)))


def forget_accounts(act: Act, ids: Sequence[int]) -> int:
    """Erase the persons behind these accounts.

    The login stays, closed for good, as the pseudonym that the audit knows somebody by: given to
    nobody else, or her successor would seem to have done what she did.
    """
    for table in (StaffSession, StaffToken, SavedView):
        act.session.execute(delete(table).where(table.account_id.in_(ids)))
    forgotten = update(StaffAccount).values(
        display_name=StaffAccount.login,
        email=None,
        roles=[],
        municipalities=[],
        rounds=[],
        action_fields=[],
        password_hash=None,
        oidc_subject=None,
        totp_secret=None,
        totp_confirmed_at=None,
        totp_step=None,
        recovery_hashes=[],
        deputy_id=None,
        away_until=None,
        digest=False,
        version=StaffAccount.version + 1,
        disabled_at=func.coalesce(StaffAccount.disabled_at, func.now()),
        signed_in_at=None,
    )
    return _run(act, forgotten.where(StaffAccount.id.in_(ids)))


def _run(act: Act, statement: Delete | Update) -> int:
    done = act.session.execute(statement.execution_options(synchronize_session=False))
    return done.rowcount if isinstance(done, CursorResult) else 0
