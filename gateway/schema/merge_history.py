"""Merges as they are read afterwards: what each did to a record, and where a value came from (MRG-N01)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Optional
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.transformations import ValueFrom
from domain.value_origins import ValueOrigin as OriginRule
from domain.value_origins import ValueSetting as ValueRule
from gateway.context import Context
from gateway.engine import ids
from gateway.engine.connections import Connection
from gateway.engine.declare import Key, answered, column, computed, find, identity, link, page, tab
from gateway.loaders.audit import AUDIT
from gateway.loaders.merge_history import MERGE, MERGED_VALUES, MERGES
from gateway.resolvers import merge_history as resolvers
from gateway.schema import _merge_words  # noqa: F401 - describes the words
from gateway.schema._mutations import customer_ref
from gateway.schema._rows import row_type, value_type
from gateway.schema.audit import AuditEntry, narrowed
from gateway.schema.nodes import Node, register

NEEDS = Permission.AUDIT_READ
ARCHIVE = Permission.AUDIT_ARCHIVE


@row_type(description="One value of a record as a merge found it on both sides, and what it made of it.")
class MergedValue:
    path: str = strawberry.field(description="The field as the audit names it, such as `phone`.")
    taken_from: ValueFrom = strawberry.field(description="Whose value stands afterwards.")
    survivor: Optional[str] = strawberry.field(
        description="What the record that goes on had, as text; null for none or when redacted."
    )
    loser: Optional[str] = strawberry.field(
        description="What the record merged away had, as text; null for none or when redacted."
    )
    result: Optional[str] = strawberry.field(
        description="What stood afterwards, as text; null for none or when redacted."
    )
    reason: str = strawberry.field(description="Why, in words.")
    redacted: bool = strawberry.field(description="Whether the values are hidden, since they are protected.")


@value_type(description="How many rows of one kind a merge touched.", of=resolvers.LedgerCount)
class LedgerCount:
    what: str = strawberry.field(description="What the rows are, such as `Order` or `Note`.")
    moved: int = strawberry.field(description="How many went from one record to the other.")
    changed: int = strawberry.field(description="How many got other values.")
    dropped: int = strawberry.field(description="How many were dropped, since the other record had the like.")
    added: int = strawberry.field(description="How many were added.")


@row_type(description="A record that was merged into this one: when, by whom, and all that it did.")
class Merge(Node):
    id: strawberry.ID = identity("mrg")
    number: str = computed(resolvers.merge_number, "number", description="How people name it, such as M-12.")
    at: datetime = strawberry.field(description="When it was done, in UTC.")
    by: str = column("username", description="Username of who did it.")
    retired_id: str = strawberry.field(description="Friendly id of the record that was merged away.")
    retired_name: str = strawberry.field(description="What that record was called at the time.")
    rows: list[LedgerCount] = computed(
        resolvers.ledger_counts,
        "row_counts",
        description="How many rows it moved, changed, dropped and added, of all that your roles show.",
    )
    values: Optional[list[MergedValue]] = tab(
        MERGED_VALUES,
        needs=NEEDS,
        description="Each value of the record: what both sides had, what stood afterwards, and why.",
    )
    reversible_until: Optional[datetime] = strawberry.field(
        description="Until when it can be turned back; null where it never can."
    )
    reversed_at: Optional[datetime] = strawberry.field(
        description="When it was turned back; null where it stands."
    )
    reversed_by: Optional[str] = strawberry.field(description="Username of who turned it back.")


@row_type(
    description="The audit of a record that was merged away, which the record that goes on does not show."
)
class MergedAuditArchive:
    number: str = computed(
        resolvers.merge_number, "number", description="The merge that it was archived with, such as M-12."
    )
    retired_id: str = strawberry.field(description="Friendly id of the record that was merged away.")
    retired_name: str = strawberry.field(description="What that record was called at the time.")
    entries: Optional[Connection[AuditEntry]] = page(
        AUDIT,
        needs=ARCHIVE,
        parent="other_id",
        narrow=narrowed,
        description="Every change made to that record, the newest first.",
    )


register("Merge", MERGE, NEEDS)
merges_tab: Any = tab(
    MERGES, needs=NEEDS, description="The records that were merged into this one, the latest merge first."
)


@value_type(
    description="The merge or conversion that a value came with: who did it, and what was chosen.",
    of=ValueRule,
)
class ValueSetting:
    number: str = strawberry.field(description="How people name it: M-12 is a merge, C-13 a conversion.")
    at: datetime = strawberry.field(description="When it was done, in UTC.")
    by: str = column("username", description="Username of who did it.")
    other: Optional[str] = strawberry.field(description="Friendly id of the other record; null for none.")
    taken_from: ValueFrom = strawberry.field(description="Whose value was taken.")
    survivor: Optional[str] = strawberry.field(
        description="What this record had, as text; null for none or when redacted."
    )
    loser: Optional[str] = strawberry.field(
        description="What the other record had, as text; null for none or when redacted."
    )
    result: Optional[str] = strawberry.field(
        description="What stood afterwards, as text; null for none or when redacted."
    )
    reason: str = strawberry.field(description="Why, in words.")
    redacted: bool = strawberry.field(description="Whether the values are hidden, since they are protected.")
    merge: Optional[Merge] = link(
        MERGE, needs=NEEDS, parent="merge_id", description="The merge itself; null for a conversion."
    )
    merge_id: strawberry.Private[Optional[UUID]] = None


@value_type(description="Where a value of a record came from.", of=OriginRule)
class ValueOrigin:
    path: str = strawberry.field(description="The field as the audit names it.")
    explanation: str = strawberry.field(description="Where the value came from, in words.")
    stands: bool = strawberry.field(description="Whether the record still has the value that was set then.")
    set_by: Optional[ValueSetting] = strawberry.field(
        description="The last merge or conversion that touched the value; null where none did."
    )
    changed_at: Optional[datetime] = strawberry.field(
        description="When the value was last changed since; null where it was not."
    )
    changed_by: Optional[str] = strawberry.field(description="Username of who changed it then.")


async def _explain(
    context: Context,
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")],
    path: Annotated[
        str,
        strawberry.argument(
            description="The field as the audit names it: `phone`, `attribute.` or `preference.` and the name."
        ),
    ],
) -> Optional[ValueOrigin]:
    return await resolvers.value_origin(context, customer_ref(customer_id), path)  # type: ignore[return-value]


def _archived(
    merge_id: Annotated[strawberry.ID, strawberry.argument(description="The merge, as `merges` names it.")],
) -> Key | None:
    """The key of the merge that an id names."""
    found = ids.key_of("mrg", merge_id)
    return None if found is None else Key(MERGE, found)


@strawberry.type
class MergeHistoryQuery:
    merged_audit_archive: Optional[MergedAuditArchive] = find(
        MERGE,
        _archived,
        needs=ARCHIVE,
        description="The audit of the record that was merged away in this merge, for Support alone; null where there is"
        " no such merge.",
    )
    explain_value: Optional[ValueOrigin] = answered(
        _explain,
        needs=NEEDS,
        description="Where a value of a record came from: the merge or conversion that set it, what both sides had,"
        " and whether it still stands; null where there is no such record or you may not see it.",
    )
