"""An autotag that asks for everything, and what everybody may be told of why somebody bears it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from db.demo.attributes import BAR_TAB, HEARD, MEDICAL, STAFF_DISCOUNT, STUDENT
from db.demo.tags import DONOR, LAPSED
from domain import autotag_predicates as about
from domain import autotag_sales as sales
from domain.autotag_codec import dumped
from domain.autotag_criteria import All, AnyOf, Not, rows_named
from domain.autotag_periods import Moment, Period
from domain.customers import Kind
from domain.memberships import MembershipStatus
from domain.preferences import Answer
from tests.matrix.policies import Asker

# What the record says to a question is told to whoever may see what it is read from.
_NARROW = {
    "membership": "service",
    "creditBalanceAtLeast": "service",
    "giftAidDeclarationCoversToday": "gift-aid",
}
_REDACTED = {"actual": None, "verdict": None, "redacted": True}
_OF_ORDERS = ("orderCount", "orderTotal", "lastOrder", "attended", "donationTotal")


async def ask_for_everything(connection: Any) -> None:
    """Give an autotag of the demo criteria with every question in it, in groups of each kind."""
    one = connection.fetchval
    year = Period(date(2025, 12, 1), date(2026, 11, 30))
    tree = AnyOf(
        (
            All((about.HasEmail(True), about.PostcodeStartsWith(("BS",)), about.AgeBetween(18, 90))),
            All((about.CustomerType(Kind.INDIVIDUAL), Not(about.HasTag(DONOR.id)))),
            Not(AnyOf((about.CreditBalance(10_000_00), about.HouseholdSize(at_most=1)))),
            All((about.IsPrimaryHouseholder(True), about.GiftAidCovers(True))),
            about.PreferenceIs(await one("select id from preference_definition limit 1"), Answer.YES),
            about.MembershipIs(MembershipStatus.ACTIVE, await one("select id from membership_type limit 1")),
            sales.OrderCount(1, 5, year),
            sales.OrderTotal(10_00, 90_00, Period(last_days=90)),
            sales.LastOrder(Moment(on=date(2026, 11, 1)), Moment(months_ago=18)),
            sales.Attended(await one("select id from event limit 1"), period=Period(last_months=12)),
            sales.Attended(genre="Opera"),
            sales.DonationTotal(5_00, 50_00, year, await one("select id from fund limit 1")),
            about.AttributeEquals(STUDENT.id, text="S-1815"),
            about.AttributeEquals(STAFF_DISCOUNT.id, day=date(2026, 12, 31)),
            about.AttributeEquals(BAR_TAB.id, money_minor=50_00),
            about.AttributeEquals(HEARD.id, option_id=HEARD.options[0].id),
            # It has become protected since.
            about.AttributeEquals(MEDICAL.id, text="Asthma"),
            about.PotentialDuplicate(True),
            about.Created(Period(last_days=30)),
            about.LastActivity(Moment(days_ago=30), Moment(on=date(2020, 2, 29))),
        )
    )
    await connection.execute(
        "update autotag set criteria = $2, names = $3 where tag_id = $1",
        LAPSED.id,
        json.dumps(dumped(tree)),
        sorted(rows_named(tree)),
    )


def told(asker: Asker, answers: list[dict[str, Any]], *, restricted: bool) -> Iterator[dict[str, Any]]:
    """The answers that somebody is given of a record, of which some orders may be restricted; but for the whole, a
    group tells no more than what is in it."""
    hidden = {_path(each) for each in answers if not _is_told(asker, each["part"], restricted)}
    for each in answers:
        path = _path(each)
        below = bool(path) and any(way.startswith(f"{path}.") for way in hidden)
        if path in hidden or below:
            each = {key: _REDACTED.get(key.partition("__")[0], value) for key, value in each.items()}
        yield each


def _path(answer: dict[str, Any]) -> str:
    return str(next(value for key, value in answer["part"].items() if key.partition("__")[0] == "path"))


def _is_told(asker: Asker, part: dict[str, Any], restricted: bool) -> bool:
    asks = {key.partition("__")[0] for key, value in part.items() if value is not None}
    policies = {_NARROW[name] for name in asks & _NARROW.keys()}
    if asks & set(_OF_ORDERS):
        policies.add("unrestricted" if restricted else "orders")
    return all(map(asker.holds, policies))
