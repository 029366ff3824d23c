"""What a merge would do besides its tabs: what is in its way, what moves, and what it changes about consent and tax."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional
from uuid import UUID

import strawberry

from domain import merges as rules
from domain.customers import Details
from domain.merge_choices import TransactionsAs
from domain.merges import BlockerCode, Side, WarningCode
from domain.money import Money as MoneyRule
from domain.permissions import Actor, Permission
from domain.preferences import Channel
from gateway.engine import ids
from gateway.engine.declare import column, computed
from gateway.schema import _merge_words  # noqa: F401 - describes the words
from gateway.schema._rows import value_type
from gateway.schema.money import Money

_ORDERS, _SERVICE = Permission.ORDER_READ, Permission.CUSTOMER_SERVICE
_FUNDRAISING, _GIFT_AID = Permission.FUNDRAISING, Permission.GIFT_AID_DECLARE


def _count(name: str, needs: Permission, description: str) -> Any:
    """A number for those who may see what it counts; null for others, who are told of no error (MRG-P02)."""

    def shown(count: int, *, actor: Actor) -> int | None:
        return count if actor.may(needs) else None

    return computed(shown, name, description=description)


def _sum(name: str, needs: Permission, description: str) -> Any:
    """An amount, likewise."""

    def shown(minor: int, *, actor: Actor, currency: str) -> MoneyRule | None:
        return MoneyRule(minor, currency) if actor.may(needs) else None

    return computed(shown, name, description=description)


@value_type(
    description="How much goes to the record merged into; each number is null where your roles do not show what it"
    " counts.",
    of=rules.Moves,
)
class MergeMoves:
    orders: Optional[int] = _count("orders", _ORDERS, "Orders of the record's own.")
    order_total: Optional[Money] = _sum("order_total", _ORDERS, "What these orders come to.")
    facilitated_orders: Optional[int] = _count(
        "facilitated_orders", _ORDERS, "Orders that the record placed for others."
    )
    tickets: Optional[int] = _count("tickets", _ORDERS, "Tickets in its orders.")
    donations: Optional[int] = _count("donations", _ORDERS, "Donations of the record.")
    donation_total: Optional[Money] = _sum("donation_total", _ORDERS, "What these donations come to.")
    memberships: Optional[int] = _count("memberships", _SERVICE, "Memberships, the ended ones among them.")
    credit_total: Optional[Money] = _sum("credit_total", _SERVICE, "The balance of the account credit.")
    declarations: Optional[int] = _count("declarations", _GIFT_AID, "Gift Aid declarations.")
    cancellations: Optional[int] = _count("cancellations", _GIFT_AID, "Cancellations of Gift Aid.")
    opportunities: Optional[int] = _count("opportunities", _FUNDRAISING, "Opportunities with the record.")
    opportunity_total: Optional[Money] = _sum(
        "opportunity_total", _FUNDRAISING, "What these opportunities come to."
    )
    pledges: Optional[int] = _count("pledges", _FUNDRAISING, "Pledges and legacies.")
    waiting_lists: Optional[int] = _count("waiting_lists", _SERVICE, "Places on waiting lists.")
    invitations: Optional[int] = _count("invitations", _FUNDRAISING, "Invitations to events.")
    cards: Optional[int] = _count("cards", _SERVICE, "Stored cards.")
    mailings: Optional[int] = _count("mailings", Permission.CUSTOMER_READ, "Mailings that were sent to it.")
    blue_notes: Optional[int] = _count(
        "blue_notes", Permission.BLUE_NOTE, "Blue notes; no others are counted."
    )


def _delta(before: int, after: int, currency: str) -> MoneyRule:
    return MoneyRule(after - before, currency)


@value_type(
    description="What a merge would change about the tax that can be claimed for gifts that no claim has taken.",
    of=rules.Moves,
)
class MergeGiftAidEffect:
    before: Money = computed(
        MoneyRule,
        "gift_aid_before",
        description="How much could be claimed for the gifts of both as they stand.",
    )
    after: Money = computed(
        MoneyRule, "gift_aid_after", description="How much could be claimed for them afterwards."
    )
    delta: Money = computed(
        _delta, "gift_aid_before", "gift_aid_after", description="How much that is more, or below zero less."
    )


def gift_aid_effect(moves: rules.Moves, *, actor: Actor) -> rules.Moves | None:
    """The figures for those who may see them; None for others, and where Gift Aid is not tracked."""
    return moves if actor.may(_GIFT_AID) else None


@value_type(
    description="Whether the two records, and the merged one, can be written to for marketing by a channel.",
    of=rules.ConsentEffect,
)
class MergeConsentEffect:
    channel: Channel = column("channel", Channel, description="The way of contact.")
    survivor: bool = strawberry.field(description="Whether the record merged into can be now.")
    loser: bool = strawberry.field(description="Whether the record merged away can be now.")
    result: bool = strawberry.field(description="Whether the merged record could be.")


def _relationships(keys: tuple[UUID, ...]) -> list[str]:
    return [ids.encode("rla", key) for key in keys]


def _orders(keys: tuple[UUID, ...], *, actor: Actor) -> list[str] | None:
    return [ids.encode("ord", key) for key in keys] if actor.may(_ORDERS) else None


@value_type(description="Something that stands in the way of a merge.", of=rules.Blocker)
class MergeBlocker:
    code: BlockerCode = strawberry.field(description="What it is, as a code.")
    message: str = strawberry.field(description="What it is, in a sentence.")
    next_step: str = strawberry.field(description="What clears it.")
    side: Optional[Side] = strawberry.field(
        description="Which of the two records it is about; null for both."
    )
    transactions_as: Optional[TransactionsAs] = column(
        "transactions_as",
        TransactionsAs,
        description="Of orders on somebody's behalf: what part the record has in them; null otherwise.",
    )
    relationship_ids: list[strawberry.ID] = column(
        "relationship_ids", _relationships, description="The relationships in question."
    )
    order_ids: Optional[list[strawberry.ID]] = computed(
        _orders, "order_ids", description="The orders in question; null where you may not see orders."
    )
    suggestion: Optional[str] = strawberry.field(
        description="A way around, where choices cannot clear it: `CREATE_NEW_AND_DEACTIVATE`."
    )


@value_type(description="Something to look at before a merge; it stops nobody.", of=rules.MergeWarning)
class MergeWarning:
    code: WarningCode = strawberry.field(description="What it is, as a code.")
    message: str = strawberry.field(description="What it is, in a sentence.")


@value_type(description="The details of the record as a merge would leave it.", of=Details)
class MergedDetails:
    title: Optional[str] = strawberry.field(description="Title of the person.")
    first_name: Optional[str] = strawberry.field(description="First name of the person.")
    last_name: Optional[str] = strawberry.field(description="Last name of the person.")
    name: Optional[str] = strawberry.field(description="Name of the organisation.")
    primary_contact: Optional[str] = strawberry.field(description="Whom to ask for at the organisation.")
    email: Optional[str] = strawberry.field(description="Email address.")
    phone: Optional[str] = strawberry.field(description="Phone number.")
    mobile: Optional[str] = strawberry.field(description="Mobile or cell number.")
    birth_date: Optional[date] = strawberry.field(description="Date of birth.")
    deceased_on: Optional[date] = strawberry.field(description="Day of death.")
    online_account_active: bool = strawberry.field(
        description="Whether the customer could sign in on the website."
    )
