"""What a record was on a day: a conversion changes it from its day on, and gifts are judged by their own (GAD-P17)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Transformation

_conversion = Transformation.__table__.alias("conversion")


def kind_on(day: Any, customer: Any) -> sa.ColumnElement[str]:
    """The kind that the record had on the day: what the first conversion after it found, or else what it is."""
    before = (
        sa.select(_conversion.c.from_kind)
        .where(_conversion.c.customer_id == customer.id, _conversion.c.converted_on > day)
        .order_by(_conversion.c.number)
        .limit(1)
        .correlate_except(_conversion)
        .scalar_subquery()
    )
    return sa.func.coalesce(before, customer.kind)
