"""How documents are read: what was put on a record, and who put it there."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Document, GiftAidDeclaration
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_document = Document.__table__
_declaration = GiftAidDeclaration.__table__
_of_declaration = (
    sa.select(*_document.c, _declaration.c.id.label("declaration_id"))
    .join_from(_declaration, _document, _document.c.id == _declaration.c.document_id)
    .subquery("document_of_declaration")
)

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
    _document,
    key=_document.c.id,
    order=(_document.c.id,),
    root_scope=of_visible_customer(_document.c.customer_id),
    entity="doc",
)
