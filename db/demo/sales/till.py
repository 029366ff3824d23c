"""The till: makes the moves of orders in the order of time, so that what was paid is what they came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from db.demo.dice import Dice
from db.demo.holdings.credit import Account
from db.demo.sales.drafts import (
    Cancel,
    Confirm,
    Convert,
    Deposit,
    Draft,
    Exchange,
    Expire,
    Item,
    Move,
    ReleaseDeposit,
    Return,
)
from domain.deposits import apply_deposit, deposit_of
from domain.order_states import order_state
from domain.orders import ItemState, OrderEventKind, PaymentKind, PaymentMethod

CREDIT_LASTS = timedelta(days=2 * 365)

Aside = tuple[datetime, Callable[[Account], None]]
"""Something that happens to the account beside orders, and when."""


class Till:
    """Settles the orders of one customer after another."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice

    def settle(
        self, drafts: Sequence[Draft], account: Account, asides: Iterable[Aside], now: datetime
    ) -> None:
        """Let everything happen that is to happen to these orders and the account, up to now."""
        agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        for at, aside in asides:
            agenda.append((at, len(agenda), partial(aside, account)))
        for draft in drafts:
            self._open(draft)
            for at, by, move in draft.moves:
                agenda.append((at, len(agenda), partial(self._make, move, draft, at, by, account)))
        agenda.sort()
        for _, _, happens in agenda:
            happens()
        account.sweep(now)
        for draft in drafts:
            cancelled = any(isinstance(move, Cancel) for _, _, move in draft.moves)
            states = [item.state for item in draft.items]
            draft.state = order_state(
                states, draft.placed_at if cancelled else None, draft.reserved_until, now
            )

    def _open(self, draft: Draft) -> None:
        at, by = draft.placed_at, draft.by
        draft.id = draft.id or self._dice.key(at)
        told, draft.events = draft.events, [(OrderEventKind.CREATED, at, by, "Order created", None)]
        for item in draft.items:
            item.added_at = at
        if draft.reserved_until is not None:
            for item in draft.items:
                item.state = ItemState.RESERVED
            held = f"{len(draft.items)} held until {draft.reserved_until:%d %B %Y}"
            draft.events.append((OrderEventKind.RESERVED, at, by, held, None))
        draft.events += told

    def _make(self, move: Move, draft: Draft, at: datetime, by: str, account: Account) -> None:
        match move:
            case Confirm():
                self._confirm(draft, at, by, account)
            case Return():
                self._return(move, draft, at, by, account)
            case Exchange():
                self._exchange(move, draft, at, by, account)
            case Convert():
                self._convert(move, draft, at, by, account)
            case Deposit():
                draft.payments.append((PaymentKind.DEPOSIT_TAKEN, draft.method, move.amount, at))
                draft.events.append((OrderEventKind.DEPOSIT_TAKEN, at, by, "Deposit taken", move.amount))
            case ReleaseDeposit():
                self._release(move, draft, at, by, account)
            case Expire() | Cancel():
                for item in draft.items:
                    item.state = ItemState.EXPIRED
                kind, narrative = (
                    (OrderEventKind.EXPIRED, "Reservation expired, seats released")
                    if isinstance(move, Expire)
                    else (OrderEventKind.CANCELLED, "Reservation cancelled by the customer")
                )
                draft.events.append((kind, at, by, narrative, None))

    def _confirm(self, draft: Draft, at: datetime, by: str, account: Account) -> None:
        for item in draft.items:
            item.state = ItemState.SOLD
        draft.confirmed_at = at
        price = due = draft.price
        used = apply_deposit(_unused(draft), due)
        if used:
            draft.payments.append((PaymentKind.DEPOSIT_USED, None, used, at))
            draft.events.append((OrderEventKind.DEPOSIT_USED, at, by, "Deposit used", used))
            due -= used
        self._take(draft, at, by, due, account)
        draft.events.append((OrderEventKind.CONFIRMED, at, by, "Order confirmed", price))

    def _take(self, draft: Draft, at: datetime, by: str, due: int, account: Account) -> None:
        """Money, and first of all credit where there is some."""
        held = min(due, account.balance(at)) if draft.spends_credit else 0
        if held:
            assert draft.id is not None, "an order that is settled has a key"
            draft.spent += account.spend(at, held, draft.id, by)
            draft.payments.append((PaymentKind.PAYMENT, PaymentMethod.CREDIT, held, at))
            due -= held
        if due > 2500 and draft.method is PaymentMethod.CASH and self._dice.chance(0.2):
            # Who had only notes paid the rest with a card.
            draft.payments.append((PaymentKind.PAYMENT, PaymentMethod.CARD, due % 2000 + 500, at))
            due -= due % 2000 + 500
        if due:
            draft.payments.append((PaymentKind.PAYMENT, draft.method, due, at))

    def _return(self, move: Return, draft: Draft, at: datetime, by: str, account: Account) -> None:
        amount = _take_back(move.items, ItemState.RETURNED, at)
        narrative = f"{move.because}: {len(move.items)} of {len(draft.items)}"
        draft.events.append((OrderEventKind.ITEM_RETURNED, at, by, narrative, amount or None))
        self._give_back(draft, at, by, amount, account, to_credit=move.to_credit)

    def _exchange(self, move: Exchange, draft: Draft, at: datetime, by: str, account: Account) -> None:
        before = _take_back(move.old, ItemState.EXCHANGED, at)
        for item in move.new:
            item.added_at, item.state = at, ItemState.SOLD
        draft.items += move.new
        dearer = sum(item.total for item in move.new) - before
        narrative = f"{len(move.old)} exchanged for {len(move.new)}"
        draft.events.append((OrderEventKind.ITEM_EXCHANGED, at, by, narrative, abs(dearer) or None))
        if dearer > 0:
            self._take(draft, at, by, dearer, account)
        self._give_back(draft, at, by, -dearer, account, to_credit=False)

    def _convert(self, move: Convert, draft: Draft, at: datetime, by: str, account: Account) -> None:
        amount = _take_back(move.items, ItemState.RETURNED, at)
        move.donation.added_at, move.donation.state = at, ItemState.SOLD
        draft.items.append(move.donation)
        narrative = f"{len(move.items)} returned, their price given as a donation"
        draft.events.append((OrderEventKind.ITEM_RETURNED, at, by, narrative, amount))
        self._give_back(draft, at, by, amount - move.donation.total, account, to_credit=False)

    def _give_back(
        self, draft: Draft, at: datetime, by: str, amount: int, account: Account, *, to_credit: bool
    ) -> None:
        """What was paid with credit is credit again; the rest goes back as it came, or becomes credit."""
        assert draft.id is not None, "an order that is settled has a key"
        restored = 0
        while draft.spent and amount > restored:
            lot_id, spent = draft.spent.pop()
            back = min(spent, amount - restored)
            account.restore(at, lot_id, back, draft.id, by)
            restored += back
            if spent > back:
                draft.spent.append((lot_id, spent - back))
        left = amount - restored
        if left > 0 and to_credit:
            account.issue(
                at, left, (at + CREDIT_LASTS).date(), by, order_id=draft.id, note="Instead of a refund"
            )
            restored, left = amount, 0
        if restored:
            draft.payments.append((PaymentKind.REFUND, PaymentMethod.CREDIT, restored, at))
        if left > 0:
            draft.payments.append((PaymentKind.REFUND, draft.method, left, at))

    def _release(self, move: ReleaseDeposit, draft: Draft, at: datetime, by: str, account: Account) -> None:
        unused = _unused(draft)
        if not unused:
            return
        if move.to_credit:
            expires = (at + CREDIT_LASTS).date()
            account.issue(at, unused, expires, by, order_id=draft.id, note="Deposit that was not used")
            draft.payments.append((PaymentKind.DEPOSIT_MOVED_TO_CREDIT, PaymentMethod.CREDIT, unused, at))
            narrative = "Deposit moved to account credit"
            draft.events.append((OrderEventKind.DEPOSIT_MOVED_TO_CREDIT, at, by, narrative, unused))
        else:
            draft.payments.append((PaymentKind.DEPOSIT_REFUNDED, draft.method, unused, at))
            draft.events.append((OrderEventKind.DEPOSIT_REFUNDED, at, by, "Deposit refunded", unused))


def _unused(draft: Draft) -> int:
    if not draft.payments:
        return 0
    return deposit_of((kind, amount) for kind, _, amount, _ in draft.payments).unused


def _take_back(items: Sequence[Item], state: ItemState, at: datetime) -> int:
    """Mark the items; the answer is what they came to."""
    for item in items:
        item.state, item.returned_at = state, at
    return sum(item.total for item in items)
