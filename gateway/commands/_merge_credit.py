"""Account credit in a merge: every lot moves as it is, posted out on one account and in on the other (CRD-P09)."""

from __future__ import annotations

from gateway.commands._credit_transfers import transfer_credit
from gateway.commands._merging import Merge


async def merge_credit(merge: Merge) -> None:
    """Move the loser's lots, with their issue and expiry; what was posted for it stays under its name."""
    await transfer_credit(
        merge.tx,
        merge.ledger,
        merge.loser.id,
        merge.survivor.id,
        merge.here,
        reason="Credit goes with the record.",
    )
