"""The criteria that a client sent as the rules take them: ids as keys, amounts in minor units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import strawberry

from domain import autotag_predicates as about
from domain import autotag_sales as sales
from domain.autotag_criteria import DEEPEST, All, AnyOf, Criterion, Not
from domain.autotag_faults import LONGEST_TEXT
from domain.autotag_periods import Moment, Period
from domain.errors import Problems, TooMany
from domain.money import parse_money
from domain.postcodes import postcode_key
from domain.texts import as_input, clean_block
from gateway.schema import autotag_inputs as inputs
from gateway.schema._mutations import key

Read = Callable[[Any, str], about.Predicate]


def read_criteria(given: inputs.AutotagCriteriaInput, currency: str) -> Criterion:
    """The tree as the rules take it. What cannot be read is refused, all at once and with the way to it."""
    problems = Problems()
    found = _part(given, currency, problems, ("criteria",), DEEPEST)
    problems.raise_any()
    return found


def _part(
    given: inputs.AutotagCriteriaInput, currency: str, problems: Problems, path: tuple[str, ...], levels: int
) -> Criterion:
    """A part; where it cannot be read its fault is kept, and nothing stands for it."""
    if not levels:
        with problems.at(*path):
            raise TooMany(f"Put groups into groups to at most {DEEPEST} levels; this goes deeper.")
        return All(())
    [(name, value)] = [(name, v) for name, v in vars(given).items() if v is not strawberry.UNSET]
    match name:
        case "all" | "any":
            parts = tuple(
                _part(each, currency, problems, (*path, name, str(place)), levels - 1)
                for place, each in enumerate(value)
            )
            return All(parts) if name == "all" else AnyOf(parts)
        case "not_":
            return Not(_part(value, currency, problems, (*path, "not"), levels - 1))
    with problems.at(*path, as_input(name)):
        return _QUESTIONS[name](value, currency)
    return All(())


def _days(given: inputs.AutotagPeriodInput | None) -> Period | None:
    if given is None:
        return None
    return Period(given.first_day, given.last_day, given.last_days, given.last_months)


def _day(given: inputs.AutotagDayInput | None) -> Moment | None:
    return None if given is None else Moment(given.on, given.days_ago, given.months_ago)


def _minor(text: str | None, currency: str, field: str) -> int | None:
    return None if text is None else parse_money(text, currency, field=field).minor


def _key(entity: str, text: str | None, field: str) -> UUID | None:
    return None if text is None else key(entity, text, field)


def _order_total(given: inputs.AutotagOrderTotalInput, currency: str) -> sales.OrderTotal:
    least, most = (
        _minor(given.at_least, currency, "atLeast"),
        _minor(given.at_most, currency, "atMost"),
    )
    return sales.OrderTotal(least, most, _days(given.period))


def _donation_total(given: inputs.AutotagDonationTotalInput, currency: str) -> sales.DonationTotal:
    sums = _order_total(given, currency)
    return sales.DonationTotal(sums.at_least, sums.at_most, sums.period, _key("fnd", given.fund_id, "fundId"))


def _attended(given: inputs.AutotagAttendanceInput, _: str) -> sales.Attended:
    genre = clean_block(given.genre, limit=LONGEST_TEXT, field="genre")
    return sales.Attended(_key("evt", given.event_id, "eventId"), genre, _days(given.period))


def _attribute(given: inputs.AutotagAttributeInput, currency: str) -> about.AttributeEquals:
    return about.AttributeEquals(
        key("atd", given.definition_id, "definitionId"),
        clean_block(given.text, limit=LONGEST_TEXT, field="text"),
        _minor(given.money, currency, "money"),
        given.date,
        _key("opt", given.option_id, "optionId"),
    )


def _credit(given: str, currency: str) -> about.CreditBalance:
    return about.CreditBalance(parse_money(given, currency, field="amount").minor)


# By the field of the input that is given.
_QUESTIONS: dict[str, Read] = {
    "has_email": lambda v, _: about.HasEmail(v),
    "postcode_starts_with": lambda v, _: about.PostcodeStartsWith(tuple(map(postcode_key, v))),
    "age": lambda v, _: about.AgeBetween(v.at_least, v.at_most),
    "customer_type": lambda v, _: about.CustomerType(v),
    "has_tag": lambda v, _: about.HasTag(key("tag", v)),
    "contact_preference": lambda v, _: about.PreferenceIs(
        key("prf", v.definition_id, "definitionId"), v.answer
    ),
    "membership": lambda v, _: about.MembershipIs(v.status, _key("mty", v.type_id, "typeId")),
    "order_count": lambda v, _: sales.OrderCount(v.at_least, v.at_most, _days(v.period)),
    "order_total": _order_total,
    "last_order": lambda v, _: sales.LastOrder(_day(v.before), _day(v.after)),
    "attended": _attended,
    "donation_total": _donation_total,
    "gift_aid_declaration_covers_today": lambda v, _: about.GiftAidCovers(v),
    "credit_balance_at_least": _credit,
    "household_size": lambda v, _: about.HouseholdSize(v.at_least, v.at_most),
    "is_primary_householder": lambda v, _: about.IsPrimaryHouseholder(v),
    "attribute": _attribute,
    "potential_duplicate": lambda v, _: about.PotentialDuplicate(v),
    "created": lambda v, _: about.Created(_days(v) or Period()),
    "last_activity": lambda v, _: about.LastActivity(_day(v.before), _day(v.after)),
}
