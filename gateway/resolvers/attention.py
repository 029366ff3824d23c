"""What wants doing about a customer, from the columns of the record and for whoever asks (NAV-N01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from domain import auto_renewal
from domain.attention import Reason, attention, told_to
from domain.attention_facts import (
    AwaitedReply,
    ExpiringCredit,
    Facts,
    OverdueInstalment,
    RenewalCard,
    RenewalWindow,
    UnusedDeposit,
)
from domain.customers import Kind
from domain.house import House
from domain.memberships import renewable_from, renewable_until
from domain.permissions import Actor
from domain.preferences import Answer
from gateway.resolvers.preferences import preference_of

# The columns of a customer that it is computed from.
FACTS = (
    "kind",
    "active",
    "deceased_on",
    "preference_answers",
    "unused_deposits",
    "expiring_credits",
    "renewals",
    "overdue_instalments",
    "awaited_replies",
    "undeclared_donations_minor",
    "potential_duplicate",
)


def record_attention(
    kind: str,
    active: bool,
    deceased_on: date | None,
    preference_answers: Sequence[str],
    unused_deposits: Sequence[tuple[Any, ...]],
    expiring_credits: Sequence[tuple[Any, ...]],
    renewals: Sequence[tuple[Any, ...]],
    overdue_instalments: Sequence[tuple[Any, ...]],
    awaited_replies: Sequence[tuple[Any, ...]],
    undeclared_donations_minor: int,
    potential_duplicate: bool,
    *,
    today: date,
    actor: Actor,
    house: House,
    currency: str,
) -> tuple[Reason, ...]:
    """The reasons to act now that this actor may be told of, the most pressing first."""
    held = [_renewal(*each, today=today) for each in renewals]
    facts = Facts(
        kind=Kind(kind),
        reachable=active and deceased_on is None,
        deposits=tuple(UnusedDeposit(*each) for each in unused_deposits),
        credits=tuple(ExpiringCredit(*each) for each in expiring_credits),
        cards=tuple(card for _, card in held if card is not None),
        renewals=tuple(window for window, _ in held),
        instalments=tuple(OverdueInstalment(*each) for each in overdue_instalments),
        replies=tuple(AwaitedReply(*each) for each in awaited_replies),
        preferences_not_asked=_not_asked(preference_answers),
        potential_duplicates=int(potential_duplicate),
        undeclared_donations_minor=undeclared_donations_minor,
    )
    return attention(facts, today, uk=house.gift_aid, currency=currency, told=told_to(actor))


def _renewal(
    id: UUID,
    name: str,
    last_ends: date,
    opens_days_before: int,
    closes_days_after: int,
    auto_renew: bool,
    last_four: str | None,
    expiry_year: int | None,
    expiry_month: int | None,
    continuous_authority: bool | None,
    *,
    today: date,
) -> tuple[RenewalWindow, RenewalCard | None]:
    """When a membership can be renewed, and the card by which it is to renew itself, where it does.

    It does not without a card that may be charged, nor after the last attempt.
    """
    on = auto_renew and bool(continuous_authority)
    attempt = auto_renewal.next_attempt(last_ends, opens_days_before, closes_days_after, on=on, today=today)
    window = RenewalWindow(
        name,
        renewable_from(last_ends, opens_days_before),
        last_ends,
        renewable_until(last_ends, closes_days_after),
        attempt is not None,
        id,
    )
    if attempt is None or last_four is None or expiry_year is None or expiry_month is None:
        return window, None
    return window, RenewalCard(last_four, expiry_year, expiry_month, attempt, id)


def _not_asked(preference_answers: Sequence[str]) -> int:
    """How many preferences that are asked today have no answer."""
    preferences = (preference_of(each) for each in preference_answers)
    return sum(each.active and each.answer is Answer.NOT_ASKED for each in preferences)
