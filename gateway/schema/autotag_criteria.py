"""The criteria of an autotag as clients read them: a tree as a list of its parts, each with what it asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Optional, TypeVar

import strawberry

from domain import autotag_predicates as about
from domain import autotag_sales as sales
from domain.autotag_codec import parsed
from domain.autotag_predicates import Predicate
from domain.autotag_showing import PartKind, ShownCriteria, ShownPart, show, speech_of
from domain.customers import Kind
from domain.money import Money as MoneyRule
from gateway.engine import ids
from gateway.engine.declare import computed
from gateway.schema._rows import enum_type, value_type
from gateway.schema.autotag_questions import (
    AutotagAttendance,
    AutotagAttribute,
    AutotagDonationTotal,
    AutotagMembership,
    AutotagOrderCount,
    AutotagOrderTotal,
    AutotagPeriod,
    AutotagPreference,
    AutotagRange,
    AutotagStretch,
)
from gateway.schema.money import Money

_TAG = ids.encoder("tag")

P = TypeVar("P", bound=Predicate)


enum_type(
    PartKind,
    "What a part of an autotag's criteria is.",
    "AutotagPartKind",
    ALL="A group of which every part must hold.",
    ANY="A group of which one part at least must hold.",
    NOT="It holds where the part below it does not.",
    QUESTION="One thing that is asked of the record.",
)


def shown(
    criteria: Mapping[str, Any] | None, criteria_names: Mapping[str, str] | None, *, currency: str
) -> ShownCriteria | None:
    """The criteria that are stored beside a tag; None where there are none."""
    return None if criteria is None else show(parsed(criteria), speech_of(criteria_names, currency))


def in_words(
    criteria: Mapping[str, Any] | None, criteria_names: Mapping[str, str] | None, *, currency: str
) -> str | None:
    """The criteria that are stored beside a tag in one line; None where there are none."""
    return None if criteria is None else speech_of(criteria_names, currency).whole(parsed(criteria))


def _asks(kind: type[P], value: Callable[[P], Any] = lambda asked: asked) -> Callable[[Any], Any]:
    """What a part asks, where it is a question of this kind."""

    def of_part(asked: Any) -> Any:
        return value(asked) if isinstance(asked, kind) else None

    return of_part


def _money_of(asked: Any, *, currency: str) -> MoneyRule | None:
    return MoneyRule(asked.at_least, currency) if isinstance(asked, about.CreditBalance) else None


@value_type(
    description="A part of an autotag's criteria. Of a question, the one field that it is about is not null.",
    of=ShownPart,
)
class AutotagPart:
    path: str = strawberry.field(
        description="The way to the part: the numbers of the parts to it, from 0, with points between; empty for the"
        " whole."
    )
    depth: int = strawberry.field(description="How many groups it stands in.")
    kind: PartKind = strawberry.field(description="Whether it is a group or a question.")
    text: str = strawberry.field(description="The part in words, without what is below it.")
    has_email: Optional[bool] = computed(
        _asks(about.HasEmail, lambda asked: asked.holds),
        "asked",
        description="Whether there must be an email address, or must be none.",
    )
    postcode_starts_with: Optional[list[str]] = computed(
        _asks(about.PostcodeStartsWith, lambda asked: list(asked.prefixes)),
        "asked",
        description="With one of which an address's postcode must begin.",
    )
    age: Optional[AutotagRange] = computed(
        _asks(about.AgeBetween), "asked", description="How old the person must be, in full years."
    )
    customer_type: Optional[Kind] = computed(
        _asks(about.CustomerType, lambda asked: asked.type),
        "asked",
        description="Which kind of record it must be.",
    )
    has_tag: Optional[strawberry.ID] = computed(
        _asks(about.HasTag, lambda asked: _TAG(asked.tag_id)),
        "asked",
        description="The normal tag that it must bear.",
    )
    contact_preference: Optional[AutotagPreference] = computed(
        _asks(about.PreferenceIs),
        "asked",
        description="What must have been answered to a contact preference.",
    )
    membership: Optional[AutotagMembership] = computed(
        _asks(about.MembershipIs), "asked", description="The membership that must be held."
    )
    order_count: Optional[AutotagOrderCount] = computed(
        _asks(sales.OrderCount), "asked", description="How many orders must have been placed."
    )
    order_total: Optional[AutotagOrderTotal] = computed(
        _asks(sales.OrderTotal), "asked", description="What must have been spent."
    )
    last_order: Optional[AutotagStretch] = computed(
        _asks(sales.LastOrder), "asked", description="When the last order must have been placed."
    )
    attended: Optional[AutotagAttendance] = computed(
        _asks(sales.Attended), "asked", description="What must have been attended."
    )
    donation_total: Optional[AutotagDonationTotal] = computed(
        _asks(sales.DonationTotal), "asked", description="What must have been given."
    )
    gift_aid_declaration_covers_today: Optional[bool] = computed(
        _asks(about.GiftAidCovers, lambda asked: asked.holds),
        "asked",
        description="Whether a Gift Aid declaration must cover today, or none may.",
    )
    credit_balance_at_least: Optional[Money] = computed(
        _money_of, "asked", description="What must be left to spend on account, gift vouchers included."
    )
    household_size: Optional[AutotagRange] = computed(
        _asks(about.HouseholdSize), "asked", description="How many active people must live in the household."
    )
    is_primary_householder: Optional[bool] = computed(
        _asks(about.IsPrimaryHouseholder, lambda asked: asked.holds),
        "asked",
        description="Whether the person must be the primary householder, or must not.",
    )
    attribute: Optional[AutotagAttribute] = computed(
        _asks(about.AttributeEquals), "asked", description="The value that an attribute must have."
    )
    potential_duplicate: Optional[bool] = computed(
        _asks(about.PotentialDuplicate, lambda asked: asked.holds),
        "asked",
        description="Whether it must look like another record, or like none: the same last name and first initial, and"
        " a postcode or first address line in common. Pairs that somebody dismissed do not count.",
    )
    created: Optional[AutotagPeriod] = computed(
        _asks(about.Created, lambda asked: asked.period),
        "asked",
        description="When the record must have been made.",
    )
    last_activity: Optional[AutotagStretch] = computed(
        _asks(about.LastActivity), "asked", description="When the record must have been active last."
    )


@value_type(description="By what an autotag comes and goes.", of=ShownCriteria)
class AutotagCriteria:
    text: str = strawberry.field(description="The whole in one line of words.")
    parts: list[AutotagPart] = strawberry.field(
        description="The whole and every part of it, each before what is below it."
    )
