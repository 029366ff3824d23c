"""How the wallet is read: the cards stored in it, without what charges them, and none that was removed."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Customer, WalletCard
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer
from gateway.loaders.memberships import is_renewed_by

_card = WalletCard.__table__
_customer = Customer.__table__

# The token charges the card, and the fingerprint tells whose other cards it is: no reading has them (WAL-P01).
_KEPT_BACK = {"token", "fingerprint", "removed_at"}
_source = (
    sa.select(
        *[column for column in _card.c if column.name not in _KEPT_BACK],
        is_renewed_by(_card.c.id).label("renews_a_membership"),
    )
    .where(_card.c.removed_at.is_(None))
    .subquery("wallet_card_read")
)

WALLET = Tab("wallet", _customer, key=_customer.c.id, order=(_customer.c.id,))
STORED_CARDS = Tab(
    "stored-cards",
    _source,
    key=_source.c.customer_id,
    order=(_source.c.preferred.desc(), _source.c.added_at.desc(), _source.c.id.desc()),
    entity="crd",
    usual=2,
)
STORED_CARD = Tab(
    "stored-card",
    _source,
    key=_source.c.id,
    order=(_source.c.id,),
    root_scope=of_visible_customer(_source.c.customer_id),
    entity="crd",
)
