"""Commission of agents: what of a ticket's price stays with the agent who sells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from uuid import UUID

from domain.errors import InvalidValue
from domain.money import percent_of

WHOLE_PRICE = 10_000
"""A hundred percent, in hundredths of a percent."""


@unique
class CommissionKind(StrEnum):
    """How a commission is reckoned (AGC-P02): minor units a ticket, or hundredths of a percent of its price."""

    VALUE = "VALUE"
    PERCENT = "PERCENT"


@dataclass(frozen=True, slots=True)
class CommissionRule:
    """How much of a ticket's price stays with the agent: minor units, or hundredths of a percent.

    Raises InvalidValue for an amount below zero, or a percentage above a hundred.
    """

    kind: CommissionKind
    amount: int

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise InvalidValue("A commission is not negative; write 0 for none.", ("amount",))
        if self.kind == CommissionKind.PERCENT and self.amount > WHOLE_PRICE:
            raise InvalidValue("A commission is at most 100 percent of the price.", ("amount",))

    def of(self, price: int) -> int:
        """The commission on one ticket of this price, never above it, in minor units (AGC-P02)."""
        return commission_of(self.kind, self.amount, price)


@dataclass(frozen=True, slots=True)
class CommissionStructure:
    """What an agent earns: a rule for all tickets, and others for some (ticket type, price band) (AGC-P02)."""

    default: CommissionRule
    table: Mapping[tuple[UUID, UUID], CommissionRule] = field(default_factory=dict)

    def rule_for(self, ticket_type: UUID, price_band: UUID) -> CommissionRule:
        """The rule of the table for such tickets, or else the default."""
        return self.table.get((ticket_type, price_band), self.default)

    def commission(self, ticket_type: UUID, price_band: UUID, price: int) -> int:
        """The commission on one such ticket, in minor units; the agent is charged the price less this (AGC-P03)."""
        return self.rule_for(ticket_type, price_band).of(price)


def commission_of(kind: CommissionKind, amount: int, price: int) -> int:
    """The commission on one ticket in minor units: a half rounds to the even one, and it never exceeds the price."""
    return min(percent_of(price, amount) if kind == CommissionKind.PERCENT else amount, price)


def charged_to_agent(price: int, commission: int) -> int:
    """What the agent pays for a ticket, in minor units: the commission is inside the price (AGC-P03)."""
    return price - commission
