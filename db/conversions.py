"""What a donor was on a day: a conversion changes it from its day on, and gifts are judged by their own (GAD-P17)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Transformation, TransformationRow
from domain.transformations import RowAction, TransformationKind

_conversion = Transformation.__table__.alias("conversion")
_merge = Transformation.__table__.alias("order_merge")
_row = TransformationRow.__table__.alias("order_row")


def kind_on(day: Any, order_id: Any, owner: Any) -> sa.ColumnElement[str]:
    """The kind that whoever owned the order had on the day: what the first conversion after it found, or what it is.

    Of an order that came by merges, the conversions of each record count for as long as the order was its own.
    """
    at_the_time = sa.func.coalesce(
        _moved(order_id, _merge.c.number > _conversion.c.number)
        .order_by(_merge.c.number)
        .limit(1)
        .scalar_subquery(),
        owner.id,
    )
    found = (
        sa.select(_conversion.c.from_kind)
        .where(
            # Those who had it are few and found by an index; when each had it is asked of their conversions alone.
            _conversion.c.customer_id == sa.any_(sa.func.array_append(_ever(order_id), owner.id)),
            _conversion.c.converted_on > day,
            _conversion.c.customer_id == at_the_time,
        )
        .order_by(_conversion.c.number)
        .limit(1)
        .correlate_except(_conversion)
        .scalar_subquery()
    )
    return sa.func.coalesce(found, owner.kind)


def _ever(order_id: Any) -> Any:
    """The records that the order was moved away from."""
    return sa.func.array(_moved(order_id).scalar_subquery(), type_=sa.ARRAY(sa.Uuid))


def _moved(order_id: Any, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """From whom merges that still stand moved the order."""
    return (
        sa.select(_merge.c.other_id)
        .join_from(_row, _merge, _merge.c.id == _row.c.transformation_id)
        .where(
            _row.c.row_id == order_id,
            _row.c.action == RowAction.MOVED.value,
            _row.c.moved == "owner_id",
            _merge.c.kind == TransformationKind.MERGE.value,
            _merge.c.reversed_at.is_(None),
            *conditions,
        )
        .correlate_except(_row, _merge)
    )
