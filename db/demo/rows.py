"""The rows of the demo as COPY takes them: for each table a tuple whose fields are its columns, in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from db.demo.fundraising.rows import (
    ActivityRow,
    InvitationAttendeeRow,
    InvitationRow,
    OpportunityAttributeValueRow,
    OpportunityRow,
    PinRow,
    PledgeEventRow,
    PledgeInstalmentRow,
    PledgePaymentRow,
    PledgeRow,
    StageChangeRow,
)
from db.demo.holdings.rows import (
    AgentRow,
    CancellationRow,
    CancelledDeclarationRow,
    CreditEntryRow,
    CreditLotRow,
    DeclarationRow,
    DocumentRow,
    GiftVoucherRow,
    HouseholdMembershipRow,
    MailingClickRow,
    MailingRecordRow,
    MembershipRow,
    MembershipTermRow,
    RelationshipRow,
    SeriesSubscriptionRow,
    SubscriptionVouchersRow,
    TicketSubscriptionRow,
    WaitingListEntryRow,
    WaitingListInstanceRow,
    WalletCardRow,
)
from db.demo.sales.rows import (
    DonationRow,
    OrderAttributeValueRow,
    OrderEventRow,
    OrderItemRow,
    OrderPaymentRow,
    OrderRow,
    SoftCreditRow,
)


class HouseholdRow(NamedTuple):
    id: UUID
    name: str | None
    primary_id: UUID
    created_at: datetime
    closed_at: datetime | None = None


class CustomerRow(NamedTuple):
    id: UUID
    kind: str
    number: int
    title: str | None
    first_name: str | None
    last_name: str | None
    name: str | None
    primary_contact: str | None
    email: str | None
    phone: str | None
    phone_e164: str | None
    mobile: str | None
    mobile_e164: str | None
    birth_date: date | None
    deceased_on: date | None
    active: bool
    online_account_active: bool
    household_id: UUID | None
    merged_into: UUID | None
    last_key: str
    first_key: str
    created_at: datetime
    updated_at: datetime
    last_activity_at: datetime
    details_version: int
    addresses_version: int
    contact_preferences_version: int
    tags_version: int


class ExternalIdRow(NamedTuple):
    system: str
    value: str
    customer_id: UUID
    created_at: datetime


class AddressRow(NamedTuple):
    id: UUID
    customer_id: UUID
    label: str | None
    line1: str
    line2: str | None
    line3: str | None
    town: str
    county: str | None
    postcode: str | None
    postcode_unknown: bool
    country_code: str
    source: str
    valid_from: date | None
    valid_to: date | None
    default_billing: bool
    default_delivery: bool
    address_key: str
    postcode_key: str | None
    line1_key: str
    created_at: datetime
    updated_at: datetime


class AttributeValueRow(NamedTuple):
    id: UUID
    customer_id: UUID
    definition_id: UUID
    text_value: str | None
    money_minor: int | None
    date_value: date | None
    option_ids: tuple[UUID, ...] | None
    ciphertext: bytes | None
    updated_at: datetime


class PreferenceAnswerRow(NamedTuple):
    id: UUID
    customer_id: UUID
    definition_id: UUID
    statement: int
    answer: str
    source: str
    user_id: UUID | None
    username: str | None
    reason: str | None
    evidence: str | None
    at: datetime


class CustomerTagRow(NamedTuple):
    customer_id: UUID
    tag_id: UUID
    applied_at: datetime


class NoteRow(NamedTuple):
    id: UUID
    customer_id: UUID
    colour: str
    body: str
    pinned: bool
    show_until: date | None
    created_by: str
    created_at: datetime
    updated_by: str | None
    updated_at: datetime | None
    version: int


class NoteAcknowledgementRow(NamedTuple):
    note_id: UUID
    user_id: UUID
    note_version: int
    at: datetime


class AuditEntryRow(NamedTuple):
    id: UUID
    customer_id: UUID | None
    sequence: int
    at: datetime
    user_id: UUID | None
    username: str
    method: str
    interface: str | None
    event: str
    narrative: str
    section: str | None
    section_version: int | None
    restricted: bool
    paths: list[str]
    correlation_id: str
    previous_hash: bytes | None
    hash: bytes


class AuditChangeRow(NamedTuple):
    entry_id: UUID
    ordinal: int
    path: str
    redacted: bool
    digest: bytes


class AuditValueRow(NamedTuple):
    entry_id: UUID
    ordinal: int
    before: str | None
    after: str | None
    salt: bytes


# In the order of their foreign keys.
TABLES: dict[type[NamedTuple], str] = {
    HouseholdRow: "household",
    CustomerRow: "customer",
    HouseholdMembershipRow: "household_membership",
    ExternalIdRow: "external_id",
    AddressRow: "address",
    AttributeValueRow: "attribute_value",
    PreferenceAnswerRow: "preference_answer",
    CustomerTagRow: "customer_tag",
    NoteRow: "note",
    NoteAcknowledgementRow: "note_acknowledgement",
    AuditEntryRow: "audit_entry",
    AuditChangeRow: "audit_change",
    AuditValueRow: "audit_value",
    RelationshipRow: "relationship",
    AgentRow: "agent",
    MailingRecordRow: "mailing_record",
    MailingClickRow: "mailing_click",
    WalletCardRow: "wallet_card",
    WaitingListEntryRow: "waiting_list_entry",
    WaitingListInstanceRow: "waiting_list_instance",
    DocumentRow: "document",
    DeclarationRow: "gift_aid_declaration",
    CancellationRow: "gift_aid_cancellation",
    CancelledDeclarationRow: "cancelled_declaration",
    MembershipRow: "membership",
    MembershipTermRow: "membership_term",
    TicketSubscriptionRow: "ticket_subscription",
    SubscriptionVouchersRow: "subscription_vouchers",
    SeriesSubscriptionRow: "series_subscription",
    OpportunityRow: "opportunity",
    StageChangeRow: "stage_change",
    OpportunityAttributeValueRow: "opportunity_attribute_value",
    ActivityRow: "activity",
    PledgeRow: "pledge",
    PledgeInstalmentRow: "pledge_instalment",
    PledgeEventRow: "pledge_event",
    OrderRow: "customer_order",
    SoftCreditRow: "soft_credit",
    OrderPaymentRow: "order_payment",
    OrderEventRow: "order_event",
    OrderAttributeValueRow: "order_attribute_value",
    OrderItemRow: "order_item",
    DonationRow: "donation",
    PledgePaymentRow: "pledge_payment",
    InvitationRow: "invitation",
    InvitationAttendeeRow: "invitation_attendee",
    PinRow: "pin",
    GiftVoucherRow: "gift_voucher",
    CreditLotRow: "credit_lot",
    CreditEntryRow: "credit_entry",
}


class Batch:
    """The rows of some customers, each table's apart."""

    def __init__(self) -> None:
        self.rows: dict[type[NamedTuple], list[Any]] = {row_type: [] for row_type in TABLES}

    def add(self, row: Any) -> None:
        """Put the row with the others of its table."""
        self.rows[type(row)].append(row)

    def number_orders(self, numbers: Sequence[int]) -> None:
        """Give the orders that have no number these, in the order in which they were placed."""
        orders = self.rows[OrderRow]
        unnumbered = sorted(
            (place for place, order in enumerate(orders) if not order.number),
            key=lambda place: (orders[place].placed_at, orders[place].id),
        )
        for place, number in zip(unnumbered, numbers, strict=True):
            orders[place] = orders[place]._replace(number=number)

    def orders(self) -> tuple[int, int]:
        """How many orders there are, and how many of these have a number already."""
        orders = self.rows[OrderRow]
        return len(orders), sum(bool(order.number) for order in orders)

    def tables(self) -> Iterator[tuple[str, tuple[str, ...], Sequence[tuple[Any, ...]]]]:
        """Each table that got rows, with its columns, in an order that the foreign keys allow."""
        for row_type, rows in self.rows.items():
            if rows:
                yield TABLES[row_type], row_type._fields, rows
