"""The criteria of an autotag as clients send them: exactly one field says what each part is."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional

import strawberry

import gateway.schema.customers  # noqa: F401 - where the enums below are described
from domain.customers import Kind
from domain.memberships import MembershipStatus
from domain.preferences import Answer

AMOUNT = "A decimal string in the system's currency, such as 12.50."


@strawberry.input(description="Days: from one to another, or the last so many to today.")
class AutotagPeriodInput:
    first_day: Optional[date] = strawberry.field(default=None, description="First day; null leaves it open.")
    last_day: Optional[date] = strawberry.field(default=None, description="Last day; null leaves it open.")
    last_days: Optional[int] = strawberry.field(
        default=None, description="It begins so many days before today, and ends today."
    )
    last_months: Optional[int] = strawberry.field(
        default=None, description="It begins so many months before today, and ends today."
    )


@strawberry.input(description="A day: a fixed one, or one so long ago. Give one of the three.")
class AutotagDayInput:
    on: Optional[date] = strawberry.field(default=None, description="A fixed day.")
    days_ago: Optional[int] = strawberry.field(default=None, description="So many days before today.")
    months_ago: Optional[int] = strawberry.field(default=None, description="So many months before today.")


@strawberry.input(description="A number of at least so many, at most so many, or both.")
class AutotagRangeInput:
    at_least: Optional[int] = strawberry.field(default=None, description="The smallest number that is meant.")
    at_most: Optional[int] = strawberry.field(default=None, description="The largest number that is meant.")


@strawberry.input(description="The answer to a contact preference.")
class AutotagPreferenceInput:
    definition_id: strawberry.ID = strawberry.field(description="The contact preference.")
    answer: Answer = strawberry.field(description="The current answer; Not Asked where none was given.")


@strawberry.input(description="A membership that stands so today.")
class AutotagMembershipInput:
    status: MembershipStatus = strawberry.field(description="Where one of the memberships must stand.")
    type_id: Optional[strawberry.ID] = strawberry.field(
        default=None, description="The type of membership; null for any."
    )


@strawberry.input(description="How many orders with anything sold in them somebody placed.")
class AutotagOrderCountInput(AutotagRangeInput):
    period: Optional[AutotagPeriodInput] = strawberry.field(
        default=None, description="When they were placed; null for ever."
    )


@strawberry.input(description="What all that is sold in somebody's orders comes to.")
class AutotagOrderTotalInput:
    at_least: Optional[str] = strawberry.field(default=None, description=f"The smallest sum. {AMOUNT}")
    at_most: Optional[str] = strawberry.field(default=None, description=f"The largest sum. {AMOUNT}")
    period: Optional[AutotagPeriodInput] = strawberry.field(
        default=None, description="When it was ordered or given; null for ever."
    )


@strawberry.input(
    description="What somebody has given, as donations on their own or as parts of other items."
)
class AutotagDonationTotalInput(AutotagOrderTotalInput):
    fund_id: Optional[strawberry.ID] = strawberry.field(
        default=None, description="The fund that it went to; null for any."
    )


@strawberry.input(description="When something last happened: before one day, after another, or both.")
class AutotagStretchInput:
    before: Optional[AutotagDayInput] = strawberry.field(
        default=None, description="The day before which it was."
    )
    after: Optional[AutotagDayInput] = strawberry.field(
        default=None, description="The day after which it was."
    )


@strawberry.input(description="What somebody has attended: a ticket was sold to them for what has begun.")
class AutotagAttendanceInput:
    event_id: Optional[strawberry.ID] = strawberry.field(default=None, description="The event; null for any.")
    genre: Optional[str] = strawberry.field(
        default=None, description="The genre of the event, in any case; null for any."
    )
    period: Optional[AutotagPeriodInput] = strawberry.field(
        default=None, description="When it was given; null for ever."
    )


@strawberry.input(description="The value of an attribute, in the field of its type.")
class AutotagAttributeInput:
    definition_id: strawberry.ID = strawberry.field(description="The attribute, which may not be protected.")
    text: Optional[str] = strawberry.field(default=None, description="Exactly this text.")
    money: Optional[str] = strawberry.field(default=None, description=f"Exactly this amount. {AMOUNT}")
    date: Optional[date] = strawberry.field(default=None, description="Exactly this day.")
    option_id: Optional[strawberry.ID] = strawberry.field(
        default=None, description="This option, alone or among others."
    )


def _choice(description: str, name: str | None = None) -> Any:
    return strawberry.field(default=strawberry.UNSET, name=name, description=description)


@strawberry.input(
    one_of=True, description="A part of an autotag's criteria: a group, or one thing that is asked."
)
class AutotagCriteriaInput:
    has_email: Optional[bool] = _choice("There must be an email address; false: there must be none.")
    postcode_starts_with: Optional[list[str]] = _choice(
        "An address's postcode must begin with one of these; seasonal addresses count in their season."
    )
    age: Optional[AutotagRangeInput] = _choice("How old the person must be, in full years.")
    customer_type: Optional[Kind] = _choice("Which kind of record it must be.")
    has_tag: Optional[strawberry.ID] = _choice(
        "A normal tag that it must bear; an autotag cannot be asked for."
    )
    contact_preference: Optional[AutotagPreferenceInput] = _choice("What must have been answered.")
    membership: Optional[AutotagMembershipInput] = _choice("A membership that must be held.")
    order_count: Optional[AutotagOrderCountInput] = _choice("How many orders must have been placed.")
    order_total: Optional[AutotagOrderTotalInput] = _choice("What must have been spent.")
    last_order: Optional[AutotagStretchInput] = _choice("When the last order must have been placed.")
    attended: Optional[AutotagAttendanceInput] = _choice("What must have been attended.")
    donation_total: Optional[AutotagDonationTotalInput] = _choice("What must have been given.")
    gift_aid_declaration_covers_today: Optional[bool] = _choice(
        "A Gift Aid declaration must cover today; false: none may."
    )
    credit_balance_at_least: Optional[str] = _choice(f"What must be left to spend on account. {AMOUNT}")
    household_size: Optional[AutotagRangeInput] = _choice(
        "How many active people must live in the household."
    )
    is_primary_householder: Optional[bool] = _choice(
        "The person must be the primary householder, or must not."
    )
    attribute: Optional[AutotagAttributeInput] = _choice("The value that an attribute must have.")
    potential_duplicate: Optional[bool] = _choice("It must look like another record, or like none.")
    created: Optional[AutotagPeriodInput] = _choice("When the record must have been made.")
    last_activity: Optional[AutotagStretchInput] = _choice("When the record must have been active last.")
    all: Optional[list[AutotagCriteriaInput]] = _choice("Every one of these must hold.")
    any: Optional[list[AutotagCriteriaInput]] = _choice("One of these must hold.")
    not_: Optional[AutotagCriteriaInput] = _choice("This must not hold.", "not")
