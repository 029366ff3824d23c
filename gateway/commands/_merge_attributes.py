"""Attributes of a merged record: those that were taken move, and protected ones never do (ATR-04, MRG-07)."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import AttributeValue
from gateway.commands._merging import Merge, among

_value = AttributeValue.__table__


async def merge_attributes(merge: Merge) -> None:
    """The survivor has the values that were chosen; the loser has none any more."""
    taken = sa.and_(
        among(_value.c.definition_id, merge.decisions.attributes_from_loser),
        merge.of_loser(_value.c.customer_id),
        _value.c.ciphertext.is_(None),
    )
    theirs = _value.alias("theirs")
    replaced = sa.exists().where(
        theirs.c.definition_id == _value.c.definition_id,
        among(theirs.c.definition_id, merge.decisions.attributes_from_loser),
        merge.of_loser(theirs.c.customer_id),
        theirs.c.ciphertext.is_(None),
    )
    own = merge.of_survivor(_value.c.customer_id)
    await merge.ledger.drop(_value, sa.and_(own, replaced), reason="The other record's value was chosen.")
    await merge.bring(_value.c.customer_id, taken, reason="The other record's value was chosen.")
    await merge.ledger.drop(
        _value, merge.of_loser(_value.c.customer_id), reason="The value was not taken, or never moves."
    )
