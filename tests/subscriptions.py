"""Rows of memberships, ticket subscriptions, fixed series and cards for tests; each has a default for every field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

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
    SeriesGroupInstance,
    SeriesSubscription,
    SubscriptionStructure,
    SubscriptionVouchers,
    TicketSubscription,
    Venue,
    VoucherGroup,
    VoucherGroupInstance,
    VoucherGroupTicketType,
    WalletCard,
)
from tests import box_office
from tests.box_office import Show
from tests.factories import unique


def card(of: Customer, **values: Any) -> WalletCard:
    """A card that may be charged in its holder's absence, good until the end of 2029."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "customer_id": of.id,
        "provider": "Adyen",
        "token": unique("tok_"),
        "fingerprint": unique("print_"),
        "brand": "Visa",
        "last_four": "4242",
        "expiry_month": 12,
        "expiry_year": 2029,
        "holder_name": "A Byron",
        "continuous_authority": True,
        "added_by": "bea",
    }
    return WalletCard(**{**made, **values})


def membership_type(**values: Any) -> MembershipType:
    """A year for 60.00, renewed for 54.00 from 60 days before its end to 30 days after it, by itself if wanted."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "name": unique("Friends"),
        "price_minor": 6000,
        "renewal_price_minor": 5400,
        "period_length": 1,
        "period_unit": "YEAR",
        "renewal_opens_days_before": 60,
        "renewal_closes_days_after": 30,
        "auto_renew_allowed": True,
        "active": True,
    }
    return MembershipType(**{**made, **values})


def membership(of: Customer, type_: MembershipType, **values: Any) -> Membership:
    """A membership without terms, which have to be added."""
    return Membership(**{"id": uuid7(), "customer_id": of.id, "type_id": type_.id, **values})


def term(of: Membership, starts: date, ends: date, **values: Any) -> MembershipTerm:
    """A term for 60.00."""
    made = {"id": uuid7(), "membership_id": of.id, "starts": starts, "ends": ends, "price_minor": 6000}
    return MembershipTerm(**{**made, **values})


def term_sold(in_: Order, what: MembershipTerm, **values: Any) -> OrderItem:
    """The item of an order that brought the term."""
    made = {"membership_term_id": what.id, "full_price_minor": what.price_minor}
    return box_office.item(in_, "MEMBERSHIP", **{**made, **values})


@dataclass(frozen=True, slots=True)
class Structure:
    """A ticket subscription on offer, sold in one way, with two groups of vouchers for one show."""

    structure: SubscriptionStructure
    pricing_set: PricingSet
    plays: VoucherGroup
    films: VoucherGroup
    good_for: tuple[Any, ...]

    @property
    def rows(self) -> tuple[Any, ...]:
        """All of it, to be saved after the show."""
        return self.structure, self.pricing_set, self.plays, self.films, *self.good_for


def structure(what: Show, **values: Any) -> Structure:
    """Four vouchers for plays at 18.00 with 0.50 commission, and two for films at 9.00; the show is a play."""
    made = SubscriptionStructure(**{"id": uuid7(), "name": unique("Season Six"), **values})
    pricing_set = PricingSet(id=uuid7(), structure_id=made.id, name="Standard")
    plays = VoucherGroup(
        id=uuid7(),
        pricing_set_id=pricing_set.id,
        name="Plays",
        vouchers=4,
        price_minor=1800,
        commission_minor=50,
    )
    films = VoucherGroup(
        id=uuid7(), pricing_set_id=pricing_set.id, name="Films", vouchers=2, price_minor=900, position=1
    )
    good_for = (
        VoucherGroupInstance(voucher_group_id=plays.id, instance_id=what.instance.id),
        VoucherGroupTicketType(voucher_group_id=plays.id, ticket_type_id=what.ticket_type.id),
    )
    return Structure(made, pricing_set, plays, films, good_for)


def ticket_subscription(of: Customer, what: Structure, **values: Any) -> TicketSubscription:
    """A subscription from September 2026 to the end of June 2027, without vouchers, which have to be added."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "customer_id": of.id,
        "pricing_set_id": what.pricing_set.id,
        "issued_on": date(2026, 9, 1),
        "expires_on": date(2027, 6, 30),
    }
    return TicketSubscription(**{**made, **values})


def vouchers(of: TicketSubscription, group: VoucherGroup, **values: Any) -> SubscriptionVouchers:
    """As many vouchers as the group has, none redeemed."""
    made = {"ticket_subscription_id": of.id, "voucher_group_id": group.id, "issued": group.vouchers}
    return SubscriptionVouchers(**{**made, **values})


def subscription_sold(in_: Order, what: TicketSubscription, **values: Any) -> OrderItem:
    """The item of an order that brought the subscription."""
    return box_office.item(in_, "TICKET_SUBSCRIPTION", **{"ticket_subscription_id": what.id, **values})


@dataclass(frozen=True, slots=True)
class Series:
    """A series with one group of instances, and a seat of its house."""

    venue: Venue
    series: FixedSeries
    group: SeriesGroup
    seat: Seat
    instances: tuple[SeriesGroupInstance, ...]

    @property
    def rows(self) -> tuple[Any, ...]:
        """All of it but the house, to be saved after the shows."""
        return self.series, self.group, self.seat, *self.instances


def series(house: Show, *shows: Show, **values: Any) -> Series:
    """A series of these shows in the house of another."""
    made = FixedSeries(
        **{"id": uuid7(), "name": unique("Wednesday Nights"), "venue_id": house.venue.id, **values}
    )
    group = SeriesGroup(id=uuid7(), series_id=made.id, name="First Wednesdays")
    seat = Seat(id=uuid7(), seating_plan_id=house.plan.id, area="Stalls", label="Stalls C12")
    instances = tuple(
        SeriesGroupInstance(group_id=group.id, event_id=each.event.id, instance_id=each.instance.id)
        for each in shows
    )
    return Series(house.venue, made, group, seat, instances)


def series_subscription(of: Customer, what: Series, **values: Any) -> SeriesSubscription:
    """A seat that is held without an end."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "customer_id": of.id,
        "group_id": what.group.id,
        "seat_id": what.seat.id,
        "state": "HELD",
        "subscribed_on": date(2026, 9, 1),
    }
    return SeriesSubscription(**{**made, **values})


def series_sold(in_: Order, subscription_id: UUID, **values: Any) -> OrderItem:
    """The item of an order that bought the series."""
    return box_office.item(in_, "FIXED_SERIES", **{"series_subscription_id": subscription_id, **values})
