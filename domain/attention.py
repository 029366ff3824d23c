"""What about a customer wants doing now, the most pressing first, and with which mutation."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, unique
from uuid import UUID

from domain.attention_facts import Facts, OverdueInstalment, RenewalWindow
from domain.customers import Kind
from domain.money import Money
from domain.permissions import Actor, Permission
from domain.wallet_cards import good_until, masked

CREDIT_EXPIRES_SOON = timedelta(days=30)


@unique
class AttentionKind(StrEnum):
    """The reasons to act, in the order in which those of one day come, and undated ones."""

    OVERDUE_INSTALMENT = "OVERDUE_INSTALMENT"
    CREDIT_EXPIRING = "CREDIT_EXPIRING"
    CARD_EXPIRES_BEFORE_RENEWAL = "CARD_EXPIRES_BEFORE_RENEWAL"
    MEMBERSHIP_RENEWABLE = "MEMBERSHIP_RENEWABLE"
    INVITATION_AWAITING_REPLY = "INVITATION_AWAITING_REPLY"
    UNUSED_DEPOSIT = "UNUSED_DEPOSIT"
    GIFT_AID_DECLARATION_MISSING = "GIFT_AID_DECLARATION_MISSING"
    POTENTIAL_DUPLICATE = "POTENTIAL_DUPLICATE"
    PREFERENCE_NOT_ASKED = "PREFERENCE_NOT_ASKED"


# What whoever is told of a reason may read: a reason tells of nothing else than that could.
_NEEDS = {
    AttentionKind.OVERDUE_INSTALMENT: {Permission.FUNDRAISING},
    AttentionKind.CREDIT_EXPIRING: {Permission.CUSTOMER_SERVICE},
    AttentionKind.CARD_EXPIRES_BEFORE_RENEWAL: {Permission.CUSTOMER_SERVICE},
    AttentionKind.MEMBERSHIP_RENEWABLE: {Permission.CUSTOMER_SERVICE},
    AttentionKind.INVITATION_AWAITING_REPLY: {Permission.FUNDRAISING},
    AttentionKind.UNUSED_DEPOSIT: {Permission.ORDER_READ},
    AttentionKind.GIFT_AID_DECLARATION_MISSING: {Permission.GIFT_AID_DECLARE, Permission.ORDER_READ},
    AttentionKind.POTENTIAL_DUPLICATE: {Permission.CUSTOMER_READ},
    AttentionKind.PREFERENCE_NOT_ASKED: {Permission.CUSTOMER_READ},
}
_EVERY_KIND = frozenset(AttentionKind)


def told_to(actor: Actor) -> frozenset[AttentionKind]:
    """The kinds of reasons that this actor may be told of (ROL-P06)."""
    return frozenset(kind for kind, needs in _NEEDS.items() if needs <= actor.permissions)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to act; `rank` counts from 1, and `mutation` is what it is done with, where there is one.

    `about` is the key of the credit, the membership, the order, the pledge or the invitation, by its kind; None where
    it is the record itself.
    """

    kind: AttentionKind
    rank: int
    message: str
    mutation: str | None = None
    due_on: date | None = None
    amount_minor: int | None = None
    about: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    kind: AttentionKind
    message: str
    due_on: date | None = None
    amount_minor: int | None = None
    about: UUID | None = None


# Only mutations that there are: a client may offer each as a button.
_MUTATIONS = {AttentionKind.PREFERENCE_NOT_ASKED: "setContactPreferences"}


def attention(
    facts: Facts, today: date, *, uk: bool, currency: str, told: Container[AttentionKind] = _EVERY_KIND
) -> tuple[Reason, ...]:
    """The reasons to act now that may be told, the most pressing first; each with its date or amount (NAV-N01)."""
    found = [
        *_overdue(facts, today, currency),
        *_expiring_credit(facts, today, currency),
        *_deposits(facts, currency),
        *_duplicates(facts),
        *(_to_ask(facts, today, uk, currency) if facts.reachable else ()),
    ]
    return tuple(
        Reason(
            each.kind,
            rank,
            each.message,
            _MUTATIONS.get(each.kind),
            each.due_on,
            each.amount_minor,
            each.about,
        )
        for rank, each in enumerate(sorted((one for one in found if one.kind in told), key=_urgency), 1)
    )


def _to_ask(facts: Facts, today: date, uk: bool, currency: str) -> list[_Found]:
    """What is done by asking the customer for something."""
    return [
        *_cards(facts, today),
        *_renewals(facts, today),
        *_replies(facts, today),
        *_declarations(facts, uk, currency),
        *_preferences(facts),
    ]


_ORDER = tuple(AttentionKind)


def _urgency(found: _Found) -> tuple[bool, date, int, int]:
    """What has a date is lost after it, so it comes first, the nearest before the rest: what is overdue leads them.

    Then money that waits for a decision (a deposit, the tax on donations), which keeps but is worth a call; and
    last the record's own order, of which a duplicate is the worse: it divides the history of one person.
    """
    due_on = date.max if found.due_on is None else found.due_on
    return (found.due_on is None, due_on, _ORDER.index(found.kind), -(found.amount_minor or 0))


def _overdue(facts: Facts, today: date, currency: str) -> list[_Found]:
    """What is missing of each pledge, all of its instalments together whose day is over (PLG-P04)."""
    late = [each for each in facts.instalments if each.missing_minor > 0 and each.due_on < today]
    pledges = dict.fromkeys(each.pledge_id for each in late)
    return [
        _missing([each for each in late if each.pledge_id == pledge_id], currency) for pledge_id in pledges
    ]


def _missing(late: Sequence[OverdueInstalment], currency: str) -> _Found:
    """What is missing of the overdue instalments of one pledge, and since when."""
    total = sum(each.missing_minor for each in late)
    since = min(each.due_on for each in late)
    which = "an instalment" if len(late) == 1 else f"{len(late)} instalments"
    return _Found(
        AttentionKind.OVERDUE_INSTALMENT,
        f"A pledge has been overdue since {_day(since)}: {_amount(total, currency)} of {which} is missing.",
        since,
        total,
        late[0].pledge_id,
    )


def _expiring_credit(facts: Facts, today: date, currency: str) -> list[_Found]:
    return [
        _Found(
            AttentionKind.CREDIT_EXPIRING,
            f"Credit of {_amount(credit.remaining_minor, currency)} expires on {_day(credit.expires_on)}.",
            credit.expires_on,
            credit.remaining_minor,
            credit.lot_id,
        )
        for credit in facts.credits
        if credit.remaining_minor > 0 and today <= credit.expires_on <= today + CREDIT_EXPIRES_SOON
    ]


def _cards(facts: Facts, today: date) -> list[_Found]:
    """Cards that are no longer good at the next attempt; an attempt that is over has failed or succeeded."""
    return [
        _Found(
            AttentionKind.CARD_EXPIRES_BEFORE_RENEWAL,
            f"The card {masked(card.last_four)} is good until {_day(last)} only, and a membership is to renew"
            f" by it on {_day(card.renews_on)}: ask for another card.",
            card.renews_on,
            about=card.membership_id,
        )
        for card in facts.cards
        if (last := good_until(card.expiry_year, card.expiry_month)) < card.renews_on
        and today <= card.renews_on
    ]


def _renewals(facts: Facts, today: date) -> list[_Found]:
    """Memberships in their window; those that renew by themselves want nothing."""
    return [
        _Found(
            AttentionKind.MEMBERSHIP_RENEWABLE,
            f"The membership {renewal.membership} {_ended(renewal, today)}can be renewed until"
            f" {_day(renewal.closes_on)}.",
            renewal.closes_on,
            about=renewal.membership_id,
        )
        for renewal in facts.renewals
        if renewal.opens_on <= today <= renewal.closes_on and not renewal.auto_renew
    ]


def _replies(facts: Facts, today: date) -> list[_Found]:
    """Invitations that nobody has answered, by the day of what they are to."""
    return [
        _Found(
            AttentionKind.INVITATION_AWAITING_REPLY,
            f"The invitation to {awaited.event} on {_day(awaited.on)} has no answer: ask for one.",
            awaited.on,
            about=awaited.invitation_id,
        )
        for awaited in facts.replies
        if awaited.on >= today and facts.kind is Kind.INDIVIDUAL
    ]


def _ended(renewal: RenewalWindow, today: date) -> str:
    """That a membership is in its days of grace; nothing of one that still runs."""
    return f"ended on {_day(renewal.ends_on)} and " if renewal.ends_on < today else ""


def _deposits(facts: Facts, currency: str) -> list[_Found]:
    return [
        _Found(
            AttentionKind.UNUSED_DEPOSIT,
            f"A deposit of {_amount(deposit.unused_minor, currency)} on order {deposit.order_number} is not used:"
            " use it, refund it or make it credit.",
            amount_minor=deposit.unused_minor,
            about=deposit.order_id,
        )
        for deposit in facts.deposits
        if deposit.unused_minor > 0
    ]


def _declarations(facts: Facts, uk: bool, currency: str) -> list[_Found]:
    given = facts.undeclared_donations_minor
    if given <= 0 or not uk or facts.kind is not Kind.INDIVIDUAL:
        return []
    words = f"Donations of {_amount(given, currency)} have no Gift Aid declaration: ask for one."
    return [_Found(AttentionKind.GIFT_AID_DECLARATION_MISSING, words, amount_minor=given)]


def _duplicates(facts: Facts) -> list[_Found]:
    count = facts.potential_duplicates
    if count <= 0:
        return []
    words = "Another record looks" if count == 1 else f"{count} other records look"
    return [_Found(AttentionKind.POTENTIAL_DUPLICATE, f"{words} like the same customer: compare them.")]


def _preferences(facts: Facts) -> list[_Found]:
    count = facts.preferences_not_asked
    if count <= 0:
        return []
    words = "A contact preference was" if count == 1 else f"{count} contact preferences were"
    return [_Found(AttentionKind.PREFERENCE_NOT_ASKED, f"{words} never asked: ask the customer.")]


def _amount(minor: int, currency: str) -> str:
    return f"{Money(minor, currency).decimal} {currency}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
