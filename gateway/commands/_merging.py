"""A merge that is being carried out: the two records, the ledger, and what is told of it in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from db.models import Customer
from db.transformations import Ledger
from db.work import Work
from domain.audit import Change
from domain.merges import Decisions, MergePlan, Side


class Circumstances(Protocol):
    """What of the deployment and the day a merge goes by."""

    @property
    def today(self) -> date: ...

    @property
    def zone(self) -> ZoneInfo: ...

    @property
    def country(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Merge:
    """Both records are locked, and everything that is done to their rows goes through the ledger."""

    tx: Work
    ledger: Ledger
    plan: MergePlan
    survivor: Customer
    loser: Customer
    here: Circumstances
    # The tables in which any row names the loser: what is not there needs no statement to move it.
    held: frozenset[str]
    # What the survivor's entry tells beside the lines of the plan.
    changes: list[Change] = field(default_factory=list)

    @property
    def decisions(self) -> Decisions:
        """What the wizard came to."""
        return self.plan.decisions

    def side(self, side: Side) -> Customer:
        """The record of that side."""
        return self.survivor if side is Side.SURVIVOR else self.loser

    def of_loser(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        """Rows of the record that is merged away."""
        return column == self.loser.id

    def of_survivor(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        """Rows of the record that it is merged into."""
        return column == self.survivor.id

    def of_either(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        """Rows of one of the two."""
        return column.in_((self.survivor.id, self.loser.id))

    async def bring(
        self,
        column: sa.ColumnElement[Any],
        *where: sa.ColumnElement[bool],
        reason: str = "It was the other record's.",
    ) -> int:
        """Point the loser's rows at the survivor, or those of them that are meant; how many they were."""
        return await self.ledger.move(
            column, self.survivor.id, sa.and_(self.of_loser(column), *where), reason=reason
        )


def among(column: sa.ColumnElement[Any], ids: Any) -> sa.ColumnElement[bool]:
    """Whether the column is one of these ids, however many there are."""
    found: sa.ColumnElement[bool] = column == sa.any_(sa.literal(list(ids), sa.ARRAY(sa.Uuid)))
    return found
