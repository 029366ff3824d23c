"""The rows of fundraising."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID


class OpportunityRow(NamedTuple):
    id: UUID
    customer_id: UUID
    campaign_id: UUID
    stage_id: UUID
    owner_id: UUID
    target_minor: int
    asked_minor: int
    opened_on: date
    expected_close_on: date | None
    closed_on: date | None
    outcome: str
    close_reason: str | None
    notes: str | None
    version: int
    created_at: datetime


class StageChangeRow(NamedTuple):
    id: UUID
    opportunity_id: UUID
    kind: str
    from_stage_id: UUID | None
    to_stage_id: UUID
    outcome: str | None
    at: datetime
    username: str
    note: str | None


class OpportunityAttributeValueRow(NamedTuple):
    opportunity_id: UUID
    attribute_id: UUID
    value: str


class PledgeRow(NamedTuple):
    id: UUID
    kind: str
    opportunity_id: UUID
    fund_id: UUID
    amount_minor: int
    pledged_on: date | None
    note: str | None
    cancelled_at: datetime | None
    cancel_reason: str | None
    written_off_at: datetime | None
    version: int
    created_at: datetime


class PledgeInstalmentRow(NamedTuple):
    id: UUID
    pledge_id: UUID
    number: int
    amount_minor: int
    due_on: date
    cancelled_at: datetime | None


class PledgePaymentRow(NamedTuple):
    id: UUID
    donation_id: UUID
    pledge_id: UUID
    instalment_id: UUID | None
    amount_minor: int


class PledgeEventRow(NamedTuple):
    id: UUID
    pledge_id: UUID
    kind: str
    at: datetime
    username: str
    amount_minor: int
    note: str | None


class ActivityRow(NamedTuple):
    id: UUID
    customer_id: UUID
    type_id: UUID
    opportunity_id: UUID | None
    subject: str
    notes: str | None
    due_at: datetime
    completed_at: datetime | None
    assigned_to_id: UUID | None
    created_by: str
    created_at: datetime


class InvitationRow(NamedTuple):
    id: UUID
    instance_id: UUID
    invitee_id: UUID
    on_behalf_of_id: UUID | None
    invited_at: datetime | None
    reply_status: str
    replied_at: datetime | None
    guests_allowed: int
    created_at: datetime


class InvitationAttendeeRow(NamedTuple):
    id: UUID
    invitation_id: UUID
    customer_id: UUID | None
    name: str | None
    is_invitee: bool
    ticket_id: UUID | None
    attended: bool | None
    position: int


class PinRow(NamedTuple):
    id: UUID
    user_id: UUID
    customer_id: UUID | None
    opportunity_id: UUID | None
    invitation_id: UUID | None
    pinned_at: datetime
