"""Who raises funds: the accounts that are active now, and that a role lets into it (OPP-P01, OPP-P07)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import UserAccount, UserRole
from domain.permissions import Permission, roles_granting
from gateway.engine.declare import Tab
from gateway.loaders.colleagues import COLLEAGUE

_account = UserAccount.__table__
_role = UserRole.__table__


def is_fundraiser(user_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the account with this key may be in charge of opportunities as things stand now."""
    account, held = _account.alias("fundraiser"), _role.alias("fundraising")
    granting = [
        sa.literal_column(f"'{role.value}'", sa.Text) for role in roles_granting(Permission.FUNDRAISING)
    ]
    return sa.exists().where(
        account.c.id == user_id, account.c.active, held.c.user_id == account.c.id, held.c.role.in_(granting)
    )


FUNDRAISERS = Tab(
    "fundraisers",
    COLLEAGUE.source,
    key=None,
    order=(COLLEAGUE.c.name, COLLEAGUE.c.id),
    scope=is_fundraiser(COLLEAGUE.c.id),
)
