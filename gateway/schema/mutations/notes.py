"""Writing, changing, deleting and acknowledging pop-up notes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.notes import Colour
from domain.permissions import Permission
from gateway.commands import notes as commands
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.notes import NOTE
from gateway.schema import errors as e
from gateway.schema._mutations import customer_ref, key, mutation
from gateway.schema._payloads import CustomerPayload
from gateway.schema.notes import Note, NoteColour

# Whoever may use one colour may use blue; which colour a note has is asked of the note itself (ROL-C01).
WRITE = Permission.BLUE_NOTE
NoteId = Annotated[strawberry.ID, strawberry.argument(description="Id of the note.")]
ExpectedVersion = Annotated[
    int, strawberry.argument(description="The note's own version as you read it: `Note.version`.")
]
Unset = strawberry.UNSET

CreateNoteError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress,
        e.Required, e.TooLong, e.InvalidText, e.InvalidDate,
        e.TooMany,
    ],
    strawberry.union("CreateNoteError", description="Why no note was written."),
]  # fmt: skip
EditNoteError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress,
        e.StaleVersion, e.Required, e.TooLong, e.InvalidText,
        e.InvalidDate,
    ],
    strawberry.union("EditNoteError", description="Why the note was not changed."),
]  # fmt: skip
DeleteNoteError = Annotated[
    Union[e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress, e.StaleVersion],
    strawberry.union("DeleteNoteError", description="Why the note was not deleted."),
]
AcknowledgeNoteError = Annotated[
    Union[e.NotFound, e.CustomerMerged, e.MergeInProgress],
    strawberry.union("AcknowledgeNoteError", description="Why the note was not acknowledged."),
]


@strawberry.type
class NotePayload(CustomerPayload):
    note_id: strawberry.Private[Optional[UUID]] = None
    note: Optional[Note] = link(
        NOTE, needs=Permission.CUSTOMER_READ, parent="note_id", description="The note as it is now."
    )


@strawberry.type(description="What came of writing a note.")
class CreateNotePayload(NotePayload):
    errors: list[CreateNoteError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


@strawberry.type(description="What came of changing a note.")
class EditNotePayload(NotePayload):
    errors: list[EditNoteError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


@strawberry.type(description="What came of deleting a note.")
class DeleteNotePayload(CustomerPayload):
    errors: list[DeleteNoteError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


@strawberry.type(description="What came of acknowledging a note.")
class AcknowledgeNotePayload(NotePayload):
    errors: list[AcknowledgeNoteError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _create(
    context: Context,
    tx: Work,
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")],
    colour: Annotated[
        NoteColour, strawberry.argument(description="Who the note is for; it stays of this colour.")
    ],
    body: Annotated[str, strawberry.argument(description="Plain text, at most 5,000 characters.")],
    pinned: Annotated[bool, strawberry.argument(description="Put it before the others.")] = False,
    show_until: Annotated[
        Optional[date], strawberry.argument(description="Last day on which it pops up; null for always.")
    ] = None,
) -> CreateNotePayload:
    row = await commands.create_note(
        tx,
        customer_ref(customer_id),
        Colour(colour.value),
        body=body,
        pinned=pinned,
        show_until=show_until,
        today=context.today,
    )
    return CreateNotePayload(customer_id=row.customer_id, note_id=row.id)


async def _edit(
    context: Context,
    tx: Work,
    note_id: NoteId,
    expected_version: ExpectedVersion,
    body: Annotated[
        Optional[str], strawberry.argument(description="The new text; absent leaves it.")
    ] = Unset,
    pinned: Annotated[
        Optional[bool],
        strawberry.argument(description="Whether it stands before the others; absent leaves it."),
    ] = Unset,
    show_until: Annotated[
        Optional[date],
        strawberry.argument(description="Last day on which it pops up; absent leaves it, null means always."),
    ] = Unset,
) -> EditNotePayload:
    given = {"body": body, "pinned": pinned, "show_until": show_until}
    row = await commands.edit_note(
        tx,
        key("not", note_id, "noteId"),
        {name: value for name, value in given.items() if value is not Unset},
        expected_version=expected_version,
        today=context.today,
    )
    return EditNotePayload(customer_id=row.customer_id, note_id=row.id)


async def _delete(
    context: Context, tx: Work, note_id: NoteId, expected_version: ExpectedVersion
) -> DeleteNotePayload:
    customer_id = await commands.delete_note(
        tx, key("not", note_id, "noteId"), expected_version=expected_version
    )
    return DeleteNotePayload(customer_id=customer_id)


async def _acknowledge(context: Context, tx: Work, note_id: NoteId) -> AcknowledgeNotePayload:
    row = await commands.acknowledge_note(tx, key("not", note_id, "noteId"))
    return AcknowledgeNotePayload(customer_id=row.customer_id, note_id=row.id)


@strawberry.type
class NoteMutation:
    create_note: CreateNotePayload = mutation(
        _create, needs=WRITE, description="Write a pop-up note on a record, for colleagues only."
    )
    edit_note: EditNotePayload = mutation(
        _edit, needs=WRITE, description="Change a note; every version of it stays in the audit."
    )
    delete_note: DeleteNotePayload = mutation(
        _delete, needs=WRITE, description="Delete a note; what it said stays in the audit."
    )
    acknowledge_note: AcknowledgeNotePayload = mutation(
        _acknowledge,
        needs=WRITE,
        description="Say that you have read a note as it is now, until it changes. It pops up all the same.",
    )
