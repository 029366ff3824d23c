"""Documents on a record as clients see them."""

from __future__ import annotations

from datetime import datetime

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import column, identity
from gateway.loaders.documents import DOCUMENT
from gateway.schema._rows import row_type
from gateway.schema.nodes import Node, register


@row_type(description="A file that was put on the record, such as a letter or a scan.")
class Document(Node):
    id: strawberry.ID = identity("doc")
    name: str = strawberry.field(description="Its file name.")
    media_type: str = strawberry.field(description="What kind of file it is, such as `application/pdf`.")
    size: int = column("bytes", description="How large it is, in bytes.")
    content_hash: str = strawberry.field(
        description="A digest of its bytes, which proves that they are the same."
    )
    uploaded_at: datetime = strawberry.field(description="When it was put on the record.")
    uploaded_by: str = strawberry.field(description="Username of who put it there.")


# All documents that there are prove declarations.
register("Document", DOCUMENT, Permission.GIFT_AID_DECLARE)
