"""Relationships in a merge: the loser's are deleted, and orders that it placed for others get another facilitator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from db.models import Customer, Order, OrderEvent, Relationship, RelationshipType
from domain.audit import Change, changes_between
from domain.customers import Kind, friendly_id
from domain.orders import OrderEventKind
from gateway.commands._merging import Merge, among

_order = Order.__table__
_event = OrderEvent.__table__
_relationship = Relationship.__table__
_type = RelationshipType.__table__
_a, _b = Customer.__table__.alias("a"), Customer.__table__.alias("b")


async def replace_facilitators(merge: Merge) -> None:
    """Name the facilitators that were chosen, and tell the history of each order that gets another (MRG-P07).

    Of an order that one of the two placed for the other, the merged record is the owner alone.
    """
    chosen = defaultdict[UUID, list[UUID]](list)
    for order_id, facilitator in merge.decisions.facilitators.items():
        chosen[facilitator].append(order_id)
    for facilitator, orders in chosen.items():
        those = sa.and_(
            among(_order.c.id, orders),
            merge.of_either(_order.c.facilitator_id),
            _order.c.facilitator_id != facilitator,
        )
        await _tell(merge, those, "Another facilitator was chosen when two records were merged.")
        await merge.ledger.change(
            _order, those, {"facilitator_id": facilitator}, reason="Another facilitator was chosen."
        )
    own = sa.and_(merge.of_either(_order.c.owner_id), merge.of_either(_order.c.facilitator_id))
    await _tell(merge, own, "Owner and facilitator were merged into one.")
    await merge.ledger.change(
        _order, own, {"facilitator_id": None}, reason="Owner and facilitator were merged into one."
    )


async def _tell(merge: Merge, those: sa.ColumnElement[bool], narrative: str) -> None:
    told = sa.select(
        sa.func.uuidv7(type_=sa.Uuid).label("id"),
        _order.c.id.label("order_id"),
        sa.literal(OrderEventKind.FACILITATOR_CHANGED.value).label("kind"),
        sa.literal(merge.tx.now, sa.DateTime(timezone=True)).label("at"),
        sa.literal(merge.tx.actor.username).label("username"),
        sa.literal(narrative).label("narrative"),
    ).where(those)
    await merge.ledger.add(_event, chosen=told, reason=narrative)


async def delete_relationships(merge: Merge) -> None:
    """Delete the loser's relationships, whole in the audit of both ends, and add again those that were asked for.

    One that would be with itself, or that the survivor has already, is not added (MRG-P08).
    """
    theirs = sa.or_(merge.of_loser(_relationship.c.a_id), merge.of_loser(_relationship.c.b_id))
    for row in await _shown(merge, theirs):
        _record(merge, row, "deleted")
    standing = list(await merge.tx.session.scalars(sa.select(_relationship.c.id).where(_of_survivor(merge))))
    await merge.ledger.add(
        _relationship, chosen=_recreated(merge), reason="It was added again on the merged record."
    )
    await merge.ledger.drop(_relationship, theirs, reason="Relationships are never merged.")
    if merge.decisions.relationships_recreated:
        for row in await _shown(merge, sa.and_(_of_survivor(merge), ~among(_relationship.c.id, standing))):
            _record(merge, row, "added")


def _of_survivor(merge: Merge) -> sa.ColumnElement[bool]:
    return sa.or_(merge.of_survivor(_relationship.c.a_id), merge.of_survivor(_relationship.c.b_id))


def _recreated(merge: Merge) -> sa.Select[Any]:
    """The relationships that are added again: none that the survivor has for the same time, and each once (REL-P05)."""
    ends = {
        name: sa.case(
            (merge.of_loser(_relationship.c[name]), sa.literal(merge.survivor.id, sa.Uuid)),
            else_=_relationship.c[name],
        )
        for name in ("a_id", "b_id")
    }
    held = _relationship.alias("held")
    already = sa.exists().where(
        held.c.type_id == _relationship.c.type_id,
        held.c.a_id == ends["a_id"],
        held.c.b_id == ends["b_id"],
        _period(held).bool_op("&&")(_period(_relationship)),
    )
    kept = ("importance_a", "importance_b", "starts", "ends")
    alike = (
        _relationship.c.type_id,
        ends["a_id"],
        ends["b_id"],
        _relationship.c.starts,
        _relationship.c.ends,
    )
    return (
        sa.select(
            sa.func.uuidv7(type_=sa.Uuid).label("id"),
            _relationship.c.type_id,
            *(end.label(name) for name, end in ends.items()),
            *(_relationship.c[name] for name in kept),
        )
        .ext(distinct_on(*alike))
        .where(
            among(_relationship.c.id, merge.decisions.relationships_recreated),
            sa.or_(merge.of_loser(_relationship.c.a_id), merge.of_loser(_relationship.c.b_id)),
            ends["a_id"] != ends["b_id"],
            ~already,
        )
        .order_by(*alike, _relationship.c.created_at.desc())
    )


def _period(of: sa.FromClause) -> sa.ColumnElement[Any]:
    """The days of a relationship, the last among them; without a date it is open."""
    return sa.func.daterange(of.c.starts, of.c.ends, "[]")


async def _shown(merge: Merge, which: sa.ColumnElement[bool]) -> Sequence[sa.RowMapping]:
    found = await merge.tx.session.execute(
        sa.select(
            *_relationship.c,
            _type.c.forward_label,
            _type.c.reverse_label,
            _a.c.kind.label("a_kind"),
            _a.c.number.label("a_number"),
            _b.c.kind.label("b_kind"),
            _b.c.number.label("b_number"),
        )
        .select_from(
            _relationship.join(_type, _type.c.id == _relationship.c.type_id)
            .join(_a, _a.c.id == _relationship.c.a_id)
            .join(_b, _b.c.id == _relationship.c.b_id)
        )
        .where(which)
        .order_by(_relationship.c.id)
    )
    return found.mappings().all()


def _record(merge: Merge, row: sa.RowMapping, verb: str) -> None:
    """Tell both ends, each from its own side."""
    for end, other, label in (("a", "b", "forward_label"), ("b", "a", "reverse_label")):
        merge.tx.record(
            f"relationship.{verb}",
            row[f"{end}_id"],
            narrative=f"Relationship {verb} in a merge",
            changes=_changes(row, other, label, verb),
        )


def _changes(row: sa.RowMapping, other: str, label: str, verb: str) -> tuple[Change, ...]:
    whole = {
        "relationship.with": friendly_id(Kind(row[f"{other}_kind"]), row[f"{other}_number"]),
        "relationship.type": row[label],
        "relationship.importance": row[f"importance_{other}"],
        "relationship.starts": row["starts"],
        "relationship.ends": row["ends"],
    }
    stated = {path: value for path, value in whole.items() if value is not None}
    nothing = dict.fromkeys(stated)
    return changes_between(stated, nothing) if verb == "deleted" else changes_between({}, stated)
