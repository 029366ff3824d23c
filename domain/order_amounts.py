"""What an order comes to: the amounts of its items, their totals, and what is still due.

All amounts are whole minor units of the house's currency, and whatever is a percentage was rounded once, where it
was taken (ORD-P03).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.orders import ItemState


@dataclass(frozen=True, slots=True)
class ItemAmounts:
    """What one item costs: the discount comes off the full price, a commission is a fee on top of it.

    The commission of an agent is inside the price, so that the agent is charged the less (AGC-P03).
    """

    full_price: int
    discount: int = 0
    commission: int = 0
    agent_commission: int = 0

    @property
    def price(self) -> int:
        """What this customer is charged for the item itself."""
        return price_of(self.full_price, self.discount)

    @property
    def total(self) -> int:
        """What the item adds to the order."""
        return total_of(self.full_price, self.discount, self.commission, self.agent_commission)

    def __add__(self, other: ItemAmounts) -> ItemAmounts:
        return ItemAmounts(
            self.full_price + other.full_price,
            self.discount + other.discount,
            self.commission + other.commission,
            self.agent_commission + other.agent_commission,
        )


@dataclass(frozen=True, slots=True)
class OrderAmounts:
    """What the items of an order come to: the sold ones, and apart from them those that are only reserved."""

    sold: ItemAmounts
    reserved: ItemAmounts

    @property
    def total(self) -> int:
        """What the items that are sold come to."""
        return self.sold.total

    @property
    def reserved_total(self) -> int:
        """What the items that are only reserved would add."""
        return self.reserved.total


def price_of(full_price: int, discount: int) -> int:
    """What the customer is charged for an item itself, in minor units (ORD-P03)."""
    return full_price - discount


def total_of(full_price: int, discount: int, commission: int, agent_commission: int) -> int:
    """What an item adds to its order, in minor units (ORD-P03)."""
    return price_of(full_price, discount) + commission - agent_commission


def order_amounts(items: Iterable[tuple[ItemState, ItemAmounts]]) -> OrderAmounts:
    """What the items of an order come to; returned, exchanged and expired ones count for nothing."""
    sums = {ItemState.SOLD: ItemAmounts(0), ItemState.RESERVED: ItemAmounts(0)}
    for state, amounts in items:
        if state in sums:
            sums[state] += amounts
    return OrderAmounts(sums[ItemState.SOLD], sums[ItemState.RESERVED])


def amount_due(total: int, reserved_total: int, paid: int) -> int:
    """What is due once all that is reserved is bought too, in minor units, before an unused deposit; never negative.

    `paid` is what was paid less what was paid back, used deposits included (`domain.deposits.paid_by`).
    """
    return max(0, total + reserved_total - paid)


def overpaid(total: int, reserved_total: int, paid: int) -> int:
    """What was paid beyond the items that are left and has not been paid back, in minor units; never negative."""
    return max(0, paid - total - reserved_total)
