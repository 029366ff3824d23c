"""Criteria judged the slow way: every row of a small store gone through in Python, with the rules of the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from db import models as m
from domain import autotag_predicates as about
from domain import autotag_sales as sales
from domain.autotag_criteria import All, AnyOf, Criterion, Not
from domain.autotag_periods import Moment, Period
from domain.customers import Kind, age_on
from domain.gift_aid import days_left
from domain.memberships import add_months, membership_status
from domain.postcodes import postcode_key


class SlowStore:
    """The rows of a store, and what they answer on a day."""

    def __init__(self, rows: Iterable[Any], now: datetime, zone: ZoneInfo) -> None:
        self.rows = list(rows)
        self.now, self.zone = now, zone
        self.today = self.day(now)

    def of(self, model: type, **values: Any) -> list[Any]:
        return [
            row
            for row in self.rows
            if type(row) is model and all(getattr(row, name) == value for name, value in values.items())
        ]

    def day(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()

    def meets(self, tree: Criterion, customer: m.Customer) -> bool:
        match tree:
            case All(parts):
                return all(self.meets(part, customer) for part in parts)
            case AnyOf(parts):
                return any(self.meets(part, customer) for part in parts)
            case Not(part):
                return not self.meets(part, customer)
            case sales.OfOrders():
                return self._of_sales(tree, customer)
            case _:
                return self._of_record(tree, customer)

    def _of_record(self, asked: Any, c: m.Customer) -> bool:
        match asked:
            case about.HasEmail(holds):
                return (c.email is not None) is holds
            case about.PostcodeStartsWith(prefixes):
                return any(
                    a.postcode and postcode_key(a.postcode).startswith(postcode_key(prefix))
                    for a in self.of(m.Address, customer_id=c.id)
                    for prefix in prefixes
                    if (a.valid_from is None or a.valid_from <= self.today)
                    and (a.valid_to is None or self.today <= a.valid_to)
                )
            case about.AgeBetween(at_least, at_most):
                return c.birth_date is not None and _is_between(
                    age_on(c.birth_date, self.today), at_least, at_most
                )
            case about.CustomerType(kind):
                return bool(Kind(c.kind) is kind)
            case about.HasTag(tag_id):
                return bool(self.of(m.CustomerTag, customer_id=c.id, tag_id=tag_id))
            case about.PreferenceIs(definition_id, answer):
                given = self.of(m.PreferenceAnswer, customer_id=c.id, definition_id=definition_id)
                latest = max(given, key=lambda each: (each.at, each.id), default=None)
                return bool((latest.answer if latest else "NOT_ASKED") == answer)
            case about.MembershipIs(status, type_id):
                return any(
                    self._status(held) == status
                    for held in self.of(m.Membership, customer_id=c.id)
                    if type_id in (None, held.type_id)
                )
            case about.CreditBalance(at_least):
                good = {
                    lot.id
                    for lot in self.of(m.CreditLot, customer_id=c.id)
                    if lot.expires_on is None or lot.expires_on >= self.today
                }
                left = sum(e.amount_minor for e in self.of(m.CreditEntry) if e.lot_id in good)
                return bool(left >= at_least)
            case about.GiftAidCovers(holds):
                return self._covered(c) is holds
            case about.HouseholdSize(at_least, at_most):
                home = self.of(m.Customer, household_id=c.household_id, active=True, merged_into=None)
                return _is_between(len(home) if c.household_id else 0, at_least, at_most)
            case about.IsPrimaryHouseholder(holds):
                homes = self.of(m.Household, id=c.household_id, primary_id=c.id)
                return bool(homes) is holds
            case about.AttributeEquals():
                return any(self._equals(asked, v) for v in self.of(m.AttributeValue, customer_id=c.id))
            case about.PotentialDuplicate(holds):
                return any(self._alike(c, other) for other in self.of(m.Customer)) is holds
            case about.Created(period):
                return self._within(self.day(c.created_at), period)
            case about.LastActivity(before, after):
                return self._between(self.day(c.last_activity_at), before, after)
        raise AssertionError(asked)

    def _of_sales(self, asked: Any, c: m.Customer) -> bool:
        sold = [
            (order, item)
            for order in self.of(m.Order, owner_id=c.id)
            for item in self.of(m.OrderItem, order_id=order.id, state="SOLD")
        ]
        match asked:
            case sales.OrderCount(at_least, at_most, period):
                placed = {o.id for o, _ in sold if self._within(self.day(o.placed_at), period)}
                return _is_between(len(placed), at_least, at_most)
            case sales.OrderTotal(at_least, at_most, period):
                spent = sum(
                    item.full_price_minor
                    - (item.discount_minor or 0)
                    + (item.commission_minor or 0)
                    - (item.agent_commission_minor or 0)
                    for o, item in sold
                    if self._within(self.day(o.placed_at), period)
                )
                return _is_between(spent, at_least, at_most)
            case sales.LastOrder(before, after):
                if not sold:
                    return False
                return self._between(max(self.day(o.placed_at) for o, _ in sold), before, after)
            case sales.Attended(event_id, genre, period):
                return any(
                    self._attended(item, event_id, genre, period) for _, item in sold if item.kind == "TICKET"
                )
            case sales.DonationTotal(at_least, at_most, period, fund_id):
                given = sum(
                    gift.amount_minor
                    for _, item in sold
                    for gift in self.of(m.Donation, order_item_id=item.id)
                    if fund_id in (None, gift.fund_id) and self._within(gift.made_on, period)
                )
                return _is_between(given, at_least, at_most)
        raise AssertionError(asked)

    def _attended(self, item: Any, event_id: Any, genre: str | None, period: Period | None) -> bool:
        [instance] = self.of(m.Instance, id=item.instance_id)
        [event] = self.of(m.Event, id=instance.event_id)
        return (
            item.attended is not False
            and instance.starts_at <= self.now
            and event_id in (None, event.id)
            and (genre is None or (event.genre or "").lower() == genre.lower())
            and self._within(self.day(instance.starts_at), period)
        )

    def _status(self, held: m.Membership) -> str:
        [kind] = self.of(m.MembershipType, id=held.type_id)
        terms = sorted(self.of(m.MembershipTerm, membership_id=held.id), key=lambda term: term.starts)
        kept = [t for t in terms if not self.of(m.OrderItem, membership_term_id=t.id, state="RETURNED")]
        return membership_status(
            terms[0].starts,
            (kept or terms)[-1].ends,
            kind.renewal_closes_days_after,
            None if held.cancelled_at is None else self.day(held.cancelled_at),
            None if held.returned_at is None else self.day(held.returned_at),
            self.today,
        )

    def _covered(self, c: m.Customer) -> bool:
        for made in self.of(m.GiftAidDeclaration, customer_id=c.id):
            ends = [
                each.effective_from
                for named in self.of(m.CancelledDeclaration, declaration_id=made.id)
                for each in self.of(m.GiftAidCancellation, id=named.cancellation_id)
                if (each.made_at, each.id) > (made.made_at, made.id)
            ]
            left = days_left(made.coverage_from, made.coverage_to, min(ends, default=None))
            if left is not None and self.today in left:
                return True
        return False

    def _equals(self, asked: about.AttributeEquals, value: Any) -> bool:
        return value.definition_id == asked.definition_id and (
            (asked.text is not None and value.text_value == asked.text)
            or (asked.money_minor is not None and value.money_minor == asked.money_minor)
            or (asked.day is not None and value.date_value == asked.day)
            or (asked.option_id is not None and asked.option_id in (value.option_ids or []))
        )

    def _alike(self, a: m.Customer, b: m.Customer) -> bool:
        if (
            a.id == b.id
            or not a.active
            or not b.active
            or a.merged_into
            or b.merged_into
            or {a.kind, b.kind} != {"I"}
        ):
            return False
        if a.last_key != b.last_key or not a.first_key or a.first_key[:1] != b.first_key[:1]:
            return False
        mine, theirs = ([*self.of(m.Address, customer_id=each.id)] for each in (a, b))
        return any(
            (x.postcode_key and x.postcode_key == y.postcode_key)
            or (x.line1_key and x.line1_key == y.line1_key)
            for x in mine
            for y in theirs
        )

    def _within(self, day: date, period: Period | None) -> bool:
        if period is None:
            return True
        if period.last_months is not None:
            return add_months(self.today, -period.last_months) <= day <= self.today
        if period.last_days is not None:
            return 0 <= (self.today - day).days <= period.last_days
        return (period.first is None or period.first <= day) and (period.last is None or day <= period.last)

    def _between(self, day: date, before: Moment | None, after: Moment | None) -> bool:
        return (before is None or day < self._told(before)) and (after is None or day > self._told(after))

    def _told(self, moment: Moment) -> date:
        if moment.on is not None:
            return moment.on
        if moment.months_ago is not None:
            return add_months(self.today, -moment.months_ago)
        return date.fromordinal(self.today.toordinal() - (moment.days_ago or 0))


def _is_between(found: int, at_least: int | None, at_most: int | None) -> bool:
    return (at_least is None or found >= at_least) and (at_most is None or found <= at_most)
