"""Two live memberships of one type in a merge: one after the other, or one returned (MEM-P09)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from db.models import Membership, MembershipTerm
from domain.memberships import Term, postponed
from domain.merges import BothLive, MergedMembership
from gateway.commands._merging import Merge

_membership = Membership.__table__
_term = MembershipTerm.__table__
_AFTER_THE_OTHER = "Both records had such a membership: this one runs once the other has ended."


async def merge_memberships(merge: Merge) -> None:
    """Carry out what was chosen for each type; every membership stays, with its terms and what was paid for them."""
    for both in merge.decisions.memberships:
        if both.outcome is BothLive.KEEP_BOTH:
            await _one_after_the_other(merge, both)
        else:
            is_own = both.outcome is BothLive.RETURN_SURVIVORS
            await merge.ledger.change(
                _membership,
                _membership.c.id == (both.survivors_id if is_own else both.losers_id),
                {"returned_at": merge.tx.now, "auto_renew": False},
                reason="It was returned, since both records had one.",
            )


async def _one_after_the_other(merge: Merge, both: MergedMembership) -> None:
    own, theirs = await _terms(merge, both.survivors_id), await _terms(merge, both.losers_id)
    first, then = sorted((own, theirs), key=lambda terms: max(term.ends for term in terms.values()))
    ended = max(term.ends for term in first.values())
    moved = postponed(tuple(then.values()), ended, merge.here.today)
    # The last first, for no two terms of one membership begin on one day.
    for term_id, term in reversed(tuple(zip(then, moved, strict=True))):
        if term != then[term_id]:
            await _postpone(merge, term_id, term.starts, term.ends)


async def _terms(merge: Merge, membership_id: UUID) -> dict[UUID, Term]:
    found = await merge.tx.session.execute(
        sa.select(_term.c.id, _term.c.starts, _term.c.ends, _term.c.custom_end_reason.is_not(None))
        .where(_term.c.membership_id == membership_id)
        .order_by(_term.c.starts)
    )
    return {term_id: Term(starts, ends, custom) for term_id, starts, ends, custom in found}


async def _postpone(merge: Merge, term_id: UUID, starts: date, ends: date) -> None:
    await merge.ledger.change(
        _term,
        _term.c.id == term_id,
        {"starts": starts, "ends": ends, "custom_end_reason": _AFTER_THE_OTHER},
        reason=_AFTER_THE_OTHER,
    )
