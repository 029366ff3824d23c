"""Which record, merged into a customer since, a row came from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import array

from db.models import Customer, Transformation, TransformationRow
from domain.transformations import RowAction

_row = TransformationRow.__table__
_merge = Transformation.__table__
_retired = Customer.__table__.alias("retired")


def origin_of(
    of: sa.FromClause, customer_id: sa.ColumnElement[UUID], *row_ids: sa.ColumnElement[Any]
) -> sa.ColumnElement[UUID]:
    """The record that one of these rows of the customer's was first moved from; null where it was always theirs.

    The rows are found by their ids, so that of a record never merged it is one look into an index.
    """
    return (
        sa.select(_merge.c.other_id)
        .join_from(_row, _merge, _merge.c.id == _row.c.transformation_id)
        .join(_retired, _retired.c.id == _merge.c.other_id)
        .where(
            _row.c.row_id == sa.any_(array(row_ids)),
            _row.c.action == RowAction.MOVED.value,
            _merge.c.reversed_at.is_(None),
            # Of an order of several people, whose part in it moved: others have their part from nobody.
            _retired.c.merged_into == customer_id,
        )
        .order_by(_row.c.ordinal)
        .limit(sa.literal_column("1", sa.Integer))
        .correlate(of)
        .scalar_subquery()
    )
