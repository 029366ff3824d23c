"""Random histories of two opportunities: what is stored of them, step by step, beside books that are kept by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum, auto
from random import Random

from domain.money import percent_of
from domain.opportunities import LinkedItem, Promise, Totals, totals
from domain.order_amounts import ItemAmounts
from domain.order_states import item_state
from domain.orders import ItemKind, ItemState
from domain.pledge_plans import Frequency, Instalment, allocated, planned
from domain.pledges import PledgeKind
from tests.references.opportunities import Desk, Thing

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
OVER, NOT_OVER = NOW, NOW + timedelta(seconds=1)
OPPORTUNITIES = 2
_WORDS = {PledgeKind.PLEDGE: "a promise", PledgeKind.LEGACY: "a will"}


class Step(Enum):
    """What happens."""

    RESERVE = auto()
    SELL = auto()
    BUY = auto()
    LAPSE = auto()
    SWEEP = auto()
    RETURN = auto()
    EXCHANGE = auto()
    LINK = auto()
    PLEDGE = auto()
    LEAVE = auto()
    PAY = auto()
    CANCEL = auto()
    REINSTATE = auto()
    WRITE_OFF = auto()


Drawn = tuple[Step, int, int, int, int]
"""What happens, two amounts up to `MOST`, a percentage in hundredths, and a number that chooses."""
MOST, CHOICES = 300, 60
USUAL = [*Step, *[Step.SELL, Step.PLEDGE, Step.PAY, Step.RESERVE, Step.BUY] * 2, Step.PAY, Step.RETURN]


def drawn(dice: Random) -> list[Drawn]:
    """A history of random steps."""
    return [
        (
            dice.choice(USUAL),
            dice.randint(0, MOST),
            dice.randint(0, MOST),
            dice.randint(0, 10_000),
            dice.randint(0, CHOICES),
        )
        for _ in range(dice.randint(4, 24))
    ]


@dataclass
class Item:
    """An item as it is stored: `to` is the opportunity that it is linked to, `gift` what of a ticket is a donation."""

    kind: ItemKind
    state: ItemState
    amounts: ItemAmounts
    to: int | None
    gift: int = 0
    reserved_until: datetime | None = None

    @property
    def now(self) -> ItemState:
        return item_state(self.state, self.reserved_until, NOW)


@dataclass
class Pledged:
    """A pledge or legacy as it is stored; payments name their item, the instalment, and their amount."""

    kind: PledgeKind
    to: int
    amount: int
    plan: tuple[Instalment, ...] = ()
    cancelled: bool = False
    written_off: bool = False
    payments: list[tuple[int, int | None, int]] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        return self.cancelled or self.written_off


class Played:
    """Two opportunities, what is stored of them, and the same by hand."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.promises: list[Pledged] = []
        self.desk = Desk(OPPORTUNITIES)

    def given(self, of: Pledged, number: int | None = None) -> int:
        """What was given to a promise, or to one instalment of it."""
        return sum(
            amount
            for index, part, amount in of.payments
            if self.items[index].state is ItemState.SOLD and number in (None, part)
        )

    def totals(self, opportunity: int) -> Totals:
        """By the rules, of what is stored."""
        items = [
            LinkedItem(each.kind, each.now, each.amounts) for each in self.items if each.to == opportunity
        ]
        promises = [
            Promise(each.kind, each.amount, self.given(each), each.ended)
            for each in self.promises
            if each.to == opportunity
        ]
        return totals(items, promises)

    def by_hand(self, opportunity: int) -> Totals:
        """The same from the books."""
        book = self.desk.books[opportunity]
        return Totals(book.came_in, book.held, book.hoped_for["a promise"], book.hoped_for["a will"])

    def play(self, step: Step, one: int, other: int, rate: int, choice: int) -> None:
        """Do one thing, if there is anything to do it to."""
        to = (*range(OPPORTUNITIES), None)[choice % (OPPORTUNITIES + 1)]
        match step:
            case Step.RESERVE:
                self._reserve(one, other, rate, to)
            case Step.SELL:
                self._sell(one, other, rate, to, choice)
            case Step.BUY:
                self._move(ItemState.RESERVED, ItemState.SOLD, "bought", choice)
            case Step.LAPSE | Step.SWEEP:
                self._expire(choice, swept=step is Step.SWEEP)
            case Step.RETURN:
                self._move(ItemState.SOLD, ItemState.RETURNED, "gone", choice)
            case Step.EXCHANGE:
                index = self._move(ItemState.SOLD, ItemState.EXCHANGED, "gone", choice)
                if index is not None:
                    self._sell(one, other, rate, self.items[index].to, 0)
            case Step.LINK if self.items:
                index = choice % len(self.items)
                self.items[index].to = to
                book = None if to is None else self.desk.books[to]
                self.desk.change(self.desk.things[index], book=book, move=True)
            case Step.PLEDGE | Step.LEAVE:
                self._promise(step, one, other, choice)
            case Step.PAY:
                self._pay(one, choice)
            case Step.CANCEL | Step.REINSTATE | Step.WRITE_OFF:
                self._end(step, choice)

    def _enter(self, item: Item, where: str) -> None:
        self.items.append(item)
        amounts, book = item.amounts, None if item.to is None else self.desk.books[item.to]
        costs = amounts.full_price - amounts.discount
        is_gift = item.kind is ItemKind.DONATION
        self.desk.enter(Thing(costs, amounts.commission, amounts.agent_commission, is_gift, where, book))

    def _priced(self, one: int, other: int, rate: int, kind: ItemKind) -> ItemAmounts:
        full, discount = max(one, other), min(one, other) // 2
        price = full - discount
        agents = percent_of(price, 10_000 - rate) if kind is ItemKind.TICKET else 0
        return ItemAmounts(full, discount, percent_of(price, rate), agents)

    def _reserve(self, one: int, other: int, rate: int, to: int | None) -> None:
        amounts = self._priced(one, other, rate, ItemKind.TICKET)
        until = NOT_OVER if rate % 2 else None
        self._enter(Item(ItemKind.TICKET, ItemState.RESERVED, amounts, to, reserved_until=until), "held")

    def _sell(self, one: int, other: int, rate: int, to: int | None, choice: int) -> None:
        kinds = (ItemKind.TICKET, ItemKind.MERCHANDISE, ItemKind.MEMBERSHIP, ItemKind.DONATION)
        kind = kinds[choice % len(kinds)]
        amounts = self._priced(one, other, rate, kind)
        # The gift in a ticket is a part of its price, and is no item.
        gift = amounts.price // 3 if kind is ItemKind.TICKET else 0
        self._enter(Item(kind, ItemState.SOLD, amounts, to, gift), "bought")

    def _those(self, state: ItemState) -> list[int]:
        return [index for index, item in enumerate(self.items) if item.now is state]

    def _move(self, before: ItemState, after: ItemState, where: str, choice: int) -> int | None:
        found = self._those(before)
        if not found:
            return None
        index = found[choice % len(found)]
        self.items[index].state = after
        self.desk.change(self.desk.things[index], where)
        return index

    def _expire(self, choice: int, *, swept: bool) -> None:
        found = self._those(ItemState.RESERVED)
        if found:
            index = found[choice % len(found)]
            item = self.items[index]
            item.reserved_until = OVER
            item.state = ItemState.EXPIRED if swept else item.state
            self.desk.change(self.desk.things[index], "gone")

    def _promise(self, step: Step, one: int, other: int, choice: int) -> None:
        kind = PledgeKind.PLEDGE if step is Step.PLEDGE else PledgeKind.LEGACY
        amount, to = one + 6, choice % OPPORTUNITIES
        plan = (
            planned(amount, 1 + other % 5, Frequency.MONTHLY, date(2026, 10, 31))
            if kind is PledgeKind.PLEDGE
            else ()
        )
        self.promises.append(Pledged(kind, to, amount, plan))
        self.desk.vow(_WORDS[kind], self.desk.books[to], amount)

    def _pay(self, one: int, choice: int) -> None:
        live = [index for index, each in enumerate(self.promises) if not each.ended]
        if not live or not one:
            return
        at = live[choice % len(live)]
        promise = self.promises[at]
        shares: list[tuple[int | None, int]] = [(None, one)]
        if promise.plan:
            plan = [replace(each, given_minor=self.given(promise, each.number)) for each in promise.plan]
            spread = allocated(one, plan, plan[choice % len(plan)].number)
            shares = [(share.number, share.amount_minor) for share in spread.shares]
        promise.payments += [(len(self.items), number, amount) for number, amount in shares]
        self.items.append(Item(ItemKind.DONATION, ItemState.SOLD, ItemAmounts(one), promise.to))
        self.desk.give(self.desk.vows[at], one)

    def _end(self, step: Step, choice: int) -> None:
        wanted = step is Step.REINSTATE
        found = [
            index
            for index, each in enumerate(self.promises)
            if each.cancelled is wanted and not each.written_off
        ]
        if not found:
            return
        at = found[choice % len(found)]
        promise, vow = self.promises[at], self.desk.vows[at]
        if step is Step.WRITE_OFF:
            promise.written_off, promise.amount = True, min(promise.amount, self.given(promise))
            self.desk.end(vow, stands=False, promised=min(vow.promised, vow.given()))
        else:
            promise.cancelled = step is Step.CANCEL
            self.desk.end(vow, stands=step is Step.REINSTATE)
