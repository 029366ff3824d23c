"""What items of orders brought: memberships, subscriptions and series, which the items lead to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import (
    Customer,
    FixedSeries,
    Membership,
    MembershipTerm,
    MembershipType,
    Order,
    OrderItem,
    PricingSet,
    Seat,
    SeriesGroup,
    SeriesSubscription,
    SubscriptionStructure,
    TicketSubscription,
    VoucherGroup,
)
from gateway.engine import ids
from tests import box_office as sell
from tests import orders as sold
from tests.ask import Ask
from tests.database import Database
from tests.factories import unique

FIRST, LAST = date(2026, 10, 1), date(2027, 9, 30)
ITEMS = """
query ($number: Int!) { order(number: $number) { items {
  __typename description price { amount }
  ... on MembershipItem { membership { id } term { id } }
  ... on TicketSubscriptionItem { ticketSubscription { id } }
  ... on FixedSeriesItem { fixedSeries { id } }
  ... on TicketItem { ticketSubscription { id } fixedSeries { id } donation { amount { amount } } }
} } }
"""


@dataclass(frozen=True, slots=True)
class _Brought:
    """A membership, a ticket subscription and a seat in a series, with all that they are made of."""

    type: MembershipType
    membership: Membership
    term: MembershipTerm
    structure: SubscriptionStructure
    pricing: PricingSet
    vouchers: VoucherGroup
    subscription: TicketSubscription
    series: FixedSeries
    group: SeriesGroup
    seat: Seat
    seats: SeriesSubscription

    @classmethod
    def of(cls, holder: Customer, show: sell.Show) -> _Brought:
        type_ = MembershipType(
            id=uuid7(),
            name=unique("Friends"),
            price_minor=5000,
            renewal_price_minor=4500,
            period_length=1,
            period_unit="YEAR",
        )
        membership = Membership(id=uuid7(), customer_id=holder.id, type_id=type_.id)
        structure = SubscriptionStructure(id=uuid7(), name=unique("Six for five"))
        pricing = PricingSet(id=uuid7(), structure_id=structure.id, name="2026")
        series = FixedSeries(id=uuid7(), name=unique("Friday nights"), venue_id=show.venue.id)
        group = SeriesGroup(id=uuid7(), series_id=series.id, name="A")
        seat = Seat(id=uuid7(), seating_plan_id=show.plan.id, area="Stalls", label="Stalls D1")
        return cls(
            type_,
            membership,
            MembershipTerm(
                id=uuid7(), membership_id=membership.id, starts=FIRST, ends=LAST, price_minor=5000
            ),
            structure,
            pricing,
            VoucherGroup(
                id=uuid7(), pricing_set_id=pricing.id, name="Evenings", vouchers=6, price_minor=2000
            ),
            TicketSubscription(
                id=uuid7(), customer_id=holder.id, pricing_set_id=pricing.id, issued_on=FIRST, expires_on=LAST
            ),
            series,
            group,
            seat,
            SeriesSubscription(
                id=uuid7(),
                customer_id=holder.id,
                group_id=group.id,
                seat_id=seat.id,
                state="PURCHASED",
                subscribed_on=FIRST,
            ),
        )

    @property
    def rows(self) -> list[Any]:
        return [getattr(self, name) for name in self.__slots__]

    def items(self, order: Order) -> list[OrderItem]:
        return [
            sell.item(order, "MEMBERSHIP", membership_term_id=self.term.id),
            sell.item(order, "TICKET_SUBSCRIPTION", ticket_subscription_id=self.subscription.id),
            sell.item(order, "FIXED_SERIES", series_subscription_id=self.seats.id),
        ]


def _id(word: str, row: Any) -> dict[str, str]:
    return {"id": ids.encode(word, row.id)}


@pytest.mark.rule("NAV-13")
async def test_an_item_has_the_name_of_what_it_brought_and_leads_to_it(ask: Ask, database: Database) -> None:
    home, ada = sold.somebody()
    order, show = sell.order(ada), sell.show()
    brought = _Brought.of(ada, show)
    await database.save(home, ada, order, *show.rows, *brought.rows, *brought.items(order))

    shown = (await ask(ITEMS, number=order.number)).ok["order"]["items"]

    price = {"amount": "25.00"}
    assert shown == [
        {
            "__typename": "MembershipItem",
            "description": brought.type.name,
            "price": price,
            "membership": _id("mem", brought.membership),
            "term": _id("mtm", brought.term),
        },
        {
            "__typename": "TicketSubscriptionItem",
            "description": brought.structure.name,
            "price": price,
            "ticketSubscription": _id("tsb", brought.subscription),
        },
        {
            "__typename": "FixedSeriesItem",
            "description": brought.series.name,
            "price": price,
            "fixedSeries": _id("fxs", brought.seats),
        },
    ]
    document = "query ($number: Int!) { order(number: $number) { explainTotal { kind item } } }"
    lines = (await ask(document, number=order.number)).ok["order"]["explainTotal"]
    assert [each["item"] for each in lines if each["kind"] == "FULL_PRICE"] == [
        brought.type.name,
        brought.structure.name,
        brought.series.name,
    ]


async def test_a_ticket_leads_to_what_paid_for_it_and_to_the_gift_on_top(
    ask: Ask, database: Database
) -> None:
    home, ada = sold.somebody()
    order, show, fund = sell.order(ada), sell.show(), sell.fund()
    brought = _Brought.of(ada, show)
    await database.save(home, ada, order, fund, *show.rows, *brought.rows)
    voucher = {"ticket_subscription_id": brought.subscription.id, "voucher_group_id": brought.vouchers.id}
    tickets = [
        sell.ticket(order, show, full_price_minor=0, **voucher),
        sell.ticket(order, show, full_price_minor=0, series_subscription_id=brought.seats.id),
        sell.ticket(order, show, full_price_minor=3000),
    ]
    _, gift = sell.donation(order, fund, 500, source="TICKET_DONATION")
    gift.order_item_id = tickets[2].id
    await database.save(*tickets, gift)

    by_voucher, by_series, bought = (await ask(ITEMS, number=order.number)).ok["order"]["items"]

    paid = ("ticketSubscription", "fixedSeries", "donation")
    assert [by_voucher[each] for each in paid] == [_id("tsb", brought.subscription), None, None]
    assert [by_series[each] for each in paid] == [None, _id("fxs", brought.seats), None]
    assert [bought[each] for each in paid] == [None, None, {"amount": {"amount": "5.00"}}]


@pytest.mark.rule("ROL-P07")
async def test_what_belongs_to_somebody_who_is_not_visible_is_not_reached_through_their_order(
    ask: Ask, database: Database
) -> None:
    home, gone = sold.somebody(active=False)
    order, show = sell.order(gone), sell.show()
    brought = _Brought.of(gone, show)
    await database.save(home, gone, order, *show.rows, *brought.rows, *brought.items(order))

    async def led_to(by: str) -> list[Any]:
        items = (await ask(ITEMS, number=order.number, by=by)).ok["order"]["items"]
        names = ("membership", "term", "ticketSubscription", "fixedSeries")
        assert [each["description"] for each in items] == [
            brought.type.name,
            brought.structure.name,
            brought.series.name,
        ]
        return [each[name] for each in items for name in names if name in each]

    assert await led_to("bea") == [None, None, None, None]
    assert await led_to("femi") == [
        _id("mem", brought.membership),
        _id("mtm", brought.term),
        _id("tsb", brought.subscription),
        _id("fxs", brought.seats),
    ]
