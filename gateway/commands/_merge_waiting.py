"""Waiting lists in a merge: one place a list, the better one, for the larger quantity (WLS-P07)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import WaitingListEntry, WaitingListInstance
from domain.waiting_lists import WaitingStatus
from gateway.commands._merging import Merge

_entry = WaitingListEntry.__table__
_named = WaitingListInstance.__table__
_own, _theirs = _entry.alias("own"), _entry.alias("theirs")
_LIVE = (WaitingStatus.WAITING.value, WaitingStatus.OFFERED.value)
_REASON = "Both waited for the same event."


async def merge_waiting(merge: Merge) -> None:
    """Give the survivor's entry the better of both, where both wait for an event; the loser's is dropped."""
    pairs = _pairs(merge)
    theirs = sa.select(pairs.c.theirs)
    both = sa.select(pairs.c.own)
    missing = (
        sa.select(pairs.c.own.label("entry_id"), _named.c.instance_id)
        .join(_named, _named.c.entry_id == pairs.c.theirs)
        .where(
            ~sa.exists().where(
                (other := _named.alias("held")).c.entry_id == pairs.c.own,
                other.c.instance_id == _named.c.instance_id,
            )
        )
    )
    await merge.ledger.add(_named, chosen=missing, reason=_REASON)
    await merge.ledger.change(_entry, _entry.c.id.in_(both), _better(merge), reason=_REASON)
    anything = sa.select(_entry.c.id).where(_entry.c.id.in_(both), _entry.c.any_instance)
    needless = sa.or_(_named.c.entry_id.in_(theirs), _named.c.entry_id.in_(anything))
    await merge.ledger.drop(_named, needless, reason=_REASON)
    await merge.ledger.drop(_entry, _entry.c.id.in_(theirs), reason=_REASON)


def _pairs(merge: Merge) -> sa.Subquery:
    """The live entries of both for one event."""
    return (
        sa.select(_own.c.id.label("own"), _theirs.c.id.label("theirs"))
        .join(_theirs, _theirs.c.event_id == _own.c.event_id)
        .where(
            merge.of_survivor(_own.c.customer_id),
            merge.of_loser(_theirs.c.customer_id),
            _own.c.status.in_(_LIVE),
            _theirs.c.status.in_(_LIVE),
        )
        .subquery("pairs")
    )


def _better(merge: Merge) -> dict[str, Any]:
    """The better of both, column by column: the place is the earlier one, and who was offered tickets still is."""
    other = _entry.alias("other")

    def theirs(name: str) -> Any:
        of_loser = sa.and_(
            other.c.event_id == _entry.c.event_id,
            merge.of_loser(other.c.customer_id),
            other.c.status.in_(_LIVE),
        )
        return sa.select(other.c[name]).where(of_loser).correlate(_entry).scalar_subquery()

    place = sa.tuple_(_entry.c.place, _entry.c.created_at)
    is_later = place > sa.tuple_(theirs("place"), theirs("created_at"))
    return {
        "place": sa.case((is_later, theirs("place")), else_=_entry.c.place),
        "created_at": sa.case((is_later, theirs("created_at")), else_=_entry.c.created_at),
        "quantity": sa.func.greatest(_entry.c.quantity, theirs("quantity")),
        "any_instance": sa.or_(_entry.c.any_instance, theirs("any_instance")),
        # Offered comes before waiting in the alphabet, too.
        "status": sa.func.least(_entry.c.status, theirs("status")),
        "offered_at": sa.func.least(_entry.c.offered_at, theirs("offered_at")),
        "note": sa.func.coalesce(_entry.c.note, theirs("note")),
    }
