"""Mailings as clients see them: what was sent to a customer, and how far what is known of it can be trusted."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from domain.mailings import (
    BounceType,
    Engagement,
    FulfilmentMethod,
    MailingKind,
    OpenReliability,
    engagement,
    open_reliability,
)
from domain.permissions import Permission
from gateway.engine import ids
from gateway.engine.connections import Connection
from gateway.engine.declare import Narrowing, computed, identity, link, page, tab
from gateway.engine.errors import RequestCode, RequestError
from gateway.loaders.campaigns import CAMPAIGN
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.mailings import MAILING_CLICKS, MAILING_RECORD, MAILING_SECTION, MAILINGS
from gateway.resolvers.mailings import MailingsAsked, mailings_narrowing
from gateway.schema._rows import enum_type, row_type
from gateway.schema.campaigns import Campaign
from gateway.schema.gift_aid import GiftAidDeclaration, declarations_elsewhere_tab
from gateway.schema.nodes import Node, register

if TYPE_CHECKING:
    from gateway.schema.customers import Customer

Someone = Annotated["Customer", strawberry.lazy("gateway.schema.customers")]
READ = Permission.CUSTOMER_READ

enum_type(
    MailingKind,
    "The two kinds of mailing.",
    INTEGRATED_EMAIL="An email sent through the connected mailing service.",
    POSTAL_MAILING="A letter, a leaflet or a brochure.",
)
enum_type(
    BounceType,
    "How an email came back.",
    SOFT="For now: a full mailbox, say.",
    HARD="For good: there is no such address.",
)
enum_type(
    FulfilmentMethod,
    "How a postal mailing was sent.",
    FIRST_CLASS="By first class post.",
    SECOND_CLASS="By second class post.",
    COURIER="By courier.",
    AIR_MAIL="By air mail.",
    BY_HAND="Delivered by hand.",
)
enum_type(
    OpenReliability,
    "How far it can be trusted that an email was opened, or was not.",
    RELIABLE="It was a person's doing, as far as anybody can tell.",
    MACHINE_POSSIBLE="A mail service that opens whatever arrives may have done it.",
)
enum_type(
    Engagement,
    "What an email is known to have stirred, the surest first.",
    CLICKED="The customer followed a link in it.",
    OPENED="The customer opened it.",
    OPENED_PERHAPS="It was opened, perhaps by a machine; nothing to rely on.",
    NONE="Nothing that is known.",
)


def _given(instant: datetime | None) -> bool:
    return instant is not None


def _never() -> bool | None:
    return None


def _deprecated(field: Any, reason: str) -> Any:
    field.deprecation_reason = reason
    return field


@row_type(description="A link in an email that the customer followed.")
class MailingLink:
    url: str = strawberry.field(description="Where the link leads.")
    clicked_at: datetime = strawberry.field(description="When it was followed.")


@strawberry.interface(description="One mailing that was sent to the customer.")
class MailingRecord(Node):
    id: strawberry.ID = identity("mlr")
    name: str = strawberry.field(description="What the mailing is called.")
    kind: MailingKind = strawberry.field(description="Whether it is an email or came by post.")
    sent_at: datetime = strawberry.field(description="When it was sent.")
    sent_on: date = strawberry.field(description="The day on which it was sent, in the system's zone.")
    campaign: Optional[Campaign] = link(
        CAMPAIGN,
        needs=Permission.SIGNED_IN,
        parent="campaign_id",
        description="The campaign that it was part of; null for none.",
    )
    customer: Optional[Someone] = link(
        CUSTOMERS, needs=READ, parent="customer_id", description="To whom it was sent."
    )


@row_type(
    kind=MailingKind.INTEGRATED_EMAIL,
    description="An email of the connected mailing service. What a purchase brings, such as a confirmation, is none.",
)
class IntegratedEmail(MailingRecord):
    sent_to: Optional[str] = strawberry.field(
        description="The address that it was sent to; null where that is not known."
    )
    opened: bool = computed(_given, "opened_at", description="Whether it was opened, by whomever.")
    opened_at: Optional[datetime] = strawberry.field(description="When it was first opened; null for never.")
    open_count: int = strawberry.field(description="How often it was opened.")
    open_reliability: OpenReliability = computed(
        open_reliability,
        "opened_on",
        "clicked",
        "machine_open",
        description="How far `opened` can be trusted: since 2021 some mail services open whatever arrives.",
    )
    engagement: Engagement = computed(
        engagement,
        "opened_on",
        "clicked",
        "machine_open",
        description="What it is known to have stirred: clicks count, and openings that no machine can have done.",
    )
    bounced: bool = computed(_given, "bounced_at", description="Whether it came back.")
    bounced_at: Optional[datetime] = strawberry.field(description="When it came back; null for never.")
    bounce_type: Optional[BounceType] = strawberry.field(
        description="Whether it came back for now or for good; null where it did not."
    )
    blocked: bool = strawberry.field(
        description="Whether the mailing service blocked the address, since too much to it had come back."
    )
    opted_out: bool = computed(
        _given, "opted_out_at", description="Whether the customer asked through it for no more emails."
    )
    opted_out_at: Optional[datetime] = strawberry.field(
        description="When the customer asked for no more emails; null for never."
    )
    opted_in: Optional[bool] = _deprecated(
        computed(_never, description="Always null: mailing services have it, and nothing is ever entered."),
        "not used",
    )
    links: Optional[list[MailingLink]] = tab(
        MAILING_CLICKS, needs=READ, description="The links in it that the customer followed, in that order."
    )


@row_type(kind=MailingKind.POSTAL_MAILING, description="Something that was sent by post.")
class PostalMailing(MailingRecord):
    fulfilment_method: FulfilmentMethod = strawberry.field(description="How it was sent.")


register("MailingRecord", MAILING_RECORD, READ)


@strawberry.input(description="Which mailings; what is given must all hold.")
class MailingFilter:
    kind: Optional[MailingKind] = strawberry.field(default=None, description="Only emails, or only post.")
    from_: Optional[date] = strawberry.field(
        default=None, name="from", description="First day of the period, in the system's zone."
    )
    to: Optional[date] = strawberry.field(default=None, description="Last day of the period.")
    campaign_id: Optional[strawberry.ID] = strawberry.field(
        default=None, description="The campaign that it was part of, or one above that."
    )
    opened: Optional[bool] = strawberry.field(
        default=None, description="Only emails that were opened, or were not."
    )
    clicked: Optional[bool] = strawberry.field(
        default=None, description="Only emails in which a link was followed, or in which none was."
    )

    def read(self) -> MailingsAsked:
        campaign = None if self.campaign_id is None else ids.key_of("cam", self.campaign_id)
        if campaign is None and self.campaign_id is not None:
            raise RequestError(RequestCode.BAD_USER_INPUT, "`campaignId` is no campaign's id.")
        return MailingsAsked(self.kind, self.from_, self.to, campaign, self.opened, self.clicked)


def narrowed(
    filter: Annotated[
        Optional[MailingFilter], strawberry.argument(description="Which mailings; null for all.")
    ] = None,
) -> Narrowing:
    """The argument of a record's mailings."""
    return mailings_narrowing(MailingsAsked() if filter is None else filter.read())


@row_type(description="The mailings section of a record.")
class Mailings:
    records: Optional[Connection[MailingRecord]] = page(
        MAILINGS,
        needs=READ,
        narrow=narrowed,
        description="Every email and letter of the mailings that went to the customer, the latest first.",
    )
    gift_aid_declarations: Optional[list[GiftAidDeclaration]] = declarations_elsewhere_tab


mailings_tab: Any = link(
    MAILING_SECTION,
    needs=READ,
    parent="id",
    description="What was sent to the customer by email or post, and what came of it.",
)
