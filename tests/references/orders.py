"""An order played through by hand: prices in exact decimals, a deposit as a heap of single pennies."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum

PENNY = Decimal("0.01")


class Heap(Enum):
    """Where a penny of a deposit lies."""

    HELD = 1
    USED = 2
    GIVEN_BACK = 3
    IN_CREDIT = 4


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(PENNY, rounding=ROUND_HALF_EVEN)


class SlowItem:
    """One item; percentages are whole numbers of hundredths of a percent, of the price."""

    def __init__(self, full_price: int, discount: int, commission_rate: int, agent_rate: int) -> None:
        price = Decimal(full_price) / 100 - Decimal(discount) / 100
        fee = rounded(price * Decimal(commission_rate) / Decimal(10_000))
        agents = rounded(price * Decimal(agent_rate) / Decimal(10_000))
        self.costs = price + fee - agents
        self.where = "held for the customer"


class SlowOrder:
    """What happened to an order, step by step."""

    def __init__(self) -> None:
        self.items: list[SlowItem] = []
        self.pennies: list[Heap] = []
        self.paid = Decimal(0)
        self.cancelled = False

    def worth(self, where: str) -> Decimal:
        return sum((item.costs for item in self.items if item.where == where), Decimal(0))

    @property
    def held(self) -> int:
        return sum(1 for penny in self.pennies if penny is Heap.HELD)

    @property
    def due(self) -> Decimal:
        return max(Decimal(0), self.worth("bought") + self.worth("held for the customer") - self.paid)

    def put(self, pennies: int, heap: Heap) -> int:
        """Move held pennies one by one to another heap; how many there were to move."""
        moved = 0
        for index, penny in enumerate(self.pennies):
            if moved < pennies and penny is Heap.HELD:
                self.pennies[index] = heap
                moved += 1
        return moved

    def confirm(self) -> tuple[int, int]:
        """Buy what is reserved: the pennies used of the deposit, and those that had to be paid."""
        used = cash = 0
        while self.due > 0:
            if self.put(1, Heap.USED):
                used += 1
            else:
                cash += 1
            self.paid += PENNY
        for item in self.items:
            if item.where == "held for the customer":
                item.where = "bought"
        return used, cash

    def state(self) -> str:
        where = [item.where for item in self.items]
        if self.cancelled:
            return "CANCELLED"
        if "bought" in where:
            return "PARTIALLY_RETURNED" if "returned" in where else "CONFIRMED"
        if "held for the customer" in where:
            return "RESERVED"
        if "returned" in where or "exchanged" in where:
            return "RETURNED"
        return "EXPIRED"
