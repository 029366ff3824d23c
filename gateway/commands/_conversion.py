"""What every part of carrying out a conversion has at hand."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, tzinfo
from typing import Any
from uuid import UUID

import orjson
from uuid_utils.compat import uuid7

from db.models import Customer, Transformation, TransformationValue
from db.transformations import Ledger
from db.work import Author, Work
from domain.audit import Change, Method, as_text
from domain.conversions import Choices, ConversionPlan
from domain.house import House
from domain.transformations import TransformationKind, ValueFrom, transformation_id


@dataclass(frozen=True, slots=True)
class Place:
    """What of the deployment and the day a conversion asks for."""

    today: date
    zone: tzinfo
    country: str
    currency: str
    house: House


@dataclass(slots=True)
class Conversion:
    """A conversion under way: its plan, its ledger, and what the audit is to tell of it."""

    tx: Work
    customer: Customer
    plan: ConversionPlan
    place: Place
    entry: Transformation
    ledger: Ledger
    person_id: UUID | None = None
    changes: list[Change] = field(default_factory=list)

    @property
    def author(self) -> Author:
        """Whoever converts; the audit tells that a conversion did it."""
        return Author(self.tx.actor, Method.CONVERT)

    @property
    def name(self) -> str:
        """What people call this conversion, such as C-13."""
        return transformation_id(TransformationKind.CONVERSION, self.entry.number)


async def begin(
    tx: Work, customer: Customer, plan: ConversionPlan, choices: Choices, place: Place
) -> Conversion:
    """The conversion with its entry in the ledger, and what each detail was and is (MRG-N01)."""
    entry = Transformation(
        id=uuid7(),
        kind=TransformationKind.CONVERSION.value,
        customer_id=customer.id,
        at=tx.now,
        from_kind=plan.source.value,
        converted_on=place.today,
        user_id=tx.actor.user_id,
        username=tx.actor.username,
        choices=orjson.loads(orjson.dumps(choices, default=_plain)),
    )
    tx.session.add(entry)
    await tx.session.flush()
    before, after = asdict(plan.before), asdict(plan.details)
    tx.session.add_all(
        TransformationValue(
            transformation_id=entry.id,
            path=path,
            taken_from=ValueFrom.NEITHER if value is None else ValueFrom.SURVIVOR,
            survivor=as_text(before[path]),
            result=as_text(value),
            reason="As the new kind of record has it.",
        )
        for path, value in after.items()
        if before[path] != value
    )
    return Conversion(tx, customer, plan, place, entry, Ledger(tx.session, entry.id))


def _plain(value: Any) -> Any:
    return sorted(map(str, value))
