"""An opportunity while its story is told: its way through the stages, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from db.demo.fundraising.rows import OpportunityAttributeValueRow, OpportunityRow, StageChangeRow
from db.demo.house.fundraising import OpportunityAttributeRow, StageRow
from db.demo.house.giving import CampaignRow
from db.demo.personas import Persona
from db.demo.rows import Batch
from domain.opportunities import Outcome, StageChangeKind


class Step(NamedTuple):
    """One thing that was written down about the stage."""

    kind: StageChangeKind
    before: StageRow | None
    after: StageRow
    outcome: Outcome | None
    at: datetime
    by: str
    note: str | None


@dataclass(slots=True, eq=False)
class Prospect:
    """One opportunity; amounts in minor units. Steps come in the order of time, the opening first."""

    id: UUID
    customer_id: UUID
    campaign: CampaignRow
    fund_id: UUID
    owner: Persona
    target: int
    asked: int = 0
    expected_close_on: date | None = None
    notes: str | None = None
    close_reason: str | None = None
    answers: list[tuple[OpportunityAttributeRow, str]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def stage(self) -> StageRow:
        """Where it stands, or stood when it was closed."""
        return self.steps[-1].after

    @property
    def outcome(self) -> Outcome:
        """How it ended, or that it has not."""
        return self.steps[-1].outcome or Outcome.OPEN

    @property
    def opened_at(self) -> datetime:
        return self.steps[0].at

    @property
    def closed_at(self) -> datetime | None:
        """When it ended; None while it is open."""
        return self.steps[-1].at if self.steps[-1].outcome else None

    def is_open_at(self, at: datetime) -> bool:
        """Whether something could be linked to it then."""
        last = next((step for step in reversed(self.steps) if step.at <= at), None)
        return last is not None and last.outcome is None

    def go(self, at: datetime, stage: StageRow, note: str | None = None, by: str | None = None) -> Prospect:
        """It is opened at this stage, or moves there."""
        kind = StageChangeKind.MOVED if self.steps else StageChangeKind.OPENED
        return self._step(kind, at, stage, None, note, by)

    def close(self, at: datetime, outcome: Outcome, reason: str | None = None) -> Prospect:
        """It ends, at the stage that it has reached (OPP-03)."""
        self.close_reason = reason
        return self._step(StageChangeKind.CLOSED, at, self.stage, outcome, reason, None)

    def reopen(self, at: datetime, note: str) -> Prospect:
        """It goes on where it had ended."""
        self.close_reason = None
        return self._step(StageChangeKind.REOPENED, at, self.stage, None, note, None)

    def _step(
        self,
        kind: StageChangeKind,
        at: datetime,
        stage: StageRow,
        outcome: Outcome | None,
        note: str | None,
        by: str | None,
    ) -> Prospect:
        before = self.stage if self.steps else None
        self.steps.append(Step(kind, before, stage, outcome, at, by or self.owner.username, note))
        return self


def write_prospect(
    batch: Batch, prospect: Prospect, zone: ZoneInfo, key: Callable[[datetime, int], UUID]
) -> None:
    """The opportunity with its stage changes and answers; `key` makes the keys of the changes."""
    closed = prospect.closed_at
    batch.add(
        OpportunityRow(
            prospect.id,
            prospect.customer_id,
            prospect.campaign.id,
            prospect.stage.id,
            prospect.owner.id,
            prospect.target,
            prospect.asked,
            prospect.opened_at.astimezone(zone).date(),
            prospect.expected_close_on,
            closed.astimezone(zone).date() if closed else None,
            prospect.outcome,
            prospect.close_reason,
            prospect.notes,
            len(prospect.steps),
            prospect.opened_at,
        )
    )
    for nth, step in enumerate(prospect.steps):
        batch.add(
            StageChangeRow(
                key(step.at, nth),
                prospect.id,
                step.kind,
                step.before.id if step.before else None,
                step.after.id,
                step.outcome,
                step.at,
                step.by,
                step.note,
            )
        )
    for attribute, value in prospect.answers:
        batch.add(OpportunityAttributeValueRow(prospect.id, attribute.id, value))
