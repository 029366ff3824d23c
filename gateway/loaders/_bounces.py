"""Which emails to a customer came back, for the rule that blocks an address (MAI-P02)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import MailingRecord

_record = MailingRecord.__table__
_ZONE = sa.bindparam("zone", type_=sa.Text)


def email_bounces(customer: sa.FromClause) -> sa.ColumnElement[Any]:
    """Each bounce as its civil date, its type and its address, with spaces between them.

    One that the provider calls blocked came back for good. Where it is not known which address an email was sent to,
    it is taken to have been the one on the record.
    """
    day = sa.cast(
        sa.func.timezone(_ZONE, sa.func.coalesce(_record.c.bounced_at, _record.c.sent_at), type_=sa.DateTime),
        sa.Date,
    )
    kind = sa.case((_record.c.blocked, "HARD"), else_=_record.c.bounce_type)
    address = sa.func.coalesce(_record.c.sent_to, customer.c.email)
    bounces = (
        sa.select(sa.func.concat_ws(" ", sa.cast(day, sa.Text), kind, address))
        .where(
            _record.c.customer_id == customer.c.id,
            sa.or_(_record.c.bounced_at.is_not(None), _record.c.blocked),
            address.is_not(None),
        )
        .correlate(customer)
        .scalar_subquery()
    )
    return sa.func.array(bounces, type_=sa.ARRAY(sa.Text))
