"""A tree of criteria as one condition on a row of the customer table, and as the answers that it comes of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from db.autotags import records, sales
from db.autotags.asked import Condition, Measured, When
from domain import autotag_predicates as about
from domain import autotag_sales as bought
from domain.autotag_criteria import All, AnyOf, Criterion, Not
from domain.autotag_predicates import Predicate

_MEASURES: Mapping[type[Predicate], Callable[[Any, Any, When], Measured]] = {
    about.HasEmail: records.has_email,
    about.PostcodeStartsWith: records.postcode,
    about.AgeBetween: records.age,
    about.CustomerType: records.customer_type,
    about.HasTag: records.has_tag,
    about.PreferenceIs: records.preference,
    about.HouseholdSize: records.household_size,
    about.IsPrimaryHouseholder: records.primary,
    about.AttributeEquals: records.attribute,
    about.PotentialDuplicate: records.potential_duplicate,
    about.Created: records.created,
    about.LastActivity: records.last_activity,
    about.MembershipIs: sales.membership,
    about.CreditBalance: sales.credit_balance,
    about.GiftAidCovers: sales.gift_aid,
    bought.OrderCount: sales.order_count,
    bought.OrderTotal: sales.order_total,
    bought.LastOrder: sales.last_order,
    bought.Attended: sales.attended,
    bought.DonationTotal: sales.donation_total,
}


def measured(predicate: Predicate, customer: sa.FromClause, when: When) -> Measured:
    """What the customer's data answers to the question, and whether that meets it."""
    return _MEASURES[type(predicate)](predicate, customer.c, when)


def verdict(tree: Criterion, customer: sa.FromClause, when: When) -> Condition:
    """Whether the customer of the row meets the criteria; never null."""
    match tree:
        case All(parts):
            return sa.and_(*(verdict(part, customer, when) for part in parts))
        case AnyOf(parts):
            return sa.or_(*(verdict(part, customer, when) for part in parts))
        case Not(part):
            return sa.not_(verdict(part, customer, when))
        case _:
            return measured(tree, customer, when).verdict
