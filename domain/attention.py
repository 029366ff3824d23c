"""What about a customer wants doing now, the most pressing first, and with which mutation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, unique

from domain.customers import Kind
from domain.money import Money
from domain.wallet_cards import good_until, masked

CREDIT_EXPIRES_SOON = timedelta(days=30)


@unique
class AttentionKind(StrEnum):
    """The reasons to act, in the order in which undated ones come."""

    CREDIT_EXPIRING = "CREDIT_EXPIRING"
    CARD_EXPIRES_BEFORE_RENEWAL = "CARD_EXPIRES_BEFORE_RENEWAL"
    MEMBERSHIP_RENEWABLE = "MEMBERSHIP_RENEWABLE"
    UNUSED_DEPOSIT = "UNUSED_DEPOSIT"
    GIFT_AID_DECLARATION_MISSING = "GIFT_AID_DECLARATION_MISSING"
    POTENTIAL_DUPLICATE = "POTENTIAL_DUPLICATE"
    PREFERENCE_NOT_ASKED = "PREFERENCE_NOT_ASKED"


@dataclass(frozen=True, slots=True)
class ExpiringCredit:
    """What is left of one credit, and the last day on which it can be spent."""

    remaining_minor: int
    expires_on: date


@dataclass(frozen=True, slots=True)
class RenewalCard:
    """A card that a membership renews by, and the day of the next attempt."""

    last_four: str
    expiry_year: int
    expiry_month: int
    renews_on: date


@dataclass(frozen=True, slots=True)
class RenewalWindow:
    """The days between which a membership can be renewed, and whether that happens by itself."""

    membership: str
    opens_on: date
    closes_on: date
    auto_renew: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a customer that may want doing; amounts are in minor units of the house's currency.

    `undeclared_donations_minor` are donations for which Gift Aid could be claimed if there were a declaration.
    """

    kind: Kind = Kind.INDIVIDUAL
    unused_deposit_minor: int = 0
    credits: tuple[ExpiringCredit, ...] = ()
    cards: tuple[RenewalCard, ...] = ()
    renewals: tuple[RenewalWindow, ...] = ()
    preferences_not_asked: int = 0
    potential_duplicates: int = 0
    undeclared_donations_minor: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to act; `rank` counts from 1, and `mutation` is what it is done with, where there is one."""

    kind: AttentionKind
    rank: int
    message: str
    mutation: str | None = None
    due_on: date | None = None
    amount_minor: int | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    kind: AttentionKind
    message: str
    due_on: date | None = None
    amount_minor: int | None = None


# Only mutations that there are: a client may offer each as a button.
_MUTATIONS = {AttentionKind.PREFERENCE_NOT_ASKED: "setContactPreferences"}


def attention(facts: Facts, today: date, *, uk: bool, currency: str) -> tuple[Reason, ...]:
    """The reasons to act now, the most pressing first; each with its date or amount (NAV-N01)."""
    found = [
        *_expiring_credit(facts, today, currency),
        *_cards(facts, today),
        *_renewals(facts, today),
        *_money(facts, uk, currency),
        *_record(facts),
    ]
    return tuple(
        Reason(each.kind, rank, each.message, _MUTATIONS.get(each.kind), each.due_on, each.amount_minor)
        for rank, each in enumerate(sorted(found, key=_urgency), 1)
    )


_ORDER = tuple(AttentionKind)


def _urgency(found: _Found) -> tuple[bool, date, int, int]:
    """What has a date is lost after it, so it comes first, the nearest before the rest.

    Then money that waits for a decision (a deposit, the tax on donations), which keeps but is worth a call; and
    last the record's own order, of which a duplicate is the worse: it divides the history of one person.
    """
    due_on = date.max if found.due_on is None else found.due_on
    return (found.due_on is None, due_on, _ORDER.index(found.kind), -(found.amount_minor or 0))


def _expiring_credit(facts: Facts, today: date, currency: str) -> list[_Found]:
    return [
        _Found(
            AttentionKind.CREDIT_EXPIRING,
            f"Credit of {_amount(credit.remaining_minor, currency)} expires on {_day(credit.expires_on)}.",
            credit.expires_on,
            credit.remaining_minor,
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
            f"The membership {renewal.membership} can be renewed until {_day(renewal.closes_on)}.",
            renewal.closes_on,
        )
        for renewal in facts.renewals
        if renewal.opens_on <= today <= renewal.closes_on and not renewal.auto_renew
    ]


def _money(facts: Facts, uk: bool, currency: str) -> list[_Found]:
    found = []
    if (deposit := facts.unused_deposit_minor) > 0:
        words = f"A deposit of {_amount(deposit, currency)} is not used: use it, refund it or make it credit."
        found.append(_Found(AttentionKind.UNUSED_DEPOSIT, words, amount_minor=deposit))
    given = facts.undeclared_donations_minor
    if given > 0 and uk and facts.kind is Kind.INDIVIDUAL:
        words = f"Donations of {_amount(given, currency)} have no Gift Aid declaration: ask for one."
        found.append(_Found(AttentionKind.GIFT_AID_DECLARATION_MISSING, words, amount_minor=given))
    return found


def _record(facts: Facts) -> list[_Found]:
    found = []
    if count := facts.potential_duplicates:
        words = "Another record looks" if count == 1 else f"{count} other records look"
        found.append(
            _Found(AttentionKind.POTENTIAL_DUPLICATE, f"{words} like the same customer: compare them.")
        )
    if count := facts.preferences_not_asked:
        words = "A contact preference was" if count == 1 else f"{count} contact preferences were"
        found.append(_Found(AttentionKind.PREFERENCE_NOT_ASKED, f"{words} never asked: ask the customer."))
    return found


def _amount(minor: int, currency: str) -> str:
    return f"{Money(minor, currency).decimal} {currency}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
