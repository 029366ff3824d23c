"""What agents of the demo house earn."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id
from db.demo.house.tickets import FULL, PRICE_BANDS, TICKET_TYPES
from domain.commissions import CommissionKind, CommissionRule, CommissionStructure


class CommissionStructureRow(NamedTuple):
    id: UUID
    name: str
    description: str | None
    kind: str
    value: int
    active: bool


class CommissionRuleRow(NamedTuple):
    id: UUID
    structure_id: UUID
    ticket_type_id: UUID
    price_band_id: UUID
    kind: str
    value: int


COACHES, HOTELS, OLD = STRUCTURES = tuple(
    CommissionStructureRow(fixed_id(Series.COMMISSION_STRUCTURE, place), *structure)
    for place, structure in enumerate(
        (
            ("Coach operators", "A tenth of every ticket.", CommissionKind.PERCENT, 1000, True),
            ("Hotels", "So much a ticket, and a share of the best seats.", CommissionKind.VALUE, 150, True),
            ("Agreement of 2014", "No longer given.", CommissionKind.PERCENT, 750, False),
        ),
        start=1,
    )
)
RULES = tuple(
    CommissionRuleRow(fixed_id(Series.COMMISSION_RULE, place), *rule)
    for place, rule in enumerate(
        (
            (HOTELS.id, TICKET_TYPES[FULL].id, PRICE_BANDS[0].id, CommissionKind.PERCENT, 1250),
            (HOTELS.id, TICKET_TYPES[FULL].id, PRICE_BANDS[1].id, CommissionKind.PERCENT, 1000),
            (COACHES.id, TICKET_TYPES[FULL].id, PRICE_BANDS[2].id, CommissionKind.VALUE, 100),
        ),
        start=1,
    )
)
COMMISSIONS = {
    structure.id: CommissionStructure(
        CommissionRule(CommissionKind(structure.kind), structure.value),
        {
            (rule.ticket_type_id, rule.price_band_id): CommissionRule(CommissionKind(rule.kind), rule.value)
            for rule in RULES
            if rule.structure_id == structure.id
        },
    )
    for structure in STRUCTURES
}
