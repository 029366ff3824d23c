"""What claims for Gift Aid say no to, beside what is wrong with any input (GAD-P14, GAD-P15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.refusals import Refusal


@dataclass(eq=False)
class ClaimPeriodTooRecent(Refusal):
    """Gifts can be claimed for once donors can no longer take a declaration back; end the period earlier."""

    code = "CLAIM_PERIOD_TOO_RECENT"
    of_input = True

    latest_allowed: date = date.min


class NothingToClaim(Refusal):
    """No gift of the period can be claimed for, and no tax has to be given back."""

    code = "NOTHING_TO_CLAIM"


@dataclass(eq=False)
class ClaimStatusWrong(Refusal):
    """This cannot be done to a claim of this status."""

    code = "CLAIM_STATUS_WRONG"

    status: str = ""


@dataclass(frozen=True, slots=True)
class UnclaimableGift:
    """A gift in a claim that can no longer be claimed for, and the codes of all that stands against it."""

    donation_id: UUID
    reasons: tuple[str, ...]


@dataclass(eq=False)
class GiftsNotClaimable(Refusal):
    """Gifts of the claim can no longer be claimed for; preview the claim again, which leaves them out."""

    code = "GIFTS_NOT_CLAIMABLE"

    gifts: tuple[UnclaimableGift, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """One thing that is wrong with one row of a schedule, and the record on which it can be put right."""

    row: int
    field: str
    fault: str
    donation_id: UUID
    friendly_id: str


@dataclass(eq=False)
class RowsNotValid(Refusal):
    """The tax authority would send rows of the claim back; correct the records, and preview the claim again."""

    code = "ROWS_NOT_VALID"

    rows: tuple[FaultyRow, ...] = ()
    total: int = 0
