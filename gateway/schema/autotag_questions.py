"""What single questions of an autotag's criteria ask, as clients read it."""

from __future__ import annotations

from datetime import date
from typing import Optional

import strawberry

from domain import autotag_predicates as about
from domain import autotag_sales as sales
from domain.autotag_periods import Moment as MomentRule
from domain.autotag_periods import Period as PeriodRule
from domain.memberships import MembershipStatus
from domain.money import Money as MoneyRule
from domain.preferences import Answer
from gateway.engine import ids
from gateway.engine.declare import column, computed
from gateway.schema._rows import value_type
from gateway.schema.money import Money


@value_type(description="Days: from one to another, or the last so many to today.", of=PeriodRule)
class AutotagPeriod:
    first_day: Optional[date] = column(
        "first", description="First day; null for any, or where it is told from today."
    )
    last_day: Optional[date] = column(
        "last", description="Last day; null for any, or where it is told from today."
    )
    last_days: Optional[int] = strawberry.field(description="How many days before today it begins.")
    last_months: Optional[int] = strawberry.field(description="How many months before today it begins.")


@value_type(description="A day: a fixed one, or one so long ago.", of=MomentRule)
class AutotagDay:
    on: Optional[date] = strawberry.field(description="The day, where it is a fixed one.")
    days_ago: Optional[int] = strawberry.field(description="How many days before today.")
    months_ago: Optional[int] = strawberry.field(description="How many months before today.")


@value_type(description="A number of at least so many, at most so many, or both.")
class AutotagRange:
    at_least: Optional[int] = strawberry.field(description="The smallest number that is meant.")
    at_most: Optional[int] = strawberry.field(description="The largest number that is meant.")


@value_type(description="The answer to a contact preference that is asked for.", of=about.PreferenceIs)
class AutotagPreference:
    definition_id: strawberry.ID = column("definition_id", ids.encoder("prf"), description="The preference.")
    answer: Answer = strawberry.field(description="The current answer.")


@value_type(description="A membership that stands so today.", of=about.MembershipIs)
class AutotagMembership:
    status: MembershipStatus = strawberry.field(description="Where it stands.")
    type_id: Optional[strawberry.ID] = column(
        "type_id", ids.encoder("mty"), description="The type of membership; null for any."
    )


@value_type(description="How many orders somebody placed.", of=sales.OrderCount)
class AutotagOrderCount:
    at_least: Optional[int] = strawberry.field(description="The smallest number that is meant.")
    at_most: Optional[int] = strawberry.field(description="The largest number that is meant.")
    period: Optional[AutotagPeriod] = strawberry.field(description="When they were placed; null for ever.")


@value_type(description="What somebody's orders come to.", of=sales.OrderTotal)
class AutotagOrderTotal:
    at_least: Optional[Money] = computed(MoneyRule, "at_least", description="The smallest sum that is meant.")
    at_most: Optional[Money] = computed(MoneyRule, "at_most", description="The largest sum that is meant.")
    period: Optional[AutotagPeriod] = strawberry.field(description="When they were placed; null for ever.")


@value_type(description="What somebody has given.", of=sales.DonationTotal)
class AutotagDonationTotal:
    at_least: Optional[Money] = computed(MoneyRule, "at_least", description="The smallest sum that is meant.")
    at_most: Optional[Money] = computed(MoneyRule, "at_most", description="The largest sum that is meant.")
    period: Optional[AutotagPeriod] = strawberry.field(description="When it was given; null for ever.")
    fund_id: Optional[strawberry.ID] = column(
        "fund_id", ids.encoder("fnd"), description="The fund that it went to; null for any."
    )


@value_type(description="When something last happened: before one day, after another, or both.")
class AutotagStretch:
    before: Optional[AutotagDay] = strawberry.field(description="The day before which it was.")
    after: Optional[AutotagDay] = strawberry.field(description="The day after which it was.")


@value_type(description="What somebody has attended.", of=sales.Attended)
class AutotagAttendance:
    event_id: Optional[strawberry.ID] = column(
        "event_id", ids.encoder("evt"), description="The event; null for any."
    )
    genre: Optional[str] = strawberry.field(description="The genre of the event; null for any.")
    period: Optional[AutotagPeriod] = strawberry.field(description="When it was given; null for ever.")


@value_type(description="The value of an attribute that is asked for.", of=about.AttributeEquals)
class AutotagAttribute:
    definition_id: strawberry.ID = column("definition_id", ids.encoder("atd"), description="The attribute.")
    text: Optional[str] = strawberry.field(description="Exactly this text.")
    money: Optional[Money] = computed(MoneyRule, "money_minor", description="Exactly this amount.")
    date: Optional[date] = column("day", description="Exactly this day.")
    option_id: Optional[strawberry.ID] = column(
        "option_id", ids.encoder("opt"), description="This option, alone or among others."
    )
