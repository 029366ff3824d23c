"""The ticket subscriptions of demo customers, and the tickets for which their vouchers were redeemed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from db.demo.dice import Dice
from db.demo.holdings.rows import SubscriptionVouchersRow, TicketSubscriptionRow
from db.demo.house.rows import House
from db.demo.house.subscriptions import Offer, VoucherGroup
from db.demo.house.tickets import TICKET_TYPES
from db.demo.rows import Batch
from db.demo.sales.drafts import Draft, Item, Return
from db.demo.sales.patrons import Patron, seller
from db.demo.sales.tickets import delivery, prepaid
from domain.memberships import add_months
from domain.orders import ItemKind, SalesChannel

_DAY = timedelta(days=1)
_YEARS = 4 * 365 * _DAY
# One subscription in so many, and the tickets of one voucher in so many.
_RETURNED, _CHANGED_THEIR_MIND = 11, 9


class Subscriptions:
    """Makes ticket subscriptions."""

    def __init__(self, dice: Dice, house: House) -> None:
        self._dice, self._house = dice, house
        self._told: Counter[int] = Counter()

    def some(self, batch: Batch, patron: Patron) -> list[Draft]:
        """Perhaps a ticket subscription, or one and the next."""
        dice = self._dice
        first, last = max(patron.joined, self._house.now - _YEARS), patron.seen
        if first >= last or not dice.chance(0.045):
            return []
        drafts = []
        for _ in range(dice.choice((1, 1, 2))):
            offer, at = dice.choice(self._house.offers), dice.opening_hour(first, last)
            if not offer.structure.active:
                at = min(at, self._house.now - 700 * _DAY)
            if at >= first:
                drafts += self.sell(batch, offer, patron, at)
        return drafts

    def sell(
        self,
        batch: Batch,
        offer: Offer,
        patron: Patron,
        at: datetime,
        *,
        id: UUID | None = None,
        redeem: Sequence[Sequence[datetime]] | None = None,
    ) -> list[Draft]:
        """Sell vouchers then, and redeem some while they last: at these times, by group, or by chance."""
        dice = self._dice
        key = id or dice.key(at)
        issued = at.astimezone(self._house.zone).date()
        expires = add_months(issued, offer.months)
        bought = _order(dice, patron, at, [_sold(offer, key)])
        returned = None
        if redeem is None and self._turned_out(_RETURNED):
            returned = dice.opening_hour(at, max(at, min(patron.seen, at + 40 * _DAY)))
            bought.then(returned, seller(dice, SalesChannel.PHONE), Return(tuple(bought.items)))
        drafts, counts = [bought], []
        until = min(patron.seen, datetime.combine(expires, at.timetz()) - _DAY)
        for place, group in enumerate(offer.groups):
            redeemed = 0
            times = redeem[place] if redeem else self._times(group, at, until) if returned is None else ()
            for time in times:
                tickets = min(group.row.vouchers - redeemed, 1 if redeem else dice.choice((1, 2)))
                if (order := self._redeem(group, key, patron, time, until, tickets)) is not None:
                    drafts.append(order)
                    redeemed += 0 if _comes_back(order) else len(order.items)
            unused = group.row.vouchers if returned else 0
            counts.append(SubscriptionVouchersRow(key, group.row.id, group.row.vouchers, redeemed, unused))
        batch.add(TicketSubscriptionRow(key, patron.id, offer.row.id, issued, expires, returned))
        for count in counts:
            batch.add(count)
        return drafts

    def _turned_out(self, one_in: int) -> bool:
        """True for one subscription, or one voucher's ticket, in so many."""
        self._told[one_in] += 1
        return self._told[one_in] % one_in == 0

    def _times(self, group: VoucherGroup, since: datetime, until: datetime) -> list[datetime]:
        times = []
        for _ in range(self._dice.randint(0, group.row.vouchers)):
            if since < until:
                times.append(self._dice.opening_hour(since, until))
        return times

    def _redeem(
        self, group: VoucherGroup, key: UUID, patron: Patron, at: datetime, until: datetime, tickets: int
    ) -> Draft | None:
        """An order of tickets that vouchers pay for; some come back, and their vouchers are good again."""
        dice = self._dice
        instance = group.next_after(at, int(dice.expovariate(0.15))) or group.next_after(at, 0)
        if instance is None or tickets <= 0:
            return None
        kind = TICKET_TYPES[dice.choice(group.types)].id
        by = delivery(dice, SalesChannel.WEB)
        items = [
            prepaid(instance, seat, kind, by, subscription_id=key, voucher_group_id=group.row.id)
            for seat, _ in instance.seats(tickets)
        ]
        order = _order(dice, patron, at, items)
        back = dice.opening_hour(at, min(until, instance.starts_at))
        if at < back < instance.starts_at and self._turned_out(_CHANGED_THEIR_MIND):
            order.then(back, seller(dice, SalesChannel.PHONE), Return(tuple(items)))
        return order


def _comes_back(order: Draft) -> bool:
    return any(isinstance(move, Return) for _, _, move in order.moves)


def _sold(offer: Offer, key: UUID) -> Item:
    return Item(ItemKind.TICKET_SUBSCRIPTION, offer.price, fee=offer.commission, subscription_id=key)


def _order(dice: Dice, patron: Patron, at: datetime, items: list[Item]) -> Draft:
    channel = patron.channel(dice)
    by, method = seller(dice, channel), patron.method(dice, channel)
    return Draft(patron.id, patron.name, at, channel, by, method, items).bought()
