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


_granting = [sa.literal_column(f"'{role.value}'", sa.Text) for role in roles_granting(Permission.FUNDRAISING)]
_raises_funds = sa.and_(
    _account.c.active, sa.exists().where(_role.c.user_id == _account.c.id, _role.c.role.in_(_granting))
)


def is_fundraiser(user_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the account with this key may be in charge of opportunities as things stand now."""
    return _is_one(user_id, _raises_funds)


def is_no_fundraiser(user_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether it may not, since they left or have another role now."""
    return _is_one(user_id, ~_raises_funds)


def _is_one(user_id: sa.ColumnElement[Any], condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    # Accounts are few: they are looked up once, and an index on the key may find the rows.
    found = sa.select(_account.c.id).where(condition).scalar_subquery()
    return user_id == sa.any_(sa.func.array(found, type_=sa.ARRAY(sa.Uuid)))


FUNDRAISERS = Tab(
    "fundraisers",
    COLLEAGUE.source,
    key=None,
    order=(COLLEAGUE.c.name, COLLEAGUE.c.id),
    scope=is_fundraiser(COLLEAGUE.c.id),
)
