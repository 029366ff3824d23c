"""The ticket subscriptions of the demo house: vouchers in groups, and what each group is good for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id
from db.demo.house.programme import Instance
from db.demo.house.tickets import CONCESSION, FULL, TICKET_TYPES, UNDER_26
from db.demo.house.venues import HALL, ICE_HOUSE, PLAYHOUSE, STUDIO, VenueRow


class StructureRow(NamedTuple):
    id: UUID
    name: str
    description: str | None
    active: bool


class PricingSetRow(NamedTuple):
    id: UUID
    structure_id: UUID
    name: str


class VoucherGroupRow(NamedTuple):
    id: UUID
    pricing_set_id: UUID
    name: str
    vouchers: int
    price_minor: int
    commission_minor: int
    position: int


@dataclass(frozen=True, slots=True)
class VoucherGroup:
    """A group of vouchers, and the instances for which they are good in the order of time."""

    row: VoucherGroupRow
    types: tuple[int, ...]
    instances: tuple[Instance, ...]
    starts: tuple[datetime, ...]

    def next_after(self, at: datetime, offset: int) -> Instance | None:
        """The instance that many after the next one for which a voucher was good then."""
        place = bisect_right(self.starts, at) + offset
        found = self.instances[place] if place < len(self.instances) else None
        return found if found and found.sells_at(at) else None


@dataclass(frozen=True, slots=True)
class Offer:
    """A pricing set with its structure and groups, as it was sold; the months are how long its vouchers last."""

    structure: StructureRow
    row: PricingSetRow
    groups: tuple[VoucherGroup, ...]
    months: int

    @property
    def price(self) -> int:
        """What all vouchers cost together, in minor units."""
        return sum(each.row.vouchers * each.row.price_minor for each in self.groups)

    @property
    def commission(self) -> int:
        """The fees on all vouchers together, in minor units."""
        return sum(each.row.vouchers * each.row.commission_minor for each in self.groups)


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    vouchers: int
    price: int
    commission: int
    venues: tuple[VenueRow, ...]


@dataclass(frozen=True, slots=True)
class _Structure:
    name: str
    description: str
    active: bool
    months: int
    sets: tuple[tuple[str, tuple[int, ...], tuple[_Group, ...]], ...]  # name, ticket types, groups


_BIG: tuple[VenueRow, ...] = (PLAYHOUSE, HALL)
_SMALL: tuple[VenueRow, ...] = (STUDIO, ICE_HOUSE)


def _five(big: int, small: int) -> tuple[_Group, ...]:
    return _Group("Big nights", 3, big, 50, _BIG), _Group("Small nights", 2, small, 0, _SMALL)


_STRUCTURES = (
    _Structure(
        "Pick Five",
        "Three big nights and two small ones, within a year.",
        True,
        12,
        (
            ("Full price", (FULL,), _five(1900, 1200)),
            ("Concessions", (CONCESSION, UNDER_26), _five(1500, 900)),
        ),
    ),
    _Structure(
        "Studio Six",
        "Six new plays for the price of four.",
        True,
        18,
        (("Standard", (FULL, CONCESSION), (_Group("New plays", 6, 800, 0, _SMALL),)),),
    ),
    _Structure(
        "Music Pass",
        "No longer sold.",
        False,
        12,
        (("Standard", (FULL,), (_Group("Concerts", 4, 1600, 100, (HALL,)),)),),
    ),
)


def offers(instances: Sequence[Instance]) -> Iterator[Offer]:
    """Every pricing set, with the instances of its venues that were not cancelled."""
    group_number = set_number = 0
    for ordinal, sold in enumerate(_STRUCTURES, start=1):
        key = fixed_id(Series.SUBSCRIPTION_STRUCTURE, ordinal)
        structure = StructureRow(key, sold.name, sold.description, sold.active)
        for set_name, types, groups in sold.sets:
            set_number += 1
            row = PricingSetRow(fixed_id(Series.PRICING_SET, set_number), structure.id, set_name)
            made = []
            for position, group in enumerate(groups):
                group_number += 1
                voucher_group = VoucherGroupRow(
                    fixed_id(Series.VOUCHER_GROUP, group_number),
                    row.id,
                    group.name,
                    group.vouchers,
                    group.price,
                    group.commission,
                    position,
                )
                good = tuple(
                    each for each in instances if each.plan.venue in group.venues and not each.cancelled_at
                )
                made.append(VoucherGroup(voucher_group, types, good, tuple(each.starts_at for each in good)))
            yield Offer(structure, row, tuple(made), sold.months)


def eligible_instances(sold: Sequence[Offer]) -> list[tuple[UUID, UUID]]:
    """For what vouchers are good: groups with their instances."""
    return [
        (group.row.id, each.row.id) for offer in sold for group in offer.groups for each in group.instances
    ]


def eligible_types(sold: Sequence[Offer]) -> list[tuple[UUID, UUID]]:
    """As what vouchers may be redeemed: groups with their ticket types."""
    return [
        (group.row.id, TICKET_TYPES[kind].id)
        for offer in sold
        for group in offer.groups
        for kind in group.types
    ]
