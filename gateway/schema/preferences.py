"""Contact preferences as clients see them: what was asked, what was answered, and what that allows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

import strawberry

from domain.house import House
from domain.mailings import Bounce, BounceType, blocked_since
from domain.permissions import Permission
from domain.preferences import Answer, Channel, ContactReason, Source, contactability, may_use
from domain.preferences import Contactability as ContactabilityRule
from gateway.engine import ids
from gateway.engine.declare import column, computed, identity, link, tab
from gateway.loaders.preferences import (
    PREFERENCE_DEFINITION,
    PREFERENCE_DEFINITIONS,
    PREFERENCE_STATEMENTS,
)
from gateway.resolvers.preferences import preference_of
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.nodes import Node, register

enum_type(
    Answer,
    "A customer's answer to a contact preference.",
    YES="The customer saw the statement and accepted it.",
    NO="The customer saw the statement and declined it.",
    NOT_ASKED="The customer has not been asked.",
)
enum_type(
    Channel,
    "How a contact preference lets the organisation reach people.",
    EMAIL="By electronic mail.",
    SMS="By text message.",
    PHONE="By telephone.",
    POST="By letter or leaflet.",
    THIRD_PARTY="By a partner, who is told the customer's details.",
    GENERAL="In general, whatever the way.",
)
enum_type(
    Source,
    "Where an answer came from.",
    STAFF="A member of staff entered it.",
    WEB="The customer gave it online.",
    IMPORT="It came with an import.",
    MERGE="It came with a merge.",
    API="An integration entered it.",
)
enum_type(
    ContactReason,
    "Why the organisation may write by a channel, or why not.",
    ALLOWED="The customer said Yes to a preference of this channel that is the organisation's own.",
    DECLINED="The customer said No, and Yes to nothing else of this channel.",
    NOT_ASKED="The customer has not answered any preference of this channel.",
    INACTIVE="The record is inactive.",
    DECEASED="The customer has died.",
    BLOCKED="Emails to the address came back; it is not written to until the record has another one.",
)


@row_type(description="One version of the statement that customers are shown.")
class PreferenceStatement:
    number: int = column("statement", description="Version of the text, from 1.")
    body: str = strawberry.field(description="The text as customers see it.")
    created_at: datetime = strawberry.field(description="When this version was written.")


@row_type(description="A contact preference as it is set up.")
class PreferenceDefinition(Node):
    id: strawberry.ID = identity("prf")
    name: str = strawberry.field(description="The preference's name.")
    channel: Channel = strawberry.field(description="The way of contact that it is about.")
    partner_name: Optional[str] = strawberry.field(
        description="The partner whose mail it is about; null for our own."
    )
    ask_on_web: bool = strawberry.field(description="Whether customers are asked online.")
    active: bool = strawberry.field(description="Whether it is still asked.")
    position: int = strawberry.field(description="Place in the list, from 0.")
    version: int = strawberry.field(description="To be sent as `expectedVersion` when it is changed.")
    statements: Optional[list[PreferenceStatement]] = tab(
        PREFERENCE_STATEMENTS,
        needs=Permission.SIGNED_IN,
        description="The versions of its text, the newest first.",
    )


def _may_contact(
    answer: str,
    channel: str,
    partner_name: str | None,
    definition_active: bool,
    customer_active: bool,
    deceased_on: date | None,
    email: str | None,
    bounces: list[str],
    *,
    house: House,
) -> bool:
    blocked = Channel(channel) is Channel.EMAIL and is_blocked(email, bounces, house)
    return may_use(
        Answer(answer),
        Channel(channel),
        partner=partner_name is not None,
        asked=definition_active,
        active=customer_active,
        deceased=deceased_on is not None,
        suppressed=blocked,
    )


@row_type(description="One contact preference on a record, with the customer's current answer.")
class ContactPreference:
    definition_id: strawberry.ID = column(
        "definition_id", ids.encoder("prf"), description="Id of the preference; resolves through `node`."
    )
    name: str = strawberry.field(description="The preference's name.")
    channel: Channel = strawberry.field(description="The way of contact that it is about.")
    partner_name: Optional[str] = strawberry.field(
        description="The partner whose mail it is about; null for our own."
    )
    answer: Answer = strawberry.field(description="The latest answer; Not Asked where there is none.")
    answered_at: Optional[datetime] = strawberry.field(description="When that was answered; null when never.")
    source: Optional[Source] = strawberry.field(
        description="Where that answer came from; null when never asked."
    )
    answered_by: Optional[str] = strawberry.field(
        description="Username of who entered it; null for the customer."
    )
    statement_seen: Optional[int] = strawberry.field(description="The version of the text that was answered.")
    reason: Optional[str] = strawberry.field(description="Why the answer was set back, where it was.")
    evidence: Optional[str] = strawberry.field(description="What proves the answer, as staff noted it.")
    may_contact: bool = computed(
        _may_contact,
        "answer",
        "channel",
        "partner_name",
        "definition_active",
        "customer_active",
        "deceased_on",
        "email",
        "email_bounces",
        description="Whether this answer lets the organisation write: a Yes to its own preference, and no email"
        " address that is blocked.",
    )
    definition: Optional[PreferenceDefinition] = link(
        PREFERENCE_DEFINITION,
        needs=Permission.SIGNED_IN,
        parent="definition_id",
        description="The preference as it is set up, with its texts.",
    )


@row_type(description="One answer in the history of a customer's contact preferences.")
class ContactPreferenceAnswer:
    name: str = strawberry.field(description="The preference's name.")
    answer: Answer = strawberry.field(description="The answer given.")
    statement: int = strawberry.field(description="The version of the text that was answered.")
    source: Source = strawberry.field(description="Where the answer came from.")
    username: Optional[str] = strawberry.field(
        description="Username of who entered it; null for the customer."
    )
    reason: Optional[str] = strawberry.field(description="Why the answer was set back, where it was.")
    evidence: Optional[str] = strawberry.field(description="What proves the answer, as staff noted it.")
    at: datetime = strawberry.field(description="When it was answered.")


@value_type(
    description="Whether the organisation itself may write to a customer by one channel.",
    of=ContactabilityRule,
)
class Contactability:
    channel: Channel = strawberry.field(description="The way of contact.")
    allowed: bool = strawberry.field(description="Whether the organisation may use it for marketing.")
    reason: ContactReason = strawberry.field(description="Why, or why not.")


def contactability_of(
    answers: list[str],
    active: bool,
    deceased_on: date | None,
    email: str | None,
    bounces: list[str],
    *,
    house: House,
) -> tuple[ContactabilityRule, ...]:
    """What the answers to all preferences allow: each is its id, channel, answer, and whose and whether asked."""
    preferences = [preference_of(answer) for answer in answers]
    blocked = (Channel.EMAIL,) if is_blocked(email, bounces, house) else ()
    return contactability(preferences, active=active, deceased=deceased_on is not None, blocked=blocked)


def is_blocked(email: str | None, bounces: list[str], house: House) -> bool:
    """Whether emails to this address came back too often: each bounce is its day, its type and its address."""
    return blocked_since(email, [_bounce(*each.split(" ", 2)) for each in bounces], house.bounces) is not None


def _bounce(day: str, kind: str, email: str) -> Bounce:
    return Bounce(email, date.fromisoformat(day), BounceType(kind))


register("PreferenceDefinition", PREFERENCE_DEFINITION, Permission.SIGNED_IN)


@strawberry.type
class PreferenceQuery:
    contact_preference_definitions: Optional[list[PreferenceDefinition]] = tab(
        PREFERENCE_DEFINITIONS,
        parent=None,
        needs=Permission.SIGNED_IN,
        description="All contact preferences of the system, in their order.",
    )
