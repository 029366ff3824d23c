"""Rows of the credit ledger for tests: lots, and what was posted to them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from uuid_utils.compat import uuid7

from db.models import CreditEntry, CreditLot, Customer, GiftVoucher


class Ledger:
    """One customer's credit; every posting tells the balance after it, as the book wants it."""

    def __init__(self, owner: Customer) -> None:
        self.owner = owner
        self.rows: list[Any] = []
        self._balance = 0

    def lot(
        self,
        amount: int,
        *,
        kind: str = "ACCOUNT_CREDIT",
        issued_at: datetime = datetime(2026, 1, 5, 12, tzinfo=UTC),
        expires_on: date | None = None,
        voucher: GiftVoucher | None = None,
        note: str | None = None,
    ) -> CreditLot:
        """A lot and the entry that issued it."""
        lot = CreditLot(
            id=uuid7(),
            customer_id=self.owner.id,
            kind=kind,
            amount_minor=amount,
            issued_at=issued_at,
            expires_on=expires_on,
            voucher_id=voucher and voucher.id,
            note=note,
        )
        self.rows.append(lot)
        self.post(lot, "REDEEM_VOUCHER" if voucher else "ISSUE", amount, at=issued_at)
        return lot

    def post(
        self, lot: CreditLot, kind: str, amount: int, *, at: datetime, order_id: Any = None
    ) -> CreditEntry:
        """An entry on a lot."""
        self._balance += amount
        entry = CreditEntry(
            id=uuid7(),
            customer_id=self.owner.id,
            lot_id=lot.id,
            kind=kind,
            amount_minor=amount,
            balance_after_minor=self._balance,
            order_id=order_id,
            username="bea",
            at=at,
        )
        self.rows.append(entry)
        return entry


def gift_voucher(owner: Customer, amount: int, **values: Any) -> GiftVoucher:
    """A voucher that the customer redeemed."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "code_hash": uuid7().bytes,
        "last_four": "7QXZ",
        "amount_minor": amount,
        "valid_from": date(2026, 1, 1),
        "expires_on": date(2027, 1, 1),
        "redeemed_by": owner.id,
        "redeemed_at": datetime(2026, 3, 1, 10, tzinfo=UTC),
    }
    return GiftVoucher(**{**made, **values})
