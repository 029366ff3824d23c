"""Random worlds for timelines: a few people with orders of every kind, gifts, memberships and fundraising."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from db.models import Customer, Donation, Opportunity, Order, OrderItem, Pledge
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raising
from tests import orders as sold
from tests import subscriptions as held

# Few instants, so that entries often have the same, midnights in London among them.
_HOURS = (0, 0, 0, 9, 19, 23)
_FIRST = date(2026, 6, 1)


@dataclass(frozen=True, slots=True)
class Scenery:
    """What is on and on offer, in whatever world."""

    show: sell.Show
    nights: tuple[sell.Show, ...]
    products: tuple[Any, ...]
    fund: Any
    campaign: Any
    stages: tuple[Any, ...]
    activity_type: Any
    membership_type: Any

    @property
    def rows(self) -> tuple[Any, ...]:
        """All of it, in an order in which it can be saved."""
        nights = [night.instance for night in self.nights if night is not self.show]
        others = (self.fund, self.campaign, *self.stages, self.activity_type, self.membership_type)
        return (*self.show.rows, *nights, *self.products, *others)


def scenery() -> Scenery:
    """Six nights of one show, half of them to come on 22 November 2026, and one or two of everything else."""
    first = sell.show(starts_at=datetime(2026, 6, 3, 19, tzinfo=UTC))
    later = (datetime(2026, month, 3, 19, tzinfo=UTC) for month in (7, 9, 12))
    nights = [first]
    for at in (datetime(2026, 6, 2, 23, tzinfo=UTC), *later, datetime(2027, 1, 3, 19, tzinfo=UTC)):
        nights.append(
            sell.Show(first.venue, first.plan, first.event, first.again(at), first.ticket_type, first.band)
        )
    return Scenery(
        first,
        tuple(nights),
        (sell.product("Scarf"), sell.product("Book")),
        sell.fund(),
        raising.campaign(),
        (raising.stage("Asked"), raising.stage("Pledged")),
        raising.activity_type(),
        held.membership_type(),
    )


@dataclass
class World:
    """What was made so far: people, an organisation, and everything that happened to them."""

    random: Random
    scenery: Scenery
    rows: list[Any] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    opportunities: list[Opportunity] = field(default_factory=list)

    def moment(self) -> datetime:
        """Some hour of one of few days, before or after today."""
        day = _FIRST + timedelta(days=self.random.choice((0, 1, 40, 174, 175, 200)))
        return datetime(day.year, day.month, day.day, self.random.choice(_HOURS), tzinfo=UTC)

    def some(self, most: int) -> range:
        return range(self.random.randint(0, most))

    def one_of(self, *choices: Any) -> Any:
        return self.random.choice(choices)


def world(number: int, of: Scenery) -> World:
    """A world; the same number makes a like one."""
    made = World(Random(number), of)
    _people(made)
    for opportunity in made.opportunities:
        _promises(made, opportunity)
    for _ in made.some(9):
        _order(made)
    for customer in made.customers:
        _fundraising(made, customer)
        for _ in made.some(1):
            _membership(made, customer)
    return made


def _people(made: World) -> None:
    """Two of one household, one who lives alone, and an organisation."""
    home, ada = make.individual()
    mate = make.individual(household_id=home.id)[1]
    alone, bob = make.individual()
    choir = make.organisation(name=make.choir())
    made.customers += [ada, mate, bob, choir]
    made.rows += [home, alone, *made.customers]
    for customer in made.customers:
        for _ in made.some(2):
            opened = raising.opportunity(customer, made.scenery.campaign, made.scenery.stages[0])
            made.opportunities.append(opened)
            made.rows.append(opened)


def _promises(made: World, opportunity: Opportunity) -> None:
    asked, pledged = made.scenery.stages
    for _ in made.some(2):
        change = made.one_of(
            raising.stage_change(opportunity, asked, at=made.moment()),
            raising.stage_change(opportunity, pledged, asked, at=made.moment()),
            raising.stage_change(opportunity, pledged, asked, at=made.moment(), outcome="WON"),
        )
        made.rows.append(change)
    for _ in made.some(1):
        kind = made.one_of(raising.pledge, raising.legacy)
        promise: Pledge = kind(opportunity, made.scenery.fund)
        if promise.pledged_on is not None:
            promise.pledged_on = made.moment().date()
        made.rows.append(promise)
        for event in ("CREATED", *(made.one_of("AMENDED", "REINSTATED") for _ in made.some(1))):
            made.rows.append(raising.pledge_event(promise, event, at=made.moment()))


def _order(made: World) -> None:
    owner = made.one_of(*made.customers)
    facilitator = made.one_of(None, None, *(each for each in made.customers if each is not owner))
    order = sell.order(
        owner,
        placed_at=made.moment(),
        facilitator_id=None if facilitator is None else facilitator.id,
        restricted=made.random.random() < 0.2,
    )
    made.rows.append(order)
    for customer in made.customers:
        if made.random.random() < 0.2:
            made.rows.append(sold.credit(order, customer))
    for _ in made.some(4):
        _item(made, order)


def _item(made: World, order: Order) -> None:
    state = made.one_of("SOLD", "SOLD", "SOLD", "RESERVED", "RETURNED", "EXCHANGED", "EXPIRED")
    values = {"state": state, "returned_at": None}
    if state in ("RETURNED", "EXCHANGED"):
        values["returned_at"] = order.placed_at + timedelta(days=1)
    item: OrderItem
    match made.random.randrange(3):
        case 0:
            item = sell.ticket(order, made.one_of(*made.scenery.nights), **values)
        case 1:
            item = sell.merchandise(order, made.one_of(*made.scenery.products), **values)
        case _:
            item, gift = _gift(made, order, values)
            made.rows += [item, gift]
            _link(made, item)
            return
    _link(made, item)
    made.rows.append(item)


def _gift(made: World, order: Order, values: dict[str, Any]) -> tuple[OrderItem, Donation]:
    item, gift = sell.donation(order, made.scenery.fund, made_on=made.moment().date())
    item.state, item.returned_at = values["state"], values["returned_at"]
    return item, gift


def _link(made: World, item: OrderItem) -> None:
    if made.opportunities and made.random.random() < 0.5:
        raising.link(made.one_of(*made.opportunities), item)


def _fundraising(made: World, customer: Customer) -> None:
    for _ in made.some(2):
        done = made.one_of(None, made.moment())
        opportunity = made.one_of(None, *made.opportunities)
        made.rows.append(
            raising.activity(
                customer,
                made.scenery.activity_type,
                due_at=made.moment(),
                completed_at=done,
                opportunity_id=None if opportunity is None else opportunity.id,
            )
        )
    if customer.kind == "I":
        for night in made.random.sample(made.scenery.nights, made.random.randint(0, 2)):
            status = made.one_of("NOT_SENT", "INVITED", "ACCEPTED", "NO_REPLY")
            made.rows.append(raising.invitation(customer, night.instance, reply_status=status))


def _membership(made: World, customer: Customer) -> None:
    """A chain of up to three terms, sold in orders of the holder's or never in one, perhaps with a gap."""
    membership = held.membership(customer, made.scenery.membership_type)
    made.rows.append(membership)
    starts = made.one_of(date(2023, 3, 1), date(2024, 11, 23), date(2025, 6, 1))
    for _ in range(made.random.randint(1, 3)):
        ends = starts + timedelta(days=made.one_of(300, 364))
        term = held.term(membership, starts, ends, automatic=made.one_of(True, False))
        made.rows.append(term)
        starts = ends + timedelta(days=made.one_of(1, 1, 2))
        if made.random.random() < 0.2:
            continue
        order = sell.order(customer, placed_at=made.moment(), restricted=made.random.random() < 0.2)
        made.rows.append(order)
        for other in made.customers:
            if made.random.random() < 0.3:
                made.rows.append(sold.credit(order, other))
        state = made.one_of("SOLD", "SOLD", "SOLD", "RESERVED", "RETURNED")
        back = order.placed_at + timedelta(days=2) if state == "RETURNED" else None
        item = held.term_sold(order, term, state=state, returned_at=back)
        _link(made, item)
        made.rows.append(item)
