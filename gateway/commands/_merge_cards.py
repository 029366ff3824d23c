"""Wallets in a merge: the cards of both, the same one once, and the survivor's preferred one stays (WAL-P05)."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Membership, WalletCard
from gateway.commands._merging import Merge

_card = WalletCard.__table__
_membership = Membership.__table__
_own, _theirs = _card.alias("own"), _card.alias("theirs")
_SAME = "It is the same card."


async def merge_cards(merge: Merge) -> None:
    """Drop the loser's cards that the survivor keeps too; memberships that renew by one renew by its twin."""
    twins = _twins(merge)
    doubles = sa.select(twins.c.theirs)
    twin = sa.select(twins.c.own).where(twins.c.theirs == _membership.c.card_id).scalar_subquery()
    await merge.ledger.change(
        _membership, _membership.c.card_id.in_(doubles), {"card_id": twin}, reason=_SAME
    )
    await _keep_what_is_known(merge, twins)
    await merge.ledger.drop(_card, _card.c.id.in_(doubles), reason=_SAME)
    own = sa.exists().where(merge.of_survivor(_own.c.customer_id), _own.c.preferred)
    await merge.ledger.change(
        _card,
        sa.and_(merge.of_loser(_card.c.customer_id), _card.c.preferred, own),
        {"preferred": False},
        reason="The survivor prefers another card.",
    )


def _twins(merge: Merge) -> sa.Subquery:
    """The kept cards of both that are one card to the provider."""
    return (
        sa.select(_own.c.id.label("own"), _theirs.c.id.label("theirs"))
        .join(_theirs, _theirs.c.fingerprint == _own.c.fingerprint)
        .where(
            merge.of_survivor(_own.c.customer_id),
            merge.of_loser(_theirs.c.customer_id),
            _own.c.removed_at.is_(None),
            _theirs.c.removed_at.is_(None),
        )
        .subquery("twins")
    )


async def _keep_what_is_known(merge: Merge, twins: sa.Subquery) -> None:
    """The twin may be charged as either might, and is preferred where the loser's was and the survivor prefers none."""
    other, preferred = _card.alias("other"), _card.alias("preferred_one")

    def theirs(value: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        pair = sa.and_(twins.c.own == _card.c.id, twins.c.theirs == other.c.id)
        return sa.select(value).select_from(other.join(twins, pair)).correlate(_card).scalar_subquery()

    has_one = sa.exists().where(merge.of_survivor(preferred.c.customer_id), preferred.c.preferred)
    await merge.ledger.change(
        _card,
        _card.c.id.in_(sa.select(twins.c.own)),
        {
            "continuous_authority": sa.or_(
                _card.c.continuous_authority, theirs(other.c.continuous_authority)
            ),
            "preferred": sa.or_(_card.c.preferred, sa.and_(theirs(other.c.preferred), ~has_one)),
            "last_used_at": sa.func.greatest(_card.c.last_used_at, theirs(other.c.last_used_at)),
        },
        reason=_SAME,
    )
