"""Rows of an order's sub-tabs, grouped by hand: what SQL groups is held against it (ORD-P07)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from domain.orders import ItemState

GIVEN_BACK = (ItemState.RETURNED, ItemState.EXCHANGED)


@dataclass(frozen=True, slots=True)
class SubTabRow:
    """The items of one order for one instance, or of one product; given back by return or by exchange."""

    order: Hashable
    of: Hashable
    quantity: int
    returned_quantity: int


def sub_tab_rows(
    items: Iterable[tuple[Hashable, Hashable, ItemState]], *, hide_returned: bool = False
) -> list[SubTabRow]:
    """One row for each order and what its items are of, as they first appear, for items (order, of what, state)."""
    rows: list[SubTabRow] = []
    for order, of, state in items:
        back = int(state in GIVEN_BACK)
        for index, row in enumerate(rows):
            if (row.order, row.of) == (order, of):
                rows[index] = SubTabRow(order, of, row.quantity + 1 - back, row.returned_quantity + back)
                break
        else:
            rows.append(SubTabRow(order, of, 1 - back, back))
    return [row for row in rows if row.quantity or not hide_returned]
