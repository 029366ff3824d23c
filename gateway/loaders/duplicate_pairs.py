"""How the queue of possible duplicates is read: the most alike first, of records that the actor may see both."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import DuplicatePair
from gateway.engine.declare import Narrowing, Tab
from gateway.loaders._scope import of_visible_customer

_pair = DuplicatePair.__table__

DUPLICATE_QUEUE = Tab(
    "duplicate-queue",
    _pair,
    key=None,
    order=(_pair.c.score.desc(), _pair.c.first_id, _pair.c.second_id),
    root_scope=sa.and_(of_visible_customer(_pair.c.first_id), of_visible_customer(_pair.c.second_id)),
)


def queue_narrowing(likely_only: bool) -> Narrowing:
    """The pairs that are likely one, or all."""
    return Narrowing((_pair.c.likely,) if likely_only else ())
