"""Commission of agents: what of a ticket's price stays with the agent who sells it."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class CommissionKind(StrEnum):
    """How a commission is reckoned (AGC-P02): minor units a ticket, or hundredths of a percent of its price."""

    VALUE = "VALUE"
    PERCENT = "PERCENT"
