"""Mailings in a merge: of one that both were sent, what is known of either is kept in one (MRG-P11, MAI-P02)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import MailingClick, MailingRecord
from gateway.commands._merging import Merge

_record = MailingRecord.__table__
_click = MailingClick.__table__
_own, _theirs = _record.alias("own"), _record.alias("theirs")
_REASON = "Both were sent the same mailing."


async def merge_mailings(merge: Merge) -> None:
    """Opt-outs, bounces, openings and clicks carry over to the survivor's record of the same mailing."""
    await _name_addresses(merge)
    pairs = (
        sa.select(_own.c.id.label("own"), _theirs.c.id.label("theirs"), _tells(_theirs).label("tells"))
        .join(_theirs, _theirs.c.mailing_id == _own.c.mailing_id)
        .where(merge.of_survivor(_own.c.customer_id), merge.of_loser(_theirs.c.customer_id))
        .subquery("pairs")
    )
    kept = sa.select(pairs.c.own).where(pairs.c.theirs == _click.c.record_id).scalar_subquery()
    theirs = sa.select(pairs.c.theirs)
    told = sa.select(pairs.c.own).where(pairs.c.tells)
    await merge.ledger.change(_record, _record.c.id.in_(told), _both(merge), reason=_REASON)
    await merge.ledger.change(_click, _click.c.record_id.in_(theirs), {"record_id": kept}, reason=_REASON)
    await merge.ledger.drop(_record, _record.c.id.in_(theirs), reason=_REASON)


async def _name_addresses(merge: Merge) -> None:
    """Write down which address a mail came back from, where it was taken to be the one on the record.

    A block belongs to its address and goes where that goes (CPR-P05).
    """
    for customer in (merge.survivor, merge.loser):
        if customer.email is not None and customer.email != merge.decisions.details.email:
            came_back = sa.or_(_record.c.bounced_at.is_not(None), _record.c.blocked)
            await merge.ledger.change(
                _record,
                sa.and_(_record.c.customer_id == customer.id, _record.c.sent_to.is_(None), came_back),
                {"sent_to": customer.email},
                reason="It came back from the address that was on the record then.",
            )


def _tells(of: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether anything is known of the mail but that it was sent; of most there is not."""
    return sa.or_(
        of.c.blocked, *(of.c[name].is_not(None) for name in ("opened_at", "bounced_at", "opted_out_at"))
    )


def _both(merge: Merge) -> dict[str, Any]:
    """What is known of both, column by column.

    A bounce is told with its address: of two, the one that came back from the address that is kept (CPR-P05).
    """
    other = _record.alias("other")

    def theirs(value: Any) -> Any:
        same = sa.and_(merge.of_loser(other.c.customer_id), other.c.mailing_id == _record.c.mailing_id)
        return sa.select(value).where(same).correlate(_record).scalar_subquery()

    kept = sa.func.lower(sa.literal(merge.decisions.details.email, sa.Text))
    came_back = sa.or_(other.c.bounced_at.is_not(None), other.c.blocked)
    own_came_back = sa.or_(_record.c.bounced_at.is_not(None), _record.c.blocked)
    own_matters = sa.and_(own_came_back, sa.func.lower(_record.c.sent_to).is_not_distinct_from(kept))
    matters = sa.func.lower(other.c.sent_to).is_not_distinct_from(kept)
    taken = sa.and_(theirs(came_back), sa.or_(~own_came_back, sa.and_(~own_matters, theirs(matters))))
    bounce = {
        name: sa.case((taken, theirs(other.c[name])), else_=_record.c[name])
        for name in ("sent_to", "bounced_at", "bounce_type", "blocked")
    }
    return {
        **bounce,
        "opened_at": sa.func.least(_record.c.opened_at, theirs(other.c.opened_at)),
        "open_count": _record.c.open_count + theirs(other.c.open_count),
        # One opening that was a person's is enough.
        "machine_open": sa.case(
            (sa.or_(~_record.c.machine_open, ~theirs(other.c.machine_open)), False),
            else_=sa.func.coalesce(_record.c.machine_open, theirs(other.c.machine_open)),
        ),
        "opted_out_at": sa.func.least(_record.c.opted_out_at, theirs(other.c.opted_out_at)),
    }
