"""Documents on a record as clients see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Optional

import strawberry

from domain.documents import kept_until
from domain.house import House
from domain.permissions import Permission
from gateway.engine.declare import column, computed, identity
from gateway.loaders.documents import DOCUMENT
from gateway.schema._rows import row_type
from gateway.schema.nodes import Node, register

LINK_SECONDS = 15 * 60


def _link(content_hash: str, name: str, *, links: Any) -> str:
    made: str = links.file(content_hash, name, LINK_SECONDS)
    return made


def _kept_until(last_gift_on: date | None, *, house: House) -> date | None:
    return kept_until(last_gift_on, house.accounting_year_ends)


@row_type(description="A file that was put on the record, such as a letter or a scan.")
class Document(Node):
    id: strawberry.ID = identity("doc")
    name: str = strawberry.field(description="Its file name.")
    media_type: str = strawberry.field(description="What kind of file it is, such as `application/pdf`.")
    size: int = column("bytes", description="How large it is, in bytes.")
    content_hash: str = strawberry.field(
        description="A digest of its bytes, which proves that they are the same."
    )
    link: str = computed(
        _link,
        "content_hash",
        "name",
        description="Signed link by which it is downloaded; it works for a quarter of an hour.",
    )
    kept_until: Optional[date] = computed(
        _kept_until,
        "last_gift_on",
        description="Until when it is kept at least: six years after the accounting year of the last gift of a day that"
        " its declaration covers. Null while there is none; it is kept for as long as the declaration may be used.",
    )
    uploaded_at: datetime = strawberry.field(description="When it was put on the record.")
    uploaded_by: str = strawberry.field(description="Username of who put it there.")


# All documents that there are prove declarations.
register("Document", DOCUMENT, Permission.GIFT_AID_DECLARE)
