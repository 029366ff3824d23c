"""The sections of a record as clients see them: which can be opened, and how much is in each."""

from __future__ import annotations

from typing import Optional

import strawberry

from domain.sections import Level, SectionKey
from domain.sections import RecordSection as SectionRule
from gateway.schema._rows import enum_type, value_type

enum_type(
    SectionKey,
    "A section of the record.",
    DETAILS="Personal or organisation details, and the parts below.",
    ADDRESSES="The addresses, a part of Details.",
    CONTACT_PREFERENCES="The contact preferences, a part of Details.",
    TAGS="The tags, a part of Details.",
    ATTRIBUTES="The custom fields, a part of Details.",
    NOTES="The pop-up notes.",
    AGENT_COMMISSION="What the customer keeps of the tickets sold as an agent, a part of Details.",
    ORDERS="Everything that was bought, reserved or given, and the parts below.",
    ALL_ORDERS="The orders themselves, a part of Orders.",
    MERCHANDISE="Merchandise that was bought, a part of Orders.",
    RESERVATIONS="Tickets that are reserved and not yet bought, a part of Orders.",
    TICKETS="Tickets that were bought, a part of Orders.",
    DONATIONS="Donations that were made, a part of Orders.",
    PRINT_AT_HOME="Tickets that the customer prints at home, a part of Orders.",
    MAILINGS="What was sent to the customer, and the part below.",
    MAILING_RECORDS="The mailings one by one, a part of Mailings.",
    WALLET="How the customer pays, and the part below.",
    STORED_CARDS="The stored payment cards, a part of Wallet.",
    SUBSCRIPTIONS="What the customer belongs to or subscribes to, and the parts below.",
    MEMBERSHIPS="Memberships that are current, a part of Subscriptions.",
    TICKET_SUBSCRIPTIONS="Ticket subscriptions with their vouchers, a part of Subscriptions.",
    FIXED_SERIES="The same seat at a series of events, a part of Subscriptions.",
    OPPORTUNITIES="Gifts that fundraisers work towards; for fundraisers only.",
    PLEDGES="Pledges and legacies; for fundraisers only.",
    TIMELINE="Every interaction with the customer; for fundraisers only.",
    INVITATIONS="The events to which a person is invited; for fundraisers only.",
    RELATIONSHIPS="Who the customer is connected with.",
    CREDIT="Account credit and gift vouchers.",
    WAITING_LISTS="Events for which the customer waits for tickets.",
    GIFT_AID="Gift Aid declarations; in the UK only.",
    AUDIT="Every change made to the record.",
)
enum_type(
    Level,
    "Where a section stands on the screen.",
    TOP="A tab at the top.",
    LOWER="A link at the bottom, from every section.",
    PART="A part of the tab before it.",
)


@value_type(description="A section of the record, as you find it.", of=SectionRule)
class RecordSection:
    key: SectionKey = strawberry.field(description="Which section.")
    label: str = strawberry.field(description="Its name on the screen.")
    level: Level = strawberry.field(description="Where it stands on the screen.")
    available: bool = strawberry.field(description="Whether you can open it.")
    count: Optional[int] = strawberry.field(
        description="How many entries it has, counted up to 1,000; null where it is not a list, or not available."
    )
    disabled_reason: Optional[str] = strawberry.field(description="Why it is not available.")
