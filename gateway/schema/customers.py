"""The customer record as clients see it: the table of contents of everything that is kept under a customer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Optional

import strawberry

from domain.customers import Kind, age_on, friendly_id, full_name, parse_friendly_id
from domain.permissions import Permission
from gateway.engine import ids
from gateway.engine.connections import Connection
from gateway.engine.declare import Key, computed, find, identity, link, page, tab
from gateway.engine.errors import RequestCode, RequestError
from gateway.loaders.addresses import ADDRESSES
from gateway.loaders.attributes import ATTRIBUTES
from gateway.loaders.audit import AUDIT
from gateway.loaders.customers import CUSTOMERS, CUSTOMERS_BY_NUMBER
from gateway.loaders.external_ids import EXTERNAL_IDS
from gateway.loaders.households import HOUSEHOLD
from gateway.loaders.notes import BLUE_NOTES, NEWEST_BLUE_NOTE, PINK_NOTES, POP_UP_NOTES
from gateway.loaders.preferences import PREFERENCE_HISTORY, PREFERENCES
from gateway.loaders.related_addresses import RELATED_ADDRESSES
from gateway.loaders.tags import TAGS
from gateway.resolvers.sections import record_sections
from gateway.schema._rows import row_type
from gateway.schema.actions import RecordAction, actions_list
from gateway.schema.activities import Activity, activities_tab
from gateway.schema.addresses import Address
from gateway.schema.agents import Agent, agent_tab
from gateway.schema.attention import AttentionReason, attention_list
from gateway.schema.attributes import Attribute
from gateway.schema.audit import AuditEntry, narrowed
from gateway.schema.credit import CreditAccount, credit_account_tab
from gateway.schema.donations import Donation, donations_tab
from gateway.schema.external_ids import ExternalId
from gateway.schema.fixed_series import FixedSeriesSubscription, fixed_series_tab
from gateway.schema.gift_aid import GiftAidDeclaration, gift_aid_declarations_tab
from gateway.schema.households import Household, HouseholdMembership, household_history_tab
from gateway.schema.images import Image, image_of
from gateway.schema.invitations import Invitation, invitations_tab
from gateway.schema.mailings import Mailings, mailings_tab
from gateway.schema.memberships import Membership, memberships_tab
from gateway.schema.merchandise import PurchasedMerchandise, merchandise_tab
from gateway.schema.merge_history import Merge, merges_tab
from gateway.schema.mergeable import Mergeable, mergeable_field
from gateway.schema.nodes import Node, register
from gateway.schema.notes import Note
from gateway.schema.opportunities import Opportunity, opportunities_tab
from gateway.schema.orders import Order, has_restricted_items_tab, orders_tab
from gateway.schema.phones import Phone, phone_of
from gateway.schema.pinboard import customer_pinned_field
from gateway.schema.pledges import Legacy, Pledge, legacies_tab, pledges_tab
from gateway.schema.preferences import (
    Contactability,
    ContactPreference,
    ContactPreferenceAnswer,
    contactability_of,
)
from gateway.schema.primary_contacts import RelationshipType, contact_record_link, contact_type_link
from gateway.schema.print_at_home import PrintAtHomeTickets, print_at_home_tab
from gateway.schema.related_addresses import RelatedAddress
from gateway.schema.relationships import Relationship, facilitators_tab, may_act_for_tab, relationships_tab
from gateway.schema.reservations import Reservation, reservations_tab
from gateway.schema.sections import RecordSection
from gateway.schema.tags import Tag
from gateway.schema.ticket_subscriptions import TicketSubscription, ticket_subscriptions_tab
from gateway.schema.tickets import PurchasedTickets, tickets_tab
from gateway.schema.timeline import TimelineEntry, timeline_tab
from gateway.schema.waiting_lists import WaitingListEntry, waiting_lists_tab
from gateway.schema.wallet_cards import Wallet, wallet_tab

READ = Permission.CUSTOMER_READ
SERVICE = Permission.CUSTOMER_SERVICE


def _friendly(kind: str, number: int) -> str:
    return friendly_id(Kind(kind), number)


def _age(birth_date: date | None, *, today: date) -> int | None:
    return None if birth_date is None else age_on(birth_date, today)


@strawberry.interface(
    description="A person or an organisation to whom tickets are sold and from whom money is raised."
)
class Customer(Node):
    id: strawberry.ID = identity("cus")
    friendly_id: str = computed(
        _friendly,
        "kind",
        "number",
        description="The id that people read out: I- or O- and at least seven digits.",
    )
    full_name: str = computed(
        full_name,
        "kind",
        "title",
        "first_name",
        "last_name",
        "name",
        description="The name that heads the record.",
    )
    phone: Optional[Phone] = computed(phone_of, "phone", "phone_e164", description="Phone number.")
    mobile: Optional[Phone] = computed(
        phone_of,
        "mobile",
        "mobile_e164",
        description="Mobile or cell number, where it differs from the phone.",
    )
    active: bool = strawberry.field(
        description="Whether the record comes up in searches and can be sold to; an inactive one is kept."
    )
    image: Optional[Image] = computed(
        image_of, "image_hash", "image_type", description="A picture that helps to recognise the customer."
    )
    created_at: datetime = strawberry.field(description="When the record was made.")
    updated_at: datetime = strawberry.field(description="When anything on the record was last changed.")
    merged_from: list[str] = strawberry.field(
        description="Friendly ids of records that were merged into this one; they lead here too."
    )

    merges: Optional[list[Merge]] = merges_tab
    external_ids: Optional[list[ExternalId]] = tab(
        EXTERNAL_IDS, needs=READ, description="What other systems call the customer, by system."
    )
    details_version: int = strawberry.field(description="`expectedVersion` of the details and attributes.")
    addresses_version: int = strawberry.field(description="`expectedVersion` of the addresses.")
    contact_preferences_version: int = strawberry.field(
        description="`expectedVersion` of the contact preferences."
    )
    tags_version: int = strawberry.field(description="`expectedVersion` of the tags.")

    sections: list[RecordSection] = computed(
        record_sections,
        "kind",
        "section_counts",
        description="The sections of the record: which of them you may open, and how much is in each.",
    )
    actions: list[RecordAction] = actions_list
    mergeable: Optional[Mergeable] = mergeable_field
    attention: list[AttentionReason] = attention_list
    pinned: Optional[bool] = customer_pinned_field

    addresses: Optional[list[Address]] = tab(
        ADDRESSES, needs=READ, description="All addresses, the default billing address first."
    )
    related_addresses: Optional[Connection[RelatedAddress]] = page(
        RELATED_ADDRESSES,
        needs=READ,
        description="Addresses of those to whom the customer is related now, the most important first.",
    )
    attributes: Optional[list[Attribute]] = tab(
        ATTRIBUTES,
        needs=READ,
        description="Every attribute that applies to the record, in the order of the form.",
    )
    contact_preferences: Optional[list[ContactPreference]] = tab(
        PREFERENCES, needs=READ, description="Every contact preference of the system with the current answer."
    )
    contactability: list[Contactability] = computed(
        contactability_of,
        "preference_answers",
        "active",
        "deceased_on",
        "email",
        "email_bounces",
        description="By which channels the organisation may write for marketing, and why not by the others.",
    )
    contact_preference_history: Optional[Connection[ContactPreferenceAnswer]] = page(
        PREFERENCE_HISTORY, needs=READ, description="Every answer ever given, the newest first."
    )
    tags: Optional[list[Tag]] = tab(
        TAGS, needs=READ, description="The tags that the customer bears, by name."
    )
    blue_notes: Optional[list[Note]] = tab(
        BLUE_NOTES,
        needs=Permission.BLUE_NOTE,
        description="Blue notes: pinned ones first, the record's own before those that a merge brought, newest first.",
    )
    pink_notes: Optional[list[Note]] = tab(
        PINK_NOTES, needs=Permission.PINK_NOTE, description="Pink notes, for fundraisers only."
    )
    pop_up_notes: Optional[list[Note]] = tab(
        POP_UP_NOTES,
        needs=Permission.BLUE_NOTE,
        description="The notes to show when the record is opened: those you may see whose last day has not passed.",
    )
    primary_blue_note: Optional[Note] = link(
        NEWEST_BLUE_NOTE, needs=Permission.BLUE_NOTE, parent="id", description="The newest blue note."
    )
    credit_account: Optional[CreditAccount] = credit_account_tab
    merchandise: Optional[Connection[PurchasedMerchandise]] = merchandise_tab
    reservations: Optional[Connection[Reservation]] = reservations_tab
    tickets: Optional[Connection[PurchasedTickets]] = tickets_tab
    donations: Optional[Connection[Donation]] = donations_tab
    print_at_home: Optional[Connection[PrintAtHomeTickets]] = print_at_home_tab
    memberships: Optional[list[Membership]] = memberships_tab
    ticket_subscriptions: Optional[list[TicketSubscription]] = ticket_subscriptions_tab
    fixed_series: Optional[list[FixedSeriesSubscription]] = fixed_series_tab
    pledges: Optional[list[Pledge]] = pledges_tab
    relationships: Optional[Connection[Relationship]] = relationships_tab
    facilitators: Optional[Connection[Relationship]] = facilitators_tab
    mailings: Optional[Mailings] = mailings_tab
    waiting_lists: Optional[Connection[WaitingListEntry]] = waiting_lists_tab
    orders: Optional[Connection[Order]] = orders_tab
    activities: Optional[Connection[Activity]] = activities_tab
    has_restricted_items: Optional[bool] = has_restricted_items_tab
    opportunities: Optional[Connection[Opportunity]] = opportunities_tab
    gift_aid_declarations: Optional[list[GiftAidDeclaration]] = gift_aid_declarations_tab
    timeline: Optional[Connection[TimelineEntry]] = timeline_tab
    audit: Optional[Connection[AuditEntry]] = page(
        AUDIT,
        needs=Permission.AUDIT_READ,
        narrow=narrowed,
        description="Every change made to the record, the newest first.",
    )

    @classmethod
    def resolve_type(cls, row: Any, _info: Any, _abstract: Any) -> str:
        return "Individual" if row["kind"] == Kind.INDIVIDUAL else "Organisation"


@row_type(kind=Kind.INDIVIDUAL, description="The record of a person.")
class Individual(Customer):
    title: Optional[str] = strawberry.field(description="Title, such as Dr.")
    first_name: str = strawberry.field(description="First name of the person.")
    last_name: str = strawberry.field(description="Last name of the person.")
    email: Optional[str] = strawberry.field(description="Email address; no two records have the same.")
    birth_date: Optional[date] = strawberry.field(description="Date of birth.")
    age: Optional[int] = computed(
        _age, "birth_date", description="Age in full years today; one born on 29 February turns on 1 March."
    )
    deceased_on: Optional[date] = strawberry.field(
        description="Day of death; from then on the customer is not contacted in any way."
    )
    online_account_active: bool = strawberry.field(
        description="Whether the customer can sign in on the website and buy there."
    )
    household: Optional[Household] = link(
        HOUSEHOLD, needs=READ, parent="household_id", description="The household that the person belongs to."
    )
    wallet: Optional[Wallet] = wallet_tab
    legacies: Optional[list[Legacy]] = legacies_tab
    primary_householder: bool = strawberry.field(
        description="Whether the person is the primary householder; who lives alone always is."
    )
    household_history: Optional[list[HouseholdMembership]] = household_history_tab
    may_act_for: Optional[Connection[Relationship]] = may_act_for_tab
    agent: Optional[Agent] = agent_tab
    invitations: Optional[Connection[Invitation]] = invitations_tab


@row_type(
    kind=Kind.ORGANISATION,
    description="The record of an organisation, which buys through people related to it.",
)
class Organisation(Customer):
    name: str = strawberry.field(description="Name of the organisation.")
    primary_contact: Optional[str] = strawberry.field(description="Name of the person to ask for.")
    primary_contact_record: Optional[Customer] = contact_record_link
    primary_contact_relationship_type: Optional[RelationshipType] = contact_type_link


register("Customer", CUSTOMERS, READ)

CustomerId = Annotated[
    strawberry.ID,
    strawberry.argument(
        description="The opaque id, or the friendly id with or without its letter: I-1000042, o1000042 or 1000042."
    ),
]


def _key(id: CustomerId) -> Key | None:
    """The key of a customer by either of the two ids."""
    key = ids.key_of("cus", id)
    if key is not None:
        return Key(CUSTOMERS, key)
    number = parse_friendly_id(id)
    if number is None:
        raise RequestError(
            RequestCode.BAD_USER_INPUT, "This is no customer's id; a friendly id looks like I-1000042."
        )
    return Key(CUSTOMERS_BY_NUMBER, number)


@strawberry.type
class CustomerQuery:
    customer: Optional[Customer] = find(
        CUSTOMERS,
        _key,
        needs=READ,
        description="The record with this id; null when there is none or you may not see it. The id of a record merged "
        "away leads to the one that it was merged into.",
    )
