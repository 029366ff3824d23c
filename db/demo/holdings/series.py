"""The fixed subscriptions of demo customers: a seat for a season, held, bought, given up, or taken to the next."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from db.demo.dice import Dice
from db.demo.holdings.rows import SeriesSubscriptionRow
from db.demo.house.rows import House
from db.demo.house.series import Group
from db.demo.house.tickets import FULL, TICKET_TYPES
from db.demo.rota import Rota
from db.demo.rows import Batch
from db.demo.sales.drafts import Draft, Item, Return
from db.demo.sales.patrons import Patron, seller
from db.demo.sales.tickets import delivery, prepaid
from domain.fixed_series import SeriesState
from domain.orders import ItemKind, SalesChannel

_DAY = timedelta(days=1)
_SOLD_FROM, _SOLD_UNTIL = 150 * _DAY, 3 * _DAY  # before the first night
_OVER = (SeriesState.PURCHASED, SeriesState.RETURNED, SeriesState.RELEASED, SeriesState.EXPIRED)
_OPEN = (SeriesState.HELD, SeriesState.PURCHASED, SeriesState.HELD, SeriesState.RELEASED)


class SeriesSubscriptions:
    """Makes subscriptions to the fixed series; each seat is somebody's once."""

    def __init__(self, dice: Dice, house: House) -> None:
        self._dice, self._house = dice, house
        self._over, self._open = Rota(_OVER), Rota(_OPEN)

    def some(self, batch: Batch, patron: Patron) -> list[Draft]:
        """Perhaps a subscription of this customer, or one season after another."""
        dice = self._dice
        if not dice.chance(0.04):
            return []
        groups = [group for group in self._house.groups if self._when(group, patron) is not None]
        if not groups:
            return []
        group = dice.choice(groups)
        at = self._when(group, patron)
        assert at is not None, "the group was chosen because it could be subscribed to"
        following = group.following
        if (
            following is not None
            and (again := self._when(following, patron))
            and again > at
            and dice.chance(0.5)
        ):
            rolled = self.subscribe(batch, patron, group, at, SeriesState.ROLLED_OVER)
            return rolled + self._subscribe_in_turn(batch, patron, following, again)
        return self._subscribe_in_turn(batch, patron, group, at)

    def _subscribe_in_turn(self, batch: Batch, patron: Patron, group: Group, at: datetime) -> list[Draft]:
        rota = self._over if group.begins < self._house.now else self._open
        state = rota.take(lambda _: True)
        assert state is not None, "every state fits"
        return self.subscribe(batch, patron, group, at, state)

    def _when(self, group: Group, patron: Patron) -> datetime | None:
        """When this customer could have subscribed; None if it was before their time, or is yet to come."""
        first = max(patron.joined, group.begins - _SOLD_FROM)
        last = min(patron.seen, self._house.now, group.begins - _SOLD_UNTIL)
        return self._dice.opening_hour(first, last) if first < last else None

    def subscribe(
        self,
        batch: Batch,
        patron: Patron,
        group: Group,
        at: datetime,
        state: SeriesState,
        *,
        id: UUID | None = None,
        seat_id: UUID | None = None,
        held_for: timedelta | None = None,
    ) -> list[Draft]:
        """Write the subscription; the answer is the order of the one that was bought. No seat, no subscription."""
        dice = self._dice
        seat = seat_id or group.free_seat()
        if seat is None:
            return []
        group.given.add(seat)
        key = id or dice.key(at)
        until = group.begins - 14 * _DAY
        if state is SeriesState.HELD:
            until = self._house.now + (held_for or dice.choice((10, 30, 60)) * _DAY)
        no_end = state in (SeriesState.HELD, SeriesState.RELEASED) and held_for is None and dice.chance(0.3)
        held = None if no_end else max(until, at).date()
        batch.add(
            SeriesSubscriptionRow(
                key, patron.id, group.row.id, seat, state, at.astimezone(self._house.zone).date(), held
            )
        )
        if state not in (SeriesState.PURCHASED, SeriesState.RETURNED, SeriesState.ROLLED_OVER):
            return []
        return [self._order(patron, group, at, state, key, seat)]

    def _order(
        self, patron: Patron, group: Group, at: datetime, state: SeriesState, key: UUID, seat: UUID
    ) -> Draft:
        dice = self._dice
        channel = patron.channel(dice)
        by = delivery(dice, channel)
        full = TICKET_TYPES[FULL].id
        sold = Item(ItemKind.FIXED_SERIES, group.price, series_id=key)
        tickets = [prepaid(each, seat, full, by, series_id=key) for each in group.instances]
        draft = Draft(
            patron.id,
            patron.name,
            at,
            channel,
            seller(dice, channel),
            patron.method(dice, channel),
            [sold, *tickets],
        ).bought()
        if state is SeriesState.RETURNED:
            back = dice.opening_hour(at, min(group.begins - _DAY, self._house.now, max(patron.seen, at)))
            draft.then(back, seller(dice, SalesChannel.PHONE), Return(tuple(draft.items)))
        return draft
