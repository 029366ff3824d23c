"""The sections of a record: which of them somebody may open, and how much is in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique

from domain.customers import Kind
from domain.denials import denial
from domain.house import House
from domain.permissions import Actor, Permission


@unique
class SectionKey(StrEnum):
    """The sections of a record, and the parts of those at the top (NAV-01 to NAV-07, NAV-18)."""

    DETAILS = "DETAILS"
    ADDRESSES = "ADDRESSES"
    CONTACT_PREFERENCES = "CONTACT_PREFERENCES"
    TAGS = "TAGS"
    ATTRIBUTES = "ATTRIBUTES"
    NOTES = "NOTES"
    AGENT_COMMISSION = "AGENT_COMMISSION"
    ORDERS = "ORDERS"
    ALL_ORDERS = "ALL_ORDERS"
    MERCHANDISE = "MERCHANDISE"
    RESERVATIONS = "RESERVATIONS"
    TICKETS = "TICKETS"
    DONATIONS = "DONATIONS"
    PRINT_AT_HOME = "PRINT_AT_HOME"
    MAILINGS = "MAILINGS"
    MAILING_RECORDS = "MAILING_RECORDS"
    WALLET = "WALLET"
    STORED_CARDS = "STORED_CARDS"
    SUBSCRIPTIONS = "SUBSCRIPTIONS"
    MEMBERSHIPS = "MEMBERSHIPS"
    TICKET_SUBSCRIPTIONS = "TICKET_SUBSCRIPTIONS"
    FIXED_SERIES = "FIXED_SERIES"
    OPPORTUNITIES = "OPPORTUNITIES"
    PLEDGES = "PLEDGES"
    TIMELINE = "TIMELINE"
    INVITATIONS = "INVITATIONS"
    RELATIONSHIPS = "RELATIONSHIPS"
    CREDIT = "CREDIT"
    WAITING_LISTS = "WAITING_LISTS"
    GIFT_AID = "GIFT_AID"
    AUDIT = "AUDIT"


@unique
class Level(StrEnum):
    """Where a section stands: a tab at the top, a link at the bottom, or a part of the tab before it."""

    TOP = "TOP"
    LOWER = "LOWER"
    PART = "PART"


@unique
class Counted(StrEnum):
    """What is counted for the sections of a record, whoever asks; notes of each colour apart (NOT-P06)."""

    ADDRESSES = "ADDRESSES"
    CONTACT_PREFERENCES = "CONTACT_PREFERENCES"
    TAGS = "TAGS"
    ATTRIBUTES = "ATTRIBUTES"
    BLUE_NOTES = "BLUE_NOTES"
    PINK_NOTES = "PINK_NOTES"
    ALL_ORDERS = "ALL_ORDERS"
    MERCHANDISE = "MERCHANDISE"
    RESERVATIONS = "RESERVATIONS"
    TICKETS = "TICKETS"
    DONATIONS = "DONATIONS"
    PRINT_AT_HOME = "PRINT_AT_HOME"
    MAILING_RECORDS = "MAILING_RECORDS"
    STORED_CARDS = "STORED_CARDS"
    MEMBERSHIPS = "MEMBERSHIPS"
    TICKET_SUBSCRIPTIONS = "TICKET_SUBSCRIPTIONS"
    FIXED_SERIES = "FIXED_SERIES"
    OPPORTUNITIES = "OPPORTUNITIES"
    PLEDGES = "PLEDGES"
    INVITATIONS = "INVITATIONS"
    RELATIONSHIPS = "RELATIONSHIPS"
    CREDIT = "CREDIT"
    WAITING_LISTS = "WAITING_LISTS"
    GIFT_AID = "GIFT_AID"
    AUDIT = "AUDIT"


@dataclass(frozen=True, slots=True)
class RecordSection:
    """One section; one that is not available has no count, for a count would tell what is in it (NAV-P01)."""

    key: SectionKey
    label: str
    level: Level
    available: bool = True
    count: int | None = None
    disabled_reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Section:
    key: SectionKey
    label: str
    level: Level
    needs: Permission = Permission.CUSTOMER_READ
    people_only: bool = False


# In the order of the screen.
_SECTIONS = (
    _Section(SectionKey.DETAILS, "Details", Level.TOP),
    _Section(SectionKey.ADDRESSES, "Addresses", Level.PART),
    _Section(SectionKey.CONTACT_PREFERENCES, "Contact Preferences", Level.PART),
    _Section(SectionKey.TAGS, "Tags", Level.PART),
    _Section(SectionKey.ATTRIBUTES, "Attributes", Level.PART),
    _Section(SectionKey.NOTES, "Notes", Level.PART, Permission.BLUE_NOTE),
    _Section(SectionKey.AGENT_COMMISSION, "Agent Commission", Level.PART, people_only=True),
    _Section(SectionKey.ORDERS, "Orders", Level.TOP, Permission.ORDER_READ),
    _Section(SectionKey.ALL_ORDERS, "Orders", Level.PART, Permission.ORDER_READ),
    _Section(SectionKey.MERCHANDISE, "Merchandise", Level.PART, Permission.ORDER_READ),
    _Section(SectionKey.RESERVATIONS, "Reservations", Level.PART, Permission.ORDER_READ),
    _Section(SectionKey.TICKETS, "Tickets", Level.PART, Permission.ORDER_READ),
    _Section(SectionKey.DONATIONS, "Donations", Level.PART, Permission.ORDER_READ),
    _Section(SectionKey.PRINT_AT_HOME, "Print at Home", Level.PART, Permission.ORDER_READ),
    _Section(SectionKey.MAILINGS, "Mailings", Level.TOP),
    _Section(SectionKey.MAILING_RECORDS, "Mailing Records", Level.PART),
    _Section(SectionKey.WALLET, "Wallet", Level.TOP, Permission.CUSTOMER_SERVICE, people_only=True),
    _Section(
        SectionKey.STORED_CARDS,
        "Stored Credit Cards",
        Level.PART,
        Permission.CUSTOMER_SERVICE,
        people_only=True,
    ),
    _Section(SectionKey.SUBSCRIPTIONS, "Subscriptions", Level.TOP, Permission.CUSTOMER_SERVICE),
    _Section(SectionKey.MEMBERSHIPS, "Memberships", Level.PART, Permission.CUSTOMER_SERVICE),
    _Section(
        SectionKey.TICKET_SUBSCRIPTIONS, "Ticket Subscriptions", Level.PART, Permission.CUSTOMER_SERVICE
    ),
    _Section(SectionKey.FIXED_SERIES, "Fixed Subscriptions", Level.PART, Permission.CUSTOMER_SERVICE),
    _Section(SectionKey.OPPORTUNITIES, "Opportunities", Level.TOP, Permission.FUNDRAISING),
    _Section(SectionKey.PLEDGES, "Pledges and Legacies", Level.TOP, Permission.FUNDRAISING),
    _Section(SectionKey.TIMELINE, "Timeline", Level.TOP, Permission.FUNDRAISING),
    _Section(SectionKey.INVITATIONS, "Invitations", Level.TOP, Permission.FUNDRAISING, people_only=True),
    _Section(SectionKey.RELATIONSHIPS, "Relationships", Level.LOWER),
    _Section(SectionKey.CREDIT, "Credit/Vouchers", Level.LOWER, Permission.CUSTOMER_SERVICE),
    _Section(SectionKey.WAITING_LISTS, "Waiting Lists", Level.LOWER, Permission.CUSTOMER_SERVICE),
    _Section(SectionKey.GIFT_AID, "Gift Aid", Level.LOWER, Permission.GIFT_AID_DECLARE),
    _Section(SectionKey.AUDIT, "Audit", Level.LOWER, Permission.AUDIT_READ),
)


def sections_of(
    kind: Kind, counts: Mapping[Counted, int], actor: Actor, house: House
) -> tuple[RecordSection, ...]:
    """The sections of a record as this actor finds them in this house, in the order of the screen (NAV-P01)."""
    return tuple(_found(section, kind, counts, actor, house) for section in _SECTIONS)


def _found(
    section: _Section, kind: Kind, counts: Mapping[Counted, int], actor: Actor, house: House
) -> RecordSection:
    reason = _closed(section, kind, actor, house)
    if reason is not None:
        return RecordSection(section.key, section.label, section.level, False, None, reason)
    count = _count(section.key, counts, actor)
    return RecordSection(section.key, section.label, section.level, count=count)


def _closed(section: _Section, kind: Kind, actor: Actor, house: House) -> str | None:
    """Why the section is taken away: by the house, by the type of the record, or by the role (NAV-03, NAV-P01)."""
    if section.key is SectionKey.GIFT_AID and not house.gift_aid:
        return "Gift Aid is not tracked here; it exists in the UK only."
    if section.key is SectionKey.AGENT_COMMISSION and not house.agents:
        return "No agents sell for this organisation."
    if section.people_only and kind is not Kind.INDIVIDUAL:
        return "Only people have this; an organisation buys through people related to it."
    if section.key is SectionKey.NOTES and actor.may(Permission.PINK_NOTE):
        return None
    return None if actor.may(section.needs) else denial(actor, section.needs).message


def _count(key: SectionKey, counts: Mapping[Counted, int], actor: Actor) -> int | None:
    """How many entries the section has; None for one that is no list.

    Notes of a colour that the actor may not see are not counted: that they exist is sensitive (NOT-P06).
    """
    if key is SectionKey.NOTES:
        blue = counts[Counted.BLUE_NOTES] if actor.may(Permission.BLUE_NOTE) else 0
        return blue + (counts[Counted.PINK_NOTES] if actor.may(Permission.PINK_NOTE) else 0)
    return counts[Counted(key.value)] if key.value in Counted.__members__ else None
