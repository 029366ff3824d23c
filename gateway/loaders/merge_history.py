"""How merges are read afterwards: those of a record, what each moved, and what became of each value (MRG-N01)."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Customer, Note, Transformation, TransformationRow, TransformationValue
from db.scope import of_protected_attribute
from domain.notes import Colour
from domain.row_conflicts import PINK_NOTES
from domain.transformations import RowAction, TransformationKind
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_merge = Transformation.__table__
_row = TransformationRow.__table__
_value = TransformationValue.__table__
_kept = Customer.__table__.alias("kept_record")
_gone = Customer.__table__.alias("gone_record")


def _name_then(column: str) -> sa.ColumnElement[str | None]:
    """What the record merged away was called: as the ledger kept it, or as it is called still."""
    was = (
        sa.select(_row.c.before[column].astext)
        .where(
            _row.c.row_id == _gone.c.id,
            _row.c.transformation_id == _merge.c.id,
            _row.c.action == RowAction.CHANGED.value,
            _row.c.relation == Customer.__tablename__,
        )
        .order_by(_row.c.ordinal)
        .limit(1)
        .correlate(_gone, _merge)
        .scalar_subquery()
    )
    return sa.func.coalesce(was, _gone.c[column])


_note = Note.__table__
_colour = sa.func.coalesce(
    _row.c.before["colour"].astext,
    _row.c.after["colour"].astext,
    sa.select(_note.c.colour).where(_note.c.id == _row.c.row_id).correlate(_row).scalar_subquery(),
)
# Notes of which nobody knows any more that they were blue count as pink, of which not all are told (NOT-P06).
_is_pink = sa.and_(
    _row.c.relation == Note.__tablename__, _colour.is_distinct_from(sa.literal(Colour.BLUE.value))
)
_what = sa.case((_is_pink, sa.literal(PINK_NOTES)), else_=_row.c.relation)
_named = (
    sa.select(_what.label("what"), _row.c.action)
    .where(_row.c.transformation_id == _merge.c.id)
    .correlate(_merge)
    .lateral("row_named")
)
_counted = (
    sa.select(sa.func.concat_ws(":", _named.c.what, _named.c.action, sa.func.count()))
    .group_by(_named.c.what, _named.c.action)
    .order_by(_named.c.what, _named.c.action)
    .scalar_subquery()
)


def _read(leads_to: sa.FromClause, name: str) -> sa.Subquery:
    return (
        sa.select(
            *(each for each in _merge.c if each.name not in ("customer_id", "choices")),
            leads_to.c.customer_id,
            sa.func.concat_ws(
                "-", _gone.c.kind, sa.func.lpad(sa.cast(_gone.c.number, sa.Text), 7, "0")
            ).label("retired_id"),
            sa.func.coalesce(
                _name_then("name"), sa.func.concat_ws(" ", _name_then("first_name"), _name_then("last_name"))
            ).label("retired_name"),
            sa.func.array(_counted, type_=sa.ARRAY(sa.Text)).label("row_counts"),
        )
        .select_from(_merge)
        .join(leads_to, leads_to.c.merge_id == _merge.c.id)
        .join(_gone, _gone.c.id == _merge.c.other_id)
        .where(_merge.c.kind == TransformationKind.MERGE.value)
        .subquery(name)
    )


_of_record = sa.select(_merge.c.id.label("merge_id"), _merge.c.customer_id)
# A merge into a record that was merged away itself is a merge of the one that it leads to.
_of_former = (
    sa.select(_merge.c.id, _kept.c.merged_into)
    .join(_kept, _kept.c.id == _merge.c.customer_id)
    .where(_kept.c.merged_into.is_not(None))
)
_merges = _read(sa.union_all(_of_record, _of_former).subquery("leads_to"), "merge_read")
_led = sa.select(
    _merge.c.id.label("merge_id"), sa.func.coalesce(_kept.c.merged_into, _kept.c.id).label("customer_id")
).join(_kept, _kept.c.id == _merge.c.customer_id)
_one = _read(_led.subquery("leads_to"), "one_merge_read")

MERGES = Tab(
    "merges", _merges, key=_merges.c.customer_id, order=(_merges.c.number.desc(),), entity="mrg", usual=1
)
MERGE = Tab(
    "merge",
    _one,
    key=_one.c.id,
    order=(_one.c.id,),
    root_scope=of_visible_customer(_one.c.customer_id),
    entity="mrg",
)

_hidden = of_protected_attribute(_value.c.path)


def _unless_hidden(name: str) -> sa.Label[str | None]:
    return sa.case((_hidden, None), else_=_value.c[name]).label(name)


VALUES_READ = sa.select(
    _value.c.transformation_id,
    _value.c.path,
    _value.c.taken_from,
    *(_unless_hidden(name) for name in ("survivor", "loser", "result")),
    _value.c.reason,
    _hidden.label("redacted"),
).subquery("merged_value")
MERGED_VALUES = Tab(
    "merged-values",
    VALUES_READ,
    key=VALUES_READ.c.transformation_id,
    order=(VALUES_READ.c.path,),
    usual=20,
)
