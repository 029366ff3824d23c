"""Which invitations of a person."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from domain.invitations import ReplyStatus
from gateway.engine.declare import Narrowing
from gateway.loaders.invitations import INVITATIONS

_NOW = sa.bindparam("now", type_=sa.DateTime(timezone=True))


def invitations_narrowing(*, upcoming_only: bool, replies: Sequence[ReplyStatus] | None) -> Narrowing:
    """Those whose instance has not begun, where only these are asked for, and with one of these replies."""
    where: list[sa.ColumnElement[bool]] = []
    if upcoming_only:
        where.append(INVITATIONS.c.starts_at > _NOW)
    if replies is not None:
        wanted = sa.literal([reply.value for reply in replies], sa.ARRAY(sa.Text))
        where.append(INVITATIONS.c.reply_status == sa.any_(wanted))
    return Narrowing(tuple(where))
