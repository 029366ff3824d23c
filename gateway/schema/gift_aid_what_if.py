"""What a declaration or a cancellation would do to gifts, as clients ask before they make it (GAD-N02)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Optional

import strawberry

from domain.gift_aid import CancellationOption, Coverage
from domain.gift_aid_what_if import Flip, WhatIf
from domain.money import Money as MoneyRule
from domain.permissions import Permission
from gateway.context import Context
from gateway.engine.declare import answered, computed, link
from gateway.loaders.donations import DONATION
from gateway.resolvers import gift_aid_what_if as resolvers
from gateway.schema._mutations import customer_ref, given, key
from gateway.schema._rows import value_type
from gateway.schema.donations import Donation, DonationGiftAid
from gateway.schema.money import Money

Unset = strawberry.UNSET


@strawberry.input(description="A declaration that somebody thinks of making.")
class ProposedDeclaration:
    coverage: Coverage = strawberry.field(description="Which gifts it would be for.")
    since: Optional[date] = strawberry.field(
        default=Unset, description="With `SINCE`: the day to go back to."
    )


@strawberry.input(description="A cancellation that somebody thinks of making.")
class ProposedCancellation:
    option: CancellationOption = strawberry.field(description="From when on.")
    since: Optional[date] = strawberry.field(
        default=Unset, description="With `SINCE`: the first day that would no longer be covered."
    )
    declaration_ids: Optional[list[strawberry.ID]] = strawberry.field(
        default=Unset, description="The declarations to cancel; left out, all with a day left."
    )


@strawberry.input(
    description="What somebody thinks of making: a declaration, or a cancellation.", one_of=True
)
class GiftAidProposal:
    declaration: Optional[ProposedDeclaration] = strawberry.field(
        default=Unset, description="A declaration; what would prove it is taken for granted."
    )
    cancellation: Optional[ProposedCancellation] = strawberry.field(
        default=Unset, description="A cancellation."
    )


@value_type(description="A donation that would stand otherwise with Gift Aid than it does.", of=Flip)
class GiftAidFlip:
    donation: Optional[Donation] = link(
        DONATION, needs=Permission.ORDER_READ, parent="donation_id", description="The donation."
    )
    before: DonationGiftAid = strawberry.field(description="Where it stands now.")
    after: DonationGiftAid = strawberry.field(description="Where it would stand.")
    gained: bool = strawberry.field(description="Whether it would qualify from then on, or no longer.")
    claimed: bool = strawberry.field(description="Whether Gift Aid was claimed for it already.")
    worth: Money = computed(MoneyRule, "worth_minor", description="What Gift Aid adds to it.")


@value_type(
    description="What a declaration or a cancellation would do to the gifts of the record.", of=WhatIf
)
class GiftAidWhatIf:
    flips: list[GiftAidFlip] = strawberry.field(
        description="The donations that would stand otherwise, the newest first."
    )
    gained: Money = computed(
        MoneyRule, "gained_minor", description="How much more Gift Aid could be claimed then."
    )
    lost: Money = computed(
        MoneyRule, "lost_minor", description="How much that is not claimed yet could be claimed no longer."
    )
    to_give_back: Money = computed(
        MoneyRule,
        "to_give_back_minor",
        description="How much that was claimed already would be taken off the next claim.",
    )


async def _what_if(
    context: Context,
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The customer, by either id.")],
    proposed: Annotated[
        GiftAidProposal, strawberry.argument(description="The declaration, or the cancellation.")
    ],
) -> Optional[GiftAidWhatIf]:
    return await resolvers.gift_aid_what_if(  # type: ignore[return-value]  # the value that the type shows
        context, customer_ref(customer_id), _read(proposed)
    )


def _read(proposed: GiftAidProposal) -> resolvers.ProposedDeclaration | resolvers.ProposedCancellation:
    declaration, cancellation = given(proposed.declaration), given(proposed.cancellation)
    if declaration is not None:
        return resolvers.ProposedDeclaration(declaration.coverage, given(declaration.since))
    ids = given(cancellation.declaration_ids)
    return resolvers.ProposedCancellation(
        cancellation.option,
        given(cancellation.since),
        None if ids is None else [key("gad", each, "proposed", "declarationIds") for each in ids],
    )


@strawberry.type
class GiftAidWhatIfQuery:
    gift_aid_what_if: Optional[GiftAidWhatIf] = answered(
        _what_if,
        needs=Permission.GIFT_AID_DECLARE,
        description="Which donations would become claimable or no longer be, and what that is worth, if somebody"
        " declared or cancelled today; null where there is no such record or you may not see it. Nothing is changed.",
    )
