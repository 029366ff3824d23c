"""What a proposed declaration or cancellation would do to a customer's gifts: read, checked, and reckoned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from db.gift_aid import cancellations_of, declaration_of
from domain.addresses import AddressFields
from domain.customers import Kind
from domain.gift_aid import (
    Cancellation,
    CancellationOption,
    Coverage,
    Declaration,
    DeclarationType,
    Donor,
)
from domain.gift_aid_making import Declarant, acted_on, cancelled_from, chosen_of, days_covered, home_of
from domain.gift_aid_what_if import WhatIf, what_if
from domain.refusals import Problems
from gateway.context import Context
from gateway.loaders.gift_aid_what_if import GIFTS, donor
from gateway.resolvers.gift_aid_explanations import gift_of

_LINES = ("line1", "line2", "line3", "town", "county", "postcode", "country_code")


@dataclass(frozen=True, slots=True)
class ProposedDeclaration:
    """Which gifts a declaration would be for; what would prove it is taken for granted."""

    coverage: Coverage
    since: date | None


@dataclass(frozen=True, slots=True)
class ProposedCancellation:
    """From when on a cancellation would act, and on which declarations, where not on all."""

    option: CancellationOption
    since: date | None
    declaration_ids: Sequence[UUID] | None


async def gift_aid_what_if(
    context: Context, ref: UUID | int, proposed: ProposedDeclaration | ProposedCancellation
) -> WhatIf | None:
    """What would change; None where there is no such customer, or the actor may not see them.

    Refused as the mutation would refuse it.
    """
    found = await context.reader.rows(donor(ref))
    if not found:
        return None
    [row] = found
    declarations = [declaration_of(*each) for each in row["declarations"]]
    cancellations = cancellations_of(row["cancellations"])
    problems = Problems()
    made: Declaration | Cancellation | None = None
    with problems.at("proposed"):
        made = (
            _declaration(context, row, proposed)
            if isinstance(proposed, ProposedDeclaration)
            else _cancellation(context, declarations, cancellations, proposed)
        )
    problems.raise_any()
    assert made is not None, "it was refused otherwise"
    gifts = await context.reader.rows(GIFTS, owner_id=row["id"])
    return what_if(
        [(each["id"], gift_of(each)) for each in gifts],
        declarations,
        cancellations,
        made,
        context.today,
        year_end=context.settings.house.accounting_year_ends,
        figures=context.settings.house.figures,
    )


def _declaration(context: Context, row: Mapping[str, Any], proposed: ProposedDeclaration) -> Declaration:
    days = days_covered(proposed.coverage, proposed.since, context.today, context.settings.figures)
    addresses = tuple(AddressFields(**dict(zip(_LINES, home, strict=True))) for home in row["homes"])
    person = (row["first_name"], row["last_name"])
    home = home_of(Declarant(Kind(row["kind"]), *person, row["deceased_on"], addresses), context.today)
    return Declaration(
        uuid7(),
        row["id"],
        context.now,
        days.first,
        days.last,
        DeclarationType.PAPER,
        has_details=True,
        donor=Donor(*person, home),
    )


def _cancellation(
    context: Context,
    declarations: Sequence[Declaration],
    cancellations: Sequence[Cancellation],
    proposed: ProposedCancellation,
) -> Cancellation:
    chosen = chosen_of(declarations, proposed.declaration_ids)
    effective_from = cancelled_from(
        proposed.option, proposed.since, context.today, chosen, context.settings.figures
    )
    named = acted_on(declarations, cancellations, effective_from, chosen)
    return Cancellation(uuid7(), context.now, effective_from, frozenset(named))
