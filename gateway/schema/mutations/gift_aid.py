"""Making and cancelling Gift Aid declarations."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Optional, Union
from uuid import UUID

import strawberry

from db.work import Work
from domain.gift_aid import CancellationOption, Coverage, DeclarationType, EvidenceMethod
from domain.permissions import Permission
from gateway.commands import gift_aid as commands
from gateway.commands.written_records import Desk
from gateway.context import Context
from gateway.engine.declare import link
from gateway.loaders.gift_aid import CANCELLATION, DECLARATION
from gateway.schema import errors as e
from gateway.schema import gift_aid_errors as g
from gateway.schema import paper_errors as p
from gateway.schema._mutations import customer_ref, given, key, mutation
from gateway.schema._payloads import CustomerPayload
from gateway.schema.gift_aid import GiftAidCancellation, GiftAidDeclaration

WRITE = Permission.GIFT_AID_DECLARE
CustomerId = Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")]
Unset = strawberry.UNSET

DeclareGiftAidError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress,
        g.CustomerDeceased, e.WrongKind, g.InvalidCoverageDate,
        g.BackdateTooFar, g.EvidenceNotAllowed, g.EvidenceIncomplete, e.DocumentNotAccepted, e.TooLong, e.InvalidText,
        g.GiftAidNameRequired, g.GiftAidAddressRequired, p.NoEmail, g.CharityDetailsMissing,
    ],
    strawberry.union("DeclareGiftAidError", description="Why no declaration was made."),
]  # fmt: skip
CancelGiftAidError = Annotated[
    Union[
        e.NotFound, e.CustomerInactive, e.CustomerMerged, e.MergeInProgress, g.InvalidCoverageDate, g.BackdateTooFar,
        g.NoActiveDeclaration, e.TooLong, e.InvalidText,
    ],
    strawberry.union("CancelGiftAidError", description="Why nothing was cancelled."),
]  # fmt: skip


@strawberry.input(description="A declaration as staff take it from the donor.")
class GiftAidDeclarationInput:
    coverage: Coverage = strawberry.field(description="Which gifts it is for: exactly one of the three.")
    since: Optional[date] = strawberry.field(
        default=Unset, description="With `SINCE`: the day to go back to, before today and four years at most."
    )
    type: DeclarationType = strawberry.field(description="How the donor made it: `VERBAL` or `PAPER`.")
    evidence: EvidenceMethod = strawberry.field(
        description="What proves it: of a verbal one the email or letter that confirms it, details typed in by hand,"
        " or a document; of one on paper details or a document."
    )
    details: Optional[str] = strawberry.field(
        default=Unset, description="With `MANUAL`: the details, at most 2,000 characters."
    )
    document: Optional[str] = strawberry.field(
        default=Unset, description="With `UPLOAD`: what `POST /documents` answered with."
    )


@strawberry.input(description="The end of Gift Aid from a day on, as the donor asks for it.")
class GiftAidCancellationInput:
    option: CancellationOption = strawberry.field(description="From when on: exactly one of the two.")
    since: Optional[date] = strawberry.field(
        default=Unset,
        description="With `SINCE`: the first day that is no longer covered, before today and four years back at most;"
        " a verbal declaration can be undone from its first day on for 30 days after its written record.",
    )
    declaration_ids: Optional[list[strawberry.ID]] = strawberry.field(
        default=Unset,
        description="The declarations to cancel; left out, all that have a day left from that day on.",
    )
    note: Optional[str] = strawberry.field(
        default=Unset, description="What is to be known about it, at most 2,000 characters."
    )


@strawberry.type(description="What came of making a declaration.")
class DeclareGiftAidPayload(CustomerPayload):
    declaration_id: strawberry.Private[Optional[UUID]] = None
    declaration: Optional[GiftAidDeclaration] = link(
        DECLARATION, needs=WRITE, parent="declaration_id", description="The declaration as it was made."
    )
    errors: list[DeclareGiftAidError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


@strawberry.type(description="What came of cancelling declarations.")
class CancelGiftAidPayload(CustomerPayload):
    cancellation_id: strawberry.Private[Optional[UUID]] = None
    cancellation: Optional[GiftAidCancellation] = link(
        CANCELLATION, needs=WRITE, parent="cancellation_id", description="The cancellation as it was made."
    )
    errors: list[CancelGiftAidError] = strawberry.field(
        default_factory=list, description="Why nothing was changed; empty when it was."
    )


def desk_of(context: Context) -> Desk:
    """Where this request makes written records."""
    return Desk(context.today, context.outbox, context.files)


async def _declare(
    context: Context,
    tx: Work,
    customer_id: CustomerId,
    declaration: Annotated[
        GiftAidDeclarationInput,
        strawberry.argument(description="What the donor declares, and what proves it."),
    ],
) -> DeclareGiftAidPayload:
    ref = customer_ref(customer_id)
    ticket = given(declaration.document)
    new = commands.NewDeclaration(
        declaration.coverage,
        given(declaration.since),
        declaration.type,
        declaration.evidence,
        given(declaration.details),
        None
        if ticket is None
        else context.uploads.read(ticket, context.actor.username, context.now, "declaration", "document"),
    )
    made = await commands.declare(tx, ref, new, desk_of(context), context.settings.house)
    return DeclareGiftAidPayload(customer_id=made.customer_id, declaration_id=made.id)


async def _cancel(
    context: Context,
    tx: Work,
    customer_id: CustomerId,
    cancellation: Annotated[
        GiftAidCancellationInput, strawberry.argument(description="From when on, and which declarations.")
    ],
) -> CancelGiftAidPayload:
    ref = customer_ref(customer_id)
    ids = given(cancellation.declaration_ids)
    new = commands.NewCancellation(
        cancellation.option,
        given(cancellation.since),
        None if ids is None else [key("gad", each, "cancellation", "declarationIds") for each in ids],
        given(cancellation.note),
    )
    made = await commands.cancel(tx, ref, new, context.today, context.settings.house)
    return CancelGiftAidPayload(customer_id=made.customer_id, cancellation_id=made.id)


@strawberry.type
class GiftAidMutation:
    declare_gift_aid: DeclareGiftAidPayload = mutation(
        _declare,
        needs=WRITE,
        description="Make a Gift Aid declaration for an Individual, with or without a donation: which gifts, how it was"
        " made, and what proves it. Name and address are kept as they are today.",
    )
    cancel_gift_aid: CancelGiftAidPayload = mutation(
        _cancel,
        needs=WRITE,
        description="Stop treating gifts as Gift Aid, from today on or since an earlier day. Declarations stay on the"
        " record; gifts that were claimed for already are put right with the next claim.",
    )
