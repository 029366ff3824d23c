"""The rows of what customers hold, in the order of the tabs of a record."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID


class HouseholdMembershipRow(NamedTuple):
    id: UUID
    household_id: UUID
    customer_id: UUID
    joined_at: datetime
    left_at: datetime | None
    joined_because: str
    left_because: str | None


class RelationshipRow(NamedTuple):
    id: UUID
    type_id: UUID
    a_id: UUID
    b_id: UUID
    importance_a: int
    importance_b: int
    starts: date | None
    ends: date | None
    created_at: datetime


class MailingRecordRow(NamedTuple):
    id: UUID
    mailing_id: UUID
    customer_id: UUID
    sent_at: datetime
    sent_to: str | None
    opened_at: datetime | None
    open_count: int
    machine_open: bool | None
    bounced_at: datetime | None
    bounce_type: str | None
    blocked: bool
    opted_out_at: datetime | None


class MailingClickRow(NamedTuple):
    id: UUID
    record_id: UUID
    url: str
    clicked_at: datetime


class WalletCardRow(NamedTuple):
    id: UUID
    customer_id: UUID
    provider: str
    token: str
    fingerprint: str
    brand: str
    last_four: str
    expiry_month: int
    expiry_year: int
    holder_name: str
    continuous_authority: bool
    preferred: bool
    added_at: datetime
    added_by: str
    last_used_at: datetime | None
    removed_at: datetime | None


class MembershipRow(NamedTuple):
    id: UUID
    customer_id: UUID
    type_id: UUID
    auto_renew: bool
    card_id: UUID | None
    cancelled_at: datetime | None
    returned_at: datetime | None
    created_at: datetime


class MembershipTermRow(NamedTuple):
    id: UUID
    membership_id: UUID
    starts: date
    ends: date
    price_minor: int
    automatic: bool
    custom_end_reason: str | None


class TicketSubscriptionRow(NamedTuple):
    id: UUID
    customer_id: UUID
    pricing_set_id: UUID
    issued_on: date
    expires_on: date
    returned_at: datetime | None


class SubscriptionVouchersRow(NamedTuple):
    ticket_subscription_id: UUID
    voucher_group_id: UUID
    issued: int
    redeemed: int
    returned: int


class SeriesSubscriptionRow(NamedTuple):
    id: UUID
    customer_id: UUID
    group_id: UUID
    seat_id: UUID
    state: str
    subscribed_on: date
    held_until: date | None


class GiftVoucherRow(NamedTuple):
    id: UUID
    code_hash: bytes
    last_four: str
    amount_minor: int
    issued_at: datetime
    valid_from: date
    expires_on: date | None
    redeemed_by: UUID | None
    redeemed_at: datetime | None


class CreditLotRow(NamedTuple):
    id: UUID
    customer_id: UUID
    kind: str
    amount_minor: int
    issued_at: datetime
    expires_on: date | None
    voucher_id: UUID | None
    note: str | None


class CreditEntryRow(NamedTuple):
    id: UUID
    customer_id: UUID
    lot_id: UUID
    kind: str
    amount_minor: int
    balance_after_minor: int
    order_id: UUID | None
    username: str
    at: datetime


class WaitingListEntryRow(NamedTuple):
    id: UUID
    event_id: UUID
    customer_id: UUID
    quantity: int
    any_instance: bool
    note: str | None
    status: str
    place: Decimal
    created_at: datetime
    created_by: str
    offered_at: datetime | None


class WaitingListInstanceRow(NamedTuple):
    entry_id: UUID
    instance_id: UUID


class DocumentRow(NamedTuple):
    id: UUID
    customer_id: UUID
    name: str
    media_type: str
    bytes: int
    content_hash: str
    uploaded_at: datetime
    uploaded_by: str


class DeclarationRow(NamedTuple):
    id: UUID
    customer_id: UUID
    made_at: datetime
    made_on: date
    coverage: str
    coverage_from: date
    coverage_to: date | None
    type: str
    evidence: str
    evidence_text: str | None
    document_id: UUID | None
    email_sent_at: datetime | None
    letter_generated_at: datetime | None
    written_record_sent_on: date | None
    title: str | None
    first_name: str | None
    last_name: str | None
    address_line1: str | None
    address_rest: str | None
    postcode: str | None
    country_code: str | None
    charity_name: str
    statement_version: int
    created_by: str


class CancellationRow(NamedTuple):
    id: UUID
    customer_id: UUID
    made_at: datetime
    made_on: date
    option: str
    effective_from: date
    note: str | None
    created_by: str


class CancelledDeclarationRow(NamedTuple):
    cancellation_id: UUID
    declaration_id: UUID


class AgentRow(NamedTuple):
    customer_id: UUID
    structure_id: UUID | None
    api_access: bool
    api_key_hash: str | None
    api_key_made_at: datetime | None
    since: datetime
