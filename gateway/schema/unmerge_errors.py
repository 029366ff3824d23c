"""Refusals of merges, and of turning them back, as clients see them."""

from __future__ import annotations

from typing import Optional
from uuid import UUID

import strawberry

from domain import merge_refusals
from domain.row_conflicts import ConflictKind
from domain.row_conflicts import RowConflict as ConflictRule
from gateway.engine import ids
from gateway.engine.declare import column, computed
from gateway.schema._rows import enum_type, value_type
from gateway.schema.user_errors import UserError, error_type

enum_type(
    ConflictKind,
    "What happened since a merge, so that something cannot go back to where it came from.",
    named="MergeConflictKind",
    DELETED="It was deleted.",
    MOVED_ON="It went to another record.",
    CHANGED="It was changed.",
    PLACE_TAKEN="Something else has its place now, such as the email address.",
    IN_USE="Something that was made since needs it.",
    SPENT="The credit was spent, or changed.",
    CLAIMED="The gift is in a Gift Aid claim, by a declaration that would be the other record's.",
    MERGED_AGAIN="One of the records was merged or converted again; turn that back first.",
)


# The words in the ids of rows that `node` shows.
_ENTITIES = {
    "activity": "act",
    "address": "adr",
    "credit_lot": "crl",
    "customer": "cus",
    "customer_order": "ord",
    "donation": "don",
    "gift_aid_cancellation": "gac",
    "gift_aid_declaration": "gad",
    "household": "hhd",
    "invitation": "inv",
    "membership": "mem",
    "note": "not",
    "opportunity": "opp",
    "pink_note": "not",
    "pledge": "plg",
    "soft_credit": "sfc",
    "ticket_subscription": "tsb",
    "transformation": "mrg",
    "waiting_list_entry": "wle",
}


def _id_of(relation: str, row_id: UUID | None) -> str | None:
    entity = _ENTITIES.get(relation)
    return None if entity is None or row_id is None else ids.encode(entity, row_id)


@value_type(description="Something that cannot go back to where it was before a merge.", of=ConflictRule)
class MergeConflict:
    kind: ConflictKind = strawberry.field(description="What happened to it since.")
    what: str = strawberry.field(description="What it is, such as `Order` or `Note`.")
    fields: list[str] = column(
        "columns", list, description="What of it was changed since; empty where that is not told."
    )
    subject_id: Optional[strawberry.ID] = computed(
        _id_of, "relation", "row_id", description="Opaque id of it; null where it has none of its own."
    )
    message: str = strawberry.field(description="The conflict in one line.")


@error_type(merge_refusals.MergeNotReversible)
class MergeNotReversible(UserError): ...


@error_type(merge_refusals.ChangedSinceMerge)
class ChangedSinceMerge(UserError):
    conflicts: list[MergeConflict] = strawberry.field(description="What stands in the way, one by one.")
