"""How documents are read: what was put on a record, and who put it there."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Document, Donation, GiftAidDeclaration, Order
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_document = Document.__table__
_declaration = GiftAidDeclaration.__table__
_order = Order.__table__
_donation = Donation.__table__


# The last gift on a day for which the declaration was made; what was cancelled since may have been claimed before.
_last_gift_on = (
    sa.select(sa.func.max(_donation.c.made_on))
    .join_from(_donation, _order, _order.c.id == _donation.c.order_id)
    .where(
        _order.c.owner_id == _declaration.c.customer_id,
        _donation.c.made_on >= _declaration.c.coverage_from,
        sa.or_(_declaration.c.coverage_to.is_(None), _donation.c.made_on <= _declaration.c.coverage_to),
    )
    .correlate(_declaration)
    .scalar_subquery()
    .label("last_gift_on")
)


def _proving(*columns: Any) -> sa.Select[Any]:
    """Documents with the declaration that each proves."""
    return sa.select(*_document.c, _last_gift_on, *columns).join_from(
        _document, _declaration, _declaration.c.document_id == _document.c.id, isouter=not columns
    )


_alone = _proving().subquery("document_alone")
_of_declaration = _proving(_declaration.c.id.label("declaration_id")).subquery("document_of_declaration")

DECLARATION_DOCUMENTS = Tab(
    "gift-aid-documents",
    _of_declaration,
    key=_of_declaration.c.declaration_id,
    order=(_of_declaration.c.id,),
    entity="doc",
    usual=1,
)
DOCUMENT = Tab(
    "document",
    _alone,
    key=_alone.c.id,
    order=(_alone.c.id,),
    root_scope=of_visible_customer(_alone.c.customer_id),
    entity="doc",
)
