"""Pop-up notes as clients see them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Optional

import strawberry

from domain.permissions import Permission
from gateway.engine import ids
from gateway.engine.declare import column, identity
from gateway.loaders.notes import NOTE
from gateway.schema._rows import enum_type, row_type
from gateway.schema.nodes import Node, register


class NoteColour(StrEnum):
    BLUE = "BLUE"
    PINK = "PINK"


enum_type(
    NoteColour,
    "Who a note is for.",
    BLUE="For all staff, in every interface.",
    PINK="For fundraisers, in the Opportunities interface only: for what is sensitive.",
)


@row_type(description="A pop-up note on a record, for staff only.")
class Note(Node):
    id: strawberry.ID = identity("not")
    colour: NoteColour = strawberry.field(description="Who the note is for.")
    body: str = strawberry.field(description="Plain text, at most 5,000 characters.")
    pinned: bool = strawberry.field(description="Whether the note stands before the others.")
    show_until: Optional[date] = strawberry.field(
        description="Last day on which the note pops up; null for as long as it is there."
    )
    created_by: str = strawberry.field(description="Username of who wrote the note.")
    created_at: datetime = strawberry.field(description="When the note was written.")
    updated_by: Optional[str] = strawberry.field(description="Username of who changed the note last.")
    updated_at: Optional[datetime] = strawberry.field(description="When the note was last changed.")
    version: int = strawberry.field(description="Goes up with each change of this note.")
    acknowledged_by_me: bool = strawberry.field(
        description="Whether you have said that you read this version. The note pops up all the same."
    )
    origin_customer_id: Optional[strawberry.ID] = column(
        "origin_id",
        ids.encoder("cus"),
        description="Opaque id of the record that the note came from in a merge, which leads here now; null where it"
        " was always this one's.",
    )


register("Note", NOTE, Permission.CUSTOMER_READ)
