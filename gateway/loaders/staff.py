"""How those who work with the system are read for their colleagues: who they are, and not what they were granted."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import UserAccount, UserRole
from domain.permissions import Permission, roles_granting
from gateway.engine.declare import Tab

_account = UserAccount.__table__
_role = UserRole.__table__
_source = sa.select(_account.c.id, _account.c.name, _account.c.job_title, _account.c.active).subquery(
    "staff_read"
)


def is_fundraiser(user_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the account with this key may sign in and raise funds as things stand now (OPP-P07)."""
    account, role = _account.alias("fundraiser"), _role.alias("fundraising")
    granting = [
        sa.literal_column(f"'{each.value}'", sa.Text) for each in roles_granting(Permission.FUNDRAISING)
    ]
    return sa.exists().where(
        account.c.id == user_id, account.c.active, role.c.user_id == account.c.id, role.c.role.in_(granting)
    )


STAFF_MEMBER = Tab("staff-member", _source, key=_source.c.id, order=(_source.c.id,), entity="stf")
FUNDRAISERS = Tab(
    "fundraisers",
    _source,
    key=None,
    order=(_source.c.name, _source.c.id),
    scope=is_fundraiser(_source.c.id),
    entity="stf",
)
