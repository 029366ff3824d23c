"""How claims for Gift Aid are read: with what each comes to, its gifts line by line, and what is taken off it.

Whoever may claim sees what claims tell of donors, also where they may not open their records.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import CharityDetails, GiftAidAdjustment, GiftAidClaim, GiftAidClaimLine
from domain.gift_aid_claims import ClaimStatus
from gateway.engine.declare import Narrowing, Tab

_claim = GiftAidClaim.__table__
_line = GiftAidClaimLine.__table__
_adjustment = GiftAidAdjustment.__table__
_charity = CharityDetails.__table__


def _of_lines(column: sa.ColumnElement[Any], *conditions: sa.ColumnElement[bool]) -> Any:
    """A figure of the lines of a claim."""
    return (
        sa.select(column)
        .where(_line.c.claim_id == _claim.c.id, *conditions)
        .correlate(_claim)
        .scalar_subquery()
    )


def _sum(column: sa.ColumnElement[Any]) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger)


_taken_off = (
    sa.select(_sum(_adjustment.c.tax_minor))
    .where(_adjustment.c.carried_into == _claim.c.id)
    .correlate(_claim)
    .scalar_subquery()
)
_source = (
    sa.select(
        *_claim.c,
        _charity.c.name.label("charity_name"),
        _of_lines(sa.func.count()).label("gifts"),
        _of_lines(sa.func.max(_line.c.schedule_row)).label("rows"),
        _of_lines(_sum(_line.c.amount_minor)).label("amount_minor"),
        _of_lines(_sum(_line.c.tax_minor)).label("tax_minor"),
        _of_lines(_sum(_line.c.tax_minor), ~_line.c.live).label("released_minor"),
        _taken_off.label("adjustment_minor"),
    )
    .join_from(_claim, _charity, _charity.c.version == _claim.c.charity_version)
    .subquery("gift_aid_claim_read")
)
# Rows are numbered by the first preview; before that, lines are in the order of their days.
_lines = sa.select(*_line.c, sa.func.coalesce(_line.c.schedule_row, 0).label("place")).subquery(
    "gift_aid_claim_line_read"
)
_carried = (
    sa.select(*_adjustment.c, _line.c.donation_id, _claim.c.number.label("claimed_in"))
    .join_from(_adjustment, _line, _line.c.id == _adjustment.c.line_id)
    .join(_claim, _claim.c.id == _line.c.claim_id)
    .subquery("gift_aid_adjustment_carried")
)

CLAIM = Tab("gift-aid-claim", _source, key=_source.c.id, order=(_source.c.id,), entity="gcl")
CLAIMS = Tab("gift-aid-claims", _source, key=None, order=(_source.c.number.desc(),), entity="gcl")
CLAIM_LINES = Tab(
    "gift-aid-claim-lines",
    _lines,
    key=_lines.c.claim_id,
    order=(_lines.c.place, _lines.c.made_on, _lines.c.id),
)
CLAIM_ADJUSTMENTS = Tab(
    "gift-aid-adjustments",
    _carried,
    key=_carried.c.carried_into,
    order=(_carried.c.made_at, _carried.c.id),
)


def claims_narrowing(status: ClaimStatus | None) -> Narrowing:
    """The claims that stand so; all of them where none is given."""
    return Narrowing(() if status is None else (_source.c.status == status.value,))
