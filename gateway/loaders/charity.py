"""How the charity's details and the text for donors are read: all versions, and the one in force today."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import CharityDetails, GiftAidStatement
from gateway.engine.declare import Tab

_TODAY = sa.bindparam("today", type_=sa.Date)


def _versions(table: Any) -> Any:
    """Every version, and whether it is the one in force: of those that have begun, the last that was made."""
    newer = table.alias(f"newer_{table.name}")
    superseded = sa.exists().where(newer.c.effective_from <= _TODAY, newer.c.version > table.c.version)
    in_force = sa.and_(table.c.effective_from <= _TODAY, ~superseded).label("in_force")
    return sa.select(*table.c, in_force).subquery(f"{table.name}_versions")


def _tab(name: str, source: Any) -> Tab:
    return Tab(name, source, key=None, order=(source.c.version.desc(),), usual=3)


CHARITY_DETAILS = _tab("charity-details", _versions(CharityDetails.__table__))
GIFT_AID_STATEMENTS = _tab("gift-aid-statements", _versions(GiftAidStatement.__table__))
