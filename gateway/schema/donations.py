"""Donations as clients see them: to which fund, and where each stands with Gift Aid (DON-01 to DON-05, DON-P01)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Optional
from uuid import UUID

import strawberry

from domain.gift_aid_claimability import GiftAidStatus, GiftReason, Verdict, text_of
from domain.money import Money as MoneyRule
from domain.orders import DonationSource
from domain.permissions import Permission
from gateway.engine import ids
from gateway.engine.declare import Narrowing, column, computed, identity, link, page, tab
from gateway.loaders._parties import USUAL_ROLES
from gateway.loaders.campaigns import CAMPAIGN
from gateway.loaders.donations import DONATION, DONATIONS, donations_narrowing
from gateway.loaders.funds import FUND
from gateway.loaders.gift_aid import DECLARATION
from gateway.loaders.opportunities import OPPORTUNITY_OF_ITEM
from gateway.loaders.pledges import DONATION_PAYMENTS, PLEDGE
from gateway.resolvers.donations import gift_aid_of
from gateway.schema._items import ItemState
from gateway.schema._order_groups import READ, OfOrder
from gateway.schema._parties import Roles
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.campaigns import Campaign
from gateway.schema.funds import Fund
from gateway.schema.gift_aid import GiftAidDeclaration
from gateway.schema.money import Money
from gateway.schema.nodes import Node, register
from gateway.schema.pledges import PledgeOrLegacy, PledgePayment

if TYPE_CHECKING:
    from gateway.schema.opportunities import Opportunity

ItsOpportunity = Annotated["Opportunity", strawberry.lazy("gateway.schema.opportunities")]

enum_type(
    DonationSource,
    "How a donation came to be made.",
    STANDALONE="It was given on its own.",
    TICKET_DONATION="It was given on top of a ticket.",
    MEMBERSHIP_DONATION="It is the part of a membership that is a gift.",
    PLEDGE_INSTALMENT="It was promised by a pledge.",
    LEGACY="It was left in a will.",
    CONVERSION="It was given instead of taking money back.",
)
enum_type(
    GiftAidStatus,
    "Where a donation stands with Gift Aid.",
    CLAIMABLE="Gift Aid can be claimed for it.",
    NOT_CLAIMABLE="Something stands against a claim.",
    CLAIMED="Gift Aid was claimed for it.",
    EXCLUDED="Somebody excluded it from Gift Aid.",
)
enum_type(
    GiftReason,
    "What stands against a claim for a donation.",
    **{reason.value: text_of(reason) for reason in GiftReason},
)


def _texts(reasons: tuple[GiftReason, ...]) -> tuple[str, ...]:
    return tuple(text_of(reason) for reason in reasons)


def _declaration_id(id: UUID | None) -> str | None:
    return None if id is None else ids.encode("gad", id)


@value_type(description="Whether Gift Aid can be claimed for a donation, and why not.", of=Verdict)
class DonationGiftAid:
    status: GiftAidStatus = strawberry.field(description="Where the donation stands with Gift Aid.")
    declaration_id: Optional[strawberry.ID] = computed(
        _declaration_id,
        "declaration_id",
        description="Id of the declaration that covers it; null where none does.",
    )
    reason_codes: list[GiftReason] = column(
        "reasons", description="Everything that stands against a claim; empty when nothing does."
    )
    reasons: list[str] = computed(_texts, "reasons", description="The same in words.")


@row_type(description="A gift of money, on its own or as a part of something else that was bought.")
class Donation(Node, OfOrder):
    id: strawberry.ID = identity("don")
    fund: Optional[Fund] = link(
        FUND, needs=Permission.SIGNED_IN, parent="fund_id", description="The fund that it goes to."
    )
    campaign: Optional[Campaign] = link(
        CAMPAIGN,
        needs=Permission.SIGNED_IN,
        parent="campaign_id",
        description="The campaign that brought it in; null where none did.",
    )
    opportunity: Optional[ItsOpportunity] = link(
        OPPORTUNITY_OF_ITEM,
        needs=Permission.FUNDRAISING,
        parent="opportunity_id",
        description="The opportunity that it counts towards; null for none.",
    )
    made_on: date = strawberry.field(description="Day on which it was made.")
    amount: Money = computed(MoneyRule, "amount_minor", description="How much was given.")
    source: DonationSource = strawberry.field(description="How it came to be made.")
    state: ItemState = strawberry.field(
        description="Where the item of the order stands that it is, or is a part of; it may have been returned."
    )
    recognition_name: Optional[str] = strawberry.field(
        description="The name under which the donor is thanked; null where that is the donor's own."
    )
    tribute: Optional[str] = strawberry.field(
        description="In whose honour or memory it was given, where it was."
    )
    pledge: Optional[PledgeOrLegacy] = link(
        PLEDGE,
        needs=Permission.FUNDRAISING,
        parent="pledge_id",
        description="The pledge or legacy that it pays, for fundraisers only; null where none was promised.",
    )
    pledge_instalments: Optional[list[PledgePayment]] = tab(
        DONATION_PAYMENTS,
        needs=Permission.FUNDRAISING,
        description="The instalments that it pays, and how much of it is for each; for fundraisers only.",
    )
    declaration: Optional[GiftAidDeclaration] = link(
        DECLARATION,
        needs=Permission.GIFT_AID_DECLARE,
        parent="declaration_id",
        description="The Gift Aid declaration that covers it: of several, the one that was made last.",
    )
    gift_aid: Optional[DonationGiftAid] = computed(
        gift_aid_of,
        "owner_id",
        "donor_kind",
        "made_on",
        "amount_minor",
        "source",
        "state",
        "fund_eligible",
        "excluded_from_gift_aid",
        "gift_aid_claimed_on",
        "covered_by",
        "has_declared",
        "was_covered",
        description="Whether Gift Aid can be claimed for it; null where Gift Aid is not tracked.",
    )


register("Donation", DONATION, READ)


def _narrowed(roles: Roles = USUAL_ROLES) -> Narrowing:
    """The arguments of a customer's donations."""
    return donations_narrowing(roles)


donations_tab: Any = page(
    DONATIONS,
    needs=READ,
    narrow=_narrowed,
    description="Donations, the newest first; the parts of tickets and memberships that are gifts among them.",
)
