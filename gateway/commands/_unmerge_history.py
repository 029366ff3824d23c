"""What a merge added to history that is only ever added to: its contrary, when the merge is turned back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from uuid_utils.compat import uuid7

from db.models import CreditEntry, CreditLot, OrderEvent, PreferenceAnswer, Transformation, TransformationRow
from db.work import Work
from domain.credit import Entry, Lot
from domain.credit_movements import unmerge
from domain.preferences import Answer, Source
from domain.transformations import RowAction, TransformationKind, transformation_id
from gateway.commands._merge_credit import lots_of

KEPT = ("credit_entry", "preference_answer", "order_event")
"""The tables of that history: what a merge added there stays."""

_row = TransformationRow.__table__


@dataclass(frozen=True, slots=True)
class MovedCredit:
    """The survivor's account before lots go back, and which of its lots do."""

    lots: Sequence[Lot]
    back: Collection[UUID]


def rows_of(merge: Transformation, action: RowAction, relation: str) -> sa.Select[Any]:
    """The ids of the rows of a table that the merge treated so."""
    return sa.select(_row.c.row_id).where(
        _row.c.transformation_id == merge.id, _row.c.action == action.value, _row.c.relation == relation
    )


def name_of(merge: Transformation) -> str:
    """How people name the merge: M-12."""
    return transformation_id(TransformationKind(merge.kind), merge.number)


async def moved_credit(tx: Work, merge: Transformation, zone: ZoneInfo) -> MovedCredit:
    """The survivor's credit as it stands; to be read before anything goes back."""
    lots = await lots_of(tx, merge.customer_id, zone)
    back = await tx.session.scalars(rows_of(merge, RowAction.MOVED, CreditLot.__tablename__))
    return MovedCredit(lots, frozenset(back))


async def say_the_contrary(tx: Work, merge: Transformation, credit: MovedCredit, today: date) -> None:
    """Post credit back, restore the survivor's answers, and tell orders: each by a new line of its history."""
    if credit.back:
        posted = unmerge(credit.lots, credit.back, today)
        assert merge.other_id is not None, "a merge is of two"
        _post(tx, merge.customer_id, posted.kept.entries)
        _post(tx, merge.other_id, posted.gone.entries)
    await _answer_as_before(tx, merge)
    await _tell_orders(tx, merge)


def _post(tx: Work, customer_id: UUID, entries: Iterable[Entry]) -> None:
    tx.session.add_all(
        CreditEntry(
            id=uuid7(),
            customer_id=customer_id,
            lot_id=entry.lot_id,
            kind=entry.kind.value,
            amount_minor=entry.amount,
            balance_after_minor=entry.balance_after,
            username=tx.actor.username,
            at=tx.now,
        )
        for entry in entries
    )


async def _answer_as_before(tx: Work, merge: Transformation) -> None:
    """The survivor's former answer again, wherever the merge's own is still the current one."""
    merged = rows_of(merge, RowAction.ADDED, PreferenceAnswer.__tablename__)
    asked = sa.select(PreferenceAnswer.definition_id).where(PreferenceAnswer.id.in_(merged))
    latest = (
        sa.select(PreferenceAnswer)
        .ext(distinct_on(PreferenceAnswer.definition_id))
        .where(PreferenceAnswer.customer_id == merge.customer_id, PreferenceAnswer.definition_id.in_(asked))
        .order_by(PreferenceAnswer.definition_id, PreferenceAnswer.at.desc(), PreferenceAnswer.id.desc())
    )
    of_the_merge = set(await tx.session.scalars(merged))
    former = {
        each.definition_id: each
        for each in await tx.session.scalars(latest.where(PreferenceAnswer.id.not_in(merged)))
    }
    for current in await tx.session.scalars(latest):
        before = former.get(current.definition_id)
        answer = Answer.NOT_ASKED.value if before is None else before.answer
        if current.id not in of_the_merge or answer == current.answer:
            continue
        tx.session.add(
            PreferenceAnswer(
                id=uuid7(),
                customer_id=merge.customer_id,
                definition_id=current.definition_id,
                statement=(before or current).statement,
                answer=answer,
                source=Source.MERGE.value,
                user_id=tx.actor.user_id,
                username=tx.actor.username,
                reason=f"{name_of(merge)} was turned back.",
                # The latest is the current one, whatever the clock says.
                at=max(tx.now, current.at + timedelta(microseconds=1)),
            )
        )


async def _tell_orders(tx: Work, merge: Transformation) -> None:
    told = rows_of(merge, RowAction.ADDED, OrderEvent.__tablename__)
    orders = sa.select(OrderEvent.order_id, OrderEvent.kind).where(OrderEvent.id.in_(told)).distinct()
    tx.session.add_all(
        OrderEvent(
            id=uuid7(),
            order_id=order_id,
            kind=kind,
            at=tx.now,
            username=tx.actor.username,
            narrative=f"{name_of(merge)} was turned back, and what it changed here with it",
        )
        for order_id, kind in await tx.session.execute(orders)
    )
