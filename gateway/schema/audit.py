"""The audit of a record as clients see it: every change, when and by whom."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Optional
from uuid import UUID

import strawberry

from domain.audit import Method
from domain.customers import parse_friendly_id
from domain.permissions import Permission
from gateway.context import Context
from gateway.engine import ids
from gateway.engine.declare import Narrowing, answered, column, identity, link, tab
from gateway.loaders.audit import AUDIT_CHANGES, AUDIT_ENTRY
from gateway.resolvers import audit as resolvers
from gateway.resolvers.audit import audit_narrowing
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.nodes import Node, register

enum_type(
    Method,
    "How a change came about.",
    USER="A user did it.",
    AUTOTAG="An autotag came or went by its criteria.",
    BULK="A bulk job did it.",
    IMPORT="It came with an import.",
    API="An integration did it.",
    MERGE="A merge did it.",
    CONVERT="A conversion did it.",
    SYSTEM="The system did it by itself.",
)


class AuditOrder(StrEnum):
    NEWEST_FIRST = "NEWEST_FIRST"
    OLDEST_FIRST = "OLDEST_FIRST"


enum_type(
    AuditOrder,
    "Which end of the audit comes first.",
    NEWEST_FIRST="The latest change first.",
    OLDEST_FIRST="The first change first.",
)


@strawberry.input(description="Which entries of the audit; what is given must all hold.")
class AuditFilter:
    from_: Optional[date] = strawberry.field(
        default=None, name="from", description="First day of the period, in the system's zone."
    )
    to: Optional[date] = strawberry.field(default=None, description="Last day of the period.")
    user: Optional[str] = strawberry.field(default=None, description="Username of who did it.")
    method: Optional[Method] = strawberry.field(default=None, description="How it came about.")
    path: Optional[str] = strawberry.field(
        default=None, description="A field that was changed, such as `email`."
    )
    text: Optional[str] = strawberry.field(
        default=None, description="Text in the line or in a value, in any case."
    )


def narrowed(
    order_by: Annotated[
        AuditOrder, strawberry.argument(description="Which end comes first.")
    ] = AuditOrder.NEWEST_FIRST,
    filter: Annotated[
        Optional[AuditFilter], strawberry.argument(description="Which entries; null for all.")
    ] = None,
) -> Narrowing:
    """The arguments of an audit connection."""
    return audit_narrowing(oldest_first=order_by is AuditOrder.OLDEST_FIRST, filter=filter)


@row_type(description="One value that a change changed.")
class AuditChange:
    path: str = strawberry.field(description="The field, such as `email` or `address.postcode`.")
    before: Optional[str] = strawberry.field(
        description="The value before, as text; null for none or when redacted."
    )
    after: Optional[str] = strawberry.field(
        description="The value after, as text; null for none or when redacted."
    )
    redacted: bool = strawberry.field(description="Whether the values are kept out of the audit.")


@row_type(description="One line of the audit.")
class AuditEntry(Node):
    id: strawberry.ID = identity("aud")
    at: datetime = strawberry.field(description="When it was done, in UTC.")
    user: str = column("username", description="Username of who did it; `Web` for the customer online.")
    method: Method = strawberry.field(description="How it came about.")
    interface: Optional[str] = strawberry.field(description="The interface in which it was done.")
    event: str = strawberry.field(description="What was done, such as `address.added`.")
    narrative: str = strawberry.field(
        description="What was done, in words; it names fields and never values."
    )
    changes: Optional[list[AuditChange]] = tab(
        AUDIT_CHANGES,
        needs=Permission.AUDIT_READ,
        description="The values that it is about; a reading has their paths only.",
    )
    correlation_id: str = strawberry.field(description="The request or job that did it.")


register("AuditEntry", AUDIT_ENTRY, Permission.AUDIT_READ)


@value_type(
    description="Whether the audit of a record stands as it was written.", of=resolvers.AuditIntegrity
)
class AuditIntegrity:
    intact: bool = strawberry.field(
        description="Whether every entry follows from the one before it, and has the values that were written."
    )
    entries: int = strawberry.field(
        description="How many entries you may see; those you may not are checked too."
    )
    first_broken: Optional[AuditEntry] = link(
        AUDIT_ENTRY,
        needs=Permission.AUDIT_READ,
        parent="broken_id",
        description="The first entry that was altered, or that follows a missing one; null where there is none, or"
        " where you may not see it.",
    )
    broken_id: strawberry.Private[Optional[UUID]] = None


async def _integrity(
    context: Context,
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")],
) -> Optional[AuditIntegrity]:
    ref = ids.key_of("cus", customer_id) or parse_friendly_id(customer_id)
    return None if ref is None else await resolvers.audit_integrity(context, ref)  # type: ignore[return-value]


@strawberry.type
class AuditQuery:
    audit_integrity: Optional[AuditIntegrity] = answered(
        _integrity,
        needs=Permission.AUDIT_READ,
        description="Recompute the chain of hashes over the audit of a record; null when you may not see the record.",
    )
