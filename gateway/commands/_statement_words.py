"""What the parts of a statement are called where it is read on paper or in a spreadsheet."""

from __future__ import annotations

from domain.credit import EntryKind
from domain.orders import ItemKind, PaymentKind
from domain.statements import StatementMovement

KINDS = {
    ItemKind.TICKET: "Tickets",
    ItemKind.MERCHANDISE: "Merchandise",
    ItemKind.MEMBERSHIP: "Memberships",
    ItemKind.DONATION: "Donations",
    ItemKind.TICKET_SUBSCRIPTION: "Ticket subscriptions",
    ItemKind.FIXED_SERIES: "Fixed series",
}
MOVEMENTS = {
    StatementMovement.PURCHASE: "Bought",
    StatementMovement.RETURN: "Returned",
    StatementMovement.EXCHANGE: "Exchanged",
}
DEPOSITS = {
    PaymentKind.DEPOSIT_TAKEN: "Deposit taken",
    PaymentKind.DEPOSIT_USED: "Deposit used",
    PaymentKind.DEPOSIT_REFUNDED: "Deposit refunded",
    PaymentKind.DEPOSIT_MOVED_TO_CREDIT: "Deposit moved to credit",
}
POSTINGS = {
    EntryKind.ISSUE: "Credit given",
    EntryKind.REDEEM_VOUCHER: "Gift voucher redeemed",
    EntryKind.SPEND: "Credit spent",
    EntryKind.RESTORE: "Credit restored",
    EntryKind.EXPIRE: "Credit expired",
    EntryKind.REFUND_OUT: "Credit paid out",
    EntryKind.MERGE_IN: "Credit of a merged record",
    EntryKind.MERGE_OUT: "Credit moved to a merged record",
    EntryKind.ADJUST: "Credit corrected",
}
