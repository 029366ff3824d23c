"""Account credit and gift vouchers: a ledger of lots, each with its own expiry."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class CreditKind(StrEnum):
    """The two parts of an account balance (CRD-02)."""

    ACCOUNT_CREDIT = "ACCOUNT_CREDIT"
    GIFT_VOUCHER = "GIFT_VOUCHER"


@unique
class EntryKind(StrEnum):
    """What an entry of the ledger did (CRD-P01)."""

    ISSUE = "ISSUE"
    REDEEM_VOUCHER = "REDEEM_VOUCHER"
    SPEND = "SPEND"
    RESTORE = "RESTORE"
    EXPIRE = "EXPIRE"
    REFUND_OUT = "REFUND_OUT"
    MERGE_IN = "MERGE_IN"
    MERGE_OUT = "MERGE_OUT"
    ADJUST = "ADJUST"
