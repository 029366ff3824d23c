"""The timeline of a customer by hand, from all rows there are: what SQL reads is held against it (TML-P01 to P08)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from db.models import (
    Activity,
    Customer,
    Donation,
    Instance,
    Invitation,
    Membership,
    MembershipTerm,
    Opportunity,
    Order,
    OrderItem,
    Pledge,
    PledgeEvent,
    SoftCredit,
    StageChange,
)

R = TypeVar("R")

KINDS = (
    "ACTIVITY",
    "VISIT",
    "OPPORTUNITY_STAGE_CHANGE",
    "PLEDGE_OR_LEGACY",
    "DONATION_OR_PLEDGE_INSTALMENT",
    "INVITATION",
    "MEMBERSHIP",
    "MERCHANDISE",
)
WHOLE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: when, of which kind and of what, by which parts, and what it belongs to."""

    at: datetime
    kind: str
    subject: UUID
    part: UUID
    via: tuple[str, ...]
    order: UUID | None
    opportunities: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything that is stored, of everybody."""

    rows: Sequence[Any]
    today: date
    zone: ZoneInfo

    def all(self, model: type[R]) -> list[R]:
        """The rows of one table."""
        return [row for row in self.rows if isinstance(row, model)]

    def one(self, model: type[R], id: UUID | None) -> R | None:
        """The row with this key."""
        return next((row for row in self.all(model) if row.id == id), None)  # type: ignore[attr-defined]

    def midnight(self, day: date) -> datetime:
        """When a civil date begins."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


def timeline(rows: Rows, customer: UUID, *, sees_restricted: bool = True) -> list[Entry]:
    """What the customer's timeline has, the latest first; of one instant by kind and then by key."""
    entries = {
        (entry.kind, entry.subject, entry.part): entry
        for source in (_of_orders, _of_memberships, _of_fundraising)
        for entry in source(rows, customer, sees_restricted)
    }
    return sorted(
        entries.values(),
        key=lambda each: (-each.at.timestamp(), KINDS.index(each.kind), each.subject, each.part),
    )


def _via(rows: Rows, order: Order, customer: UUID) -> tuple[str, ...]:
    """The parts of a customer in an order; none of a stranger, not even of one in the owner's household."""
    owner = rows.one(Customer, order.owner_id)
    assert owner is not None
    via = []
    if order.owner_id == customer:
        via.append("OWNER")
    if order.facilitator_id == customer:
        via.append("FACILITATOR")
    if any(each.order_id == order.id and each.customer_id == customer for each in rows.all(SoftCredit)):
        via.append("SOFT_CREDIT")
    if order.facilitator_id == customer and owner.kind == "O":
        via.append("ORGANISATION")
    return tuple(via)


def _of_orders(rows: Rows, customer: UUID, sees_restricted: bool) -> Iterator[Entry]:
    for order in rows.all(Order):
        via = _via(rows, order, customer)
        if not via or (order.restricted and not sees_restricted):
            continue
        items = [each for each in rows.all(OrderItem) if each.order_id == order.id]
        for item in items:
            yield from _of_item(rows, order, item, items, via)


def _of_item(
    rows: Rows, order: Order, item: OrderItem, items: Sequence[OrderItem], via: tuple[str, ...]
) -> Iterator[Entry]:
    if item.kind == "MEMBERSHIP" and item.state in ("SOLD", "RETURNED", "EXCHANGED"):
        assert item.membership_term_id is not None
        linked = _linked(item)
        for step, at in ((1, _sold_at(order, item)), (3, item.returned_at)):
            if at is not None:
                yield Entry(at, "MEMBERSHIP", item.membership_term_id, UUID(int=step), via, order.id, linked)
    if item.state != "SOLD":
        return
    if item.kind == "TICKET":
        instance = rows.one(Instance, item.instance_id)
        assert instance is not None
        linked = _linked(*(each for each in items if each.instance_id == instance.id))
        yield Entry(instance.starts_at, "VISIT", order.id, instance.id, via, order.id, linked)
    if item.kind == "MERCHANDISE":
        assert item.product_id is not None
        linked = _linked(*(each for each in items if each.product_id == item.product_id))
        yield Entry(order.placed_at, "MERCHANDISE", order.id, item.product_id, via, order.id, linked)
    for gift in rows.all(Donation):
        if gift.order_item_id == item.id:
            at = rows.midnight(gift.made_on)
            kind = "DONATION_OR_PLEDGE_INSTALMENT"
            yield Entry(at, kind, gift.id, WHOLE, via, order.id, _linked(item))


def _linked(*items: OrderItem) -> frozenset[UUID]:
    return frozenset(
        each.opportunity_id for each in items if each.state == "SOLD" and each.opportunity_id
    ) | frozenset(each.opportunity_id for each in items if each.kind == "MEMBERSHIP" and each.opportunity_id)


def _sold_at(order: Order, item: OrderItem) -> datetime:
    return item.added_at if order.confirmed_at is None else max(item.added_at, order.confirmed_at)


def _of_memberships(rows: Rows, customer: UUID, sees_restricted: bool) -> Iterator[Entry]:
    """The lapses of the customer's own memberships, and terms that were never in an order."""
    for membership in rows.all(Membership):
        if membership.customer_id != customer:
            continue
        terms = [each for each in rows.all(MembershipTerm) if each.membership_id == membership.id]
        for term in terms:
            item = _item_of(rows, term)
            order = None if item is None else rows.one(Order, item.order_id)
            if order is not None and order.restricted and not sees_restricted:
                continue
            via = ("OWNER",) if order is None else _via(rows, order, customer)
            order_id = None if order is None else order.id
            linked = frozenset() if item is None else _linked(item)
            if item is None:
                at = rows.midnight(term.starts)
                yield Entry(at, "MEMBERSHIP", term.id, UUID(int=1), via, order_id, linked)
            if membership.returned_at is None and _lapsed(rows, term, terms):
                at = rows.midnight(term.ends + timedelta(days=1))
                yield Entry(at, "MEMBERSHIP", term.id, UUID(int=2), via, order_id, linked)


def _item_of(rows: Rows, term: MembershipTerm) -> OrderItem | None:
    return next((each for each in rows.all(OrderItem) if each.membership_term_id == term.id), None)


def _stands(rows: Rows, term: MembershipTerm) -> bool:
    item = _item_of(rows, term)
    return item is None or item.state == "SOLD"


def _lapsed(rows: Rows, term: MembershipTerm, terms: Sequence[MembershipTerm]) -> bool:
    """Whether it is over and nothing follows it without a day between."""
    if not _stands(rows, term) or term.ends >= rows.today:
        return False
    gap = term.ends + timedelta(days=1)
    return not any(term.starts < each.starts <= gap and _stands(rows, each) for each in terms)


def _of_fundraising(rows: Rows, customer: UUID, sees_restricted: bool) -> Iterator[Entry]:
    own = ("OWNER",)
    for activity in rows.all(Activity):
        if activity.customer_id == customer:
            linked = frozenset([activity.opportunity_id] if activity.opportunity_id else [])
            at = activity.completed_at or activity.due_at
            yield Entry(at, "ACTIVITY", activity.id, WHOLE, own, None, linked)
    for opportunity in rows.all(Opportunity):
        if opportunity.customer_id != customer:
            continue
        linked = frozenset([opportunity.id])
        for change in rows.all(StageChange):
            if change.opportunity_id == opportunity.id:
                kind = "OPPORTUNITY_STAGE_CHANGE"
                yield Entry(change.at, kind, change.id, WHOLE, own, None, linked)
        for event in rows.all(PledgeEvent):
            pledge = rows.one(Pledge, event.pledge_id)
            assert pledge is not None
            if pledge.opportunity_id == opportunity.id:
                on_day = event.kind == "CREATED" and pledge.pledged_on is not None
                at = rows.midnight(pledge.pledged_on) if on_day and pledge.pledged_on else event.at
                yield Entry(at, "PLEDGE_OR_LEGACY", event.id, WHOLE, own, None, linked)
    for invitation in rows.all(Invitation):
        if invitation.invitee_id == customer:
            for step, when in ((1, invitation.invited_at), (2, invitation.replied_at)):
                if when is not None:
                    part = UUID(int=step)
                    yield Entry(when, "INVITATION", invitation.id, part, own, None, frozenset())
