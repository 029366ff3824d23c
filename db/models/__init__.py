"""The tables, a module a tab; importing this package registers them all."""

from db.models.accounts import UserAccount, UserRole
from db.models.activities import Activity, ActivityType
from db.models.addresses import Address
from db.models.agents import Agent, CommissionRule, CommissionStructure
from db.models.attributes import AttributeDefinition, AttributeOption, AttributeValue
from db.models.audit import AuditChange, AuditEntry, AuditValue
from db.models.autotags import Autotag
from db.models.bulk_jobs import BulkJob, BulkJobResult
from db.models.campaigns import Campaign
from db.models.charity import CharityDetails, GiftAidStatement
from db.models.credit import CreditEntry, CreditLot, GiftVoucher
from db.models.customers import Customer
from db.models.documents import Document
from db.models.donations import Donation
from db.models.duplicates import DuplicateDismissal, DuplicateKey, DuplicateLook, DuplicatePair
from db.models.events import Event, Instance
from db.models.external_ids import ExternalId
from db.models.fixed_series import FixedSeries, SeriesGroup, SeriesGroupInstance, SeriesSubscription
from db.models.funds import Fund
from db.models.gift_aid import CancelledDeclaration, GiftAidCancellation, GiftAidDeclaration
from db.models.gift_aid_claims import GiftAidAdjustment, GiftAidClaim, GiftAidClaimLine
from db.models.households import Household, HouseholdMembership
from db.models.idempotency import IdempotencyRecord
from db.models.imports import ImportedRow
from db.models.invitations import Invitation, InvitationAttendee
from db.models.jobs import NightlyRun
from db.models.mailings import Mailing, MailingClick, MailingRecord
from db.models.mails import OutgoingMail
from db.models.memberships import Membership, MembershipTerm, MembershipType
from db.models.merchandise import Product
from db.models.notes import Note, NoteAcknowledgement
from db.models.online_accounts import OnlinePassword, PasswordLink
from db.models.opportunities import (
    Opportunity,
    OpportunityAttribute,
    OpportunityAttributeValue,
    OpportunityStage,
    StageChange,
)
from db.models.order_items import OrderItem
from db.models.orders import Order, OrderAttribute, OrderAttributeValue, OrderEvent, OrderPayment, SoftCredit
from db.models.outbox import OutboxEvent
from db.models.pinboard import Pin
from db.models.pledges import Pledge, PledgeEvent, PledgeInstalment, PledgePayment
from db.models.preferences import PreferenceAnswer, PreferenceDefinition, PreferenceStatement
from db.models.relationships import Relationship, RelationshipType
from db.models.tags import CustomerTag, Tag, TagGroup
from db.models.ticket_subscriptions import (
    PricingSet,
    SubscriptionStructure,
    SubscriptionVouchers,
    TicketSubscription,
    VoucherGroup,
    VoucherGroupInstance,
    VoucherGroupTicketType,
)
from db.models.tickets import PriceBand, TicketType
from db.models.titles import Title
from db.models.transformations import Transformation, TransformationRow, TransformationValue
from db.models.venues import Seat, SeatingPlan, Venue
from db.models.waiting_lists import WaitingListEntry, WaitingListInstance
from db.models.wallet_cards import WalletCard

__all__ = [
    "Activity",
    "ActivityType",
    "Address",
    "Agent",
    "AttributeDefinition",
    "AttributeOption",
    "AttributeValue",
    "AuditChange",
    "AuditEntry",
    "AuditValue",
    "Autotag",
    "BulkJob",
    "BulkJobResult",
    "Campaign",
    "CancelledDeclaration",
    "CharityDetails",
    "CommissionRule",
    "CommissionStructure",
    "CreditEntry",
    "CreditLot",
    "Customer",
    "CustomerTag",
    "Document",
    "Donation",
    "DuplicateDismissal",
    "DuplicateKey",
    "DuplicateLook",
    "DuplicatePair",
    "Event",
    "ExternalId",
    "FixedSeries",
    "Fund",
    "GiftAidAdjustment",
    "GiftAidCancellation",
    "GiftAidClaim",
    "GiftAidClaimLine",
    "GiftAidDeclaration",
    "GiftAidStatement",
    "GiftVoucher",
    "Household",
    "HouseholdMembership",
    "IdempotencyRecord",
    "ImportedRow",
    "Instance",
    "Invitation",
    "InvitationAttendee",
    "Mailing",
    "MailingClick",
    "MailingRecord",
    "Membership",
    "MembershipTerm",
    "MembershipType",
    "NightlyRun",
    "Note",
    "NoteAcknowledgement",
    "OnlinePassword",
    "Opportunity",
    "OpportunityAttribute",
    "OpportunityAttributeValue",
    "OpportunityStage",
    "Order",
    "OrderAttribute",
    "OrderAttributeValue",
    "OrderEvent",
    "OrderItem",
    "OrderPayment",
    "OutboxEvent",
    "OutgoingMail",
    "PasswordLink",
    "Pin",
    "Pledge",
    "PledgeEvent",
    "PledgeInstalment",
    "PledgePayment",
    "PreferenceAnswer",
    "PreferenceDefinition",
    "PreferenceStatement",
    "PriceBand",
    "PricingSet",
    "Product",
    "Relationship",
    "RelationshipType",
    "Seat",
    "SeatingPlan",
    "SeriesGroup",
    "SeriesGroupInstance",
    "SeriesSubscription",
    "SoftCredit",
    "StageChange",
    "SubscriptionStructure",
    "SubscriptionVouchers",
    "Tag",
    "TagGroup",
    "TicketSubscription",
    "TicketType",
    "Title",
    "Transformation",
    "TransformationRow",
    "TransformationValue",
    "UserAccount",
    "UserRole",
    "Venue",
    "VoucherGroup",
    "VoucherGroupInstance",
    "VoucherGroupTicketType",
    "WaitingListEntry",
    "WaitingListInstance",
    "WalletCard",
]
