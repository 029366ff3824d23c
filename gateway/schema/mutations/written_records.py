"""Confirming a verbal declaration in writing."""

from __future__ import annotations

from datetime import date
from enum import StrEnum, unique
from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.gift_aid import EvidenceMethod
from domain.permissions import Permission
from gateway.commands import written_records as commands
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.gift_aid import DECLARATION
from gateway.schema import errors as e
from gateway.schema import gift_aid_errors as g
from gateway.schema import paper_errors as p
from gateway.schema._mutations import key, mutation
from gateway.schema._rows import enum_type
from gateway.schema.gift_aid import GiftAidDeclaration
from gateway.schema.mutations.gift_aid import desk_of

WRITE = Permission.GIFT_AID_DECLARE
DeclarationId = Annotated[strawberry.ID, strawberry.argument(description="Id of the declaration.")]


@unique
class WrittenRecordMethod(StrEnum):
    """How a written record reaches the donor."""

    EMAIL = "EMAIL"
    POST = "POST"


enum_type(
    WrittenRecordMethod,
    "How a written record reaches the donor.",
    EMAIL="By an email to the address on the record.",
    POST="By a letter that is made for you to post.",
)

SendWrittenRecordError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress, g.WrittenRecordNotNeeded, p.NoEmail,
        g.CharityDetailsMissing,
    ],
    strawberry.union("SendWrittenRecordError", description="Why no written record was sent."),
]  # fmt: skip
MarkLetterPostedError = Annotated[
    Union[
        e.NotFound,
        e.CustomerInactive,
        e.CustomerMerged,
        e.MergeInProgress,
        g.WrittenRecordNotNeeded,
        e.InvalidDate,
    ],
    strawberry.union("MarkLetterPostedError", description="Why the letter was not marked as posted."),
]


@strawberry.type
class WrittenRecordPayload:
    declaration_id: strawberry.Private[Optional[UUID]] = None
    declaration: Optional[GiftAidDeclaration] = link(
        DECLARATION, needs=WRITE, parent="declaration_id", description="The declaration as it is now."
    )


@strawberry.type(description="What came of sending a written record.")
class SendWrittenRecordPayload(WrittenRecordPayload):
    errors: list[SendWrittenRecordError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


@strawberry.type(description="What came of marking a letter as posted.")
class MarkLetterPostedPayload(WrittenRecordPayload):
    errors: list[MarkLetterPostedError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


async def _send(
    context: Context,
    tx: Work,
    declaration_id: DeclarationId,
    method: Annotated[WrittenRecordMethod, strawberry.argument(description="By email, or as a letter.")],
) -> SendWrittenRecordPayload:
    row_id = key("gad", declaration_id, "declarationId")
    await commands.send_again(tx, row_id, EvidenceMethod(method.value), desk_of(context))
    return SendWrittenRecordPayload(declaration_id=row_id)


async def _mark_posted(
    context: Context,
    tx: Work,
    declaration_id: DeclarationId,
    posted_on: Annotated[
        Optional[date], strawberry.argument(description="Day on which it was posted; left out, today.")
    ] = None,
) -> MarkLetterPostedPayload:
    row_id = key("gad", declaration_id, "declarationId")
    await commands.mark_posted(tx, row_id, posted_on or context.today, context.today)
    return MarkLetterPostedPayload(declaration_id=row_id)


@strawberry.type
class WrittenRecordMutation:
    send_written_record: SendWrittenRecordPayload = mutation(
        _send,
        needs=WRITE,
        description="Confirm a verbal declaration in writing: by email, or by a letter that is made for you to post.",
    )
    mark_written_record_posted: MarkLetterPostedPayload = mutation(
        _mark_posted,
        needs=WRITE,
        description="Say that the letter of a verbal declaration was posted, which makes the declaration good.",
    )
