"""The credit account of one demo customer, kept by the rules of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from db.demo.dice import Dice
from db.demo.holdings.rows import CreditEntryRow, CreditLotRow
from db.demo.rows import Batch
from domain.credit import Entry, EntryKind, Lot, balance, in_spending_order, is_expired
from domain.credit_movements import Posted, expire, issue, redeem_voucher, restore, spend

SWEEP = "system\\credit"
_SWEPT_AT = time(2, 0, tzinfo=UTC)


class Account:
    """The lots and entries of one customer; movements come in the order of time."""

    def __init__(self, dice: Dice, batch: Batch, customer_id: UUID, zone: ZoneInfo) -> None:
        self._dice, self._batch, self._customer_id, self._zone = dice, batch, customer_id, zone
        self._lots: tuple[Lot, ...] = ()
        self._written = 0

    def balance(self, at: datetime) -> int:
        """What can be spent then, in minor units."""
        return balance(self._lots, self._day(at)) if self._lots else 0

    def issue(
        self,
        at: datetime,
        amount: int,
        expires_on: date | None,
        by: str,
        *,
        order_id: UUID | None = None,
        note: str | None = None,
        lot_id: UUID | None = None,
    ) -> None:
        """Account credit comes in."""
        self.sweep(at)
        made = lot_id or self._dice.key(at)
        posted = issue(self._lots, made, amount, expires_on, self._day(at))
        self._keep_lot(posted, made, at, None, note)
        self._post(posted, at, by, order_id)

    def redeem(
        self,
        at: datetime,
        voucher_id: UUID,
        amount: int,
        expires_on: date | None,
        by: str,
        lot_id: UUID | None = None,
    ) -> None:
        """A gift voucher becomes credit with the voucher's expiry."""
        self.sweep(at)
        made = lot_id or self._dice.key(at)
        posted = redeem_voucher(self._lots, made, amount, expires_on, self._day(at))
        self._keep_lot(posted, made, at, voucher_id, None)
        self._post(posted, at, by, None)

    def spend(self, at: datetime, amount: int, order_id: UUID, by: str) -> list[tuple[UUID, int]]:
        """Pay with credit; the answer is how much of which lot."""
        self.sweep(at)
        posted = spend(self._lots, amount, self._day(at))
        self._post(posted, at, by, order_id)
        return [(entry.lot_id, -entry.amount) for entry in posted.entries if entry.kind is EntryKind.SPEND]

    def restore(self, at: datetime, lot_id: UUID, amount: int, order_id: UUID, by: str) -> None:
        """Put back what was spent of the lot, or give a new one where it has expired."""
        self.sweep(at)
        made = self._dice.key(at)
        posted = restore(self._lots, lot_id, amount, self._day(at), made)
        if len(posted.lots) > len(self._lots):
            self._keep_lot(posted, made, at, None, "Restored after the lot had expired")
        self._post(posted, at, by, order_id)

    def sweep(self, now: datetime) -> None:
        """Post what has expired by then, each lot in the night after its last day."""
        for lot in in_spending_order(self._lots):
            if lot.remaining and is_expired(lot.expires_on, self._day(now)):
                assert lot.expires_on is not None, "what has expired had an expiry"
                after = lot.expires_on + timedelta(days=1)
                at = min(datetime.combine(after, _SWEPT_AT), now)
                self._post(expire(self._lots, after), at, SWEEP, None)

    def _keep_lot(
        self, posted: Posted, lot_id: UUID, at: datetime, voucher_id: UUID | None, note: str | None
    ) -> None:
        lot = next(each for each in posted.lots if each.id == lot_id)
        self._batch.add(
            CreditLotRow(
                lot_id, self._customer_id, lot.kind, lot.remaining, at, lot.expires_on, voucher_id, note
            )
        )

    def _post(self, posted: Posted, at: datetime, by: str, order_id: UUID | None) -> None:
        self._lots = posted.lots
        self._write(posted.entries, at, by, order_id)

    def _write(self, entries: Iterable[Entry], at: datetime, by: str, order_id: UUID | None) -> None:
        for entry in entries:
            self._written += 1  # of one instant, keys rise in this order
            self._batch.add(
                CreditEntryRow(
                    self._dice.key(at, self._written),
                    self._customer_id,
                    entry.lot_id,
                    entry.kind,
                    entry.amount,
                    entry.balance_after,
                    order_id,
                    by,
                    at,
                )
            )

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()
