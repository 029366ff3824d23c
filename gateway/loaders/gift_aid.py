"""How Gift Aid declarations are read: only those of a customer whom the actor may see."""

from __future__ import annotations

from db.models import GiftAidDeclaration
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_declaration = GiftAidDeclaration.__table__

# A donation leads to the declaration of whoever paid, on whosever record it stands.
DECLARATION = Tab(
    "gift-aid-declaration",
    _declaration,
    key=_declaration.c.id,
    order=(_declaration.c.id,),
    scope=of_visible_customer(_declaration.c.customer_id),
    entity="gad",
)
