"""How user accounts are read, each with its roles."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import UserAccount, UserRole
from gateway.engine.declare import Tab

_account = UserAccount.__table__
_role = UserRole.__table__

_roles = (
    sa.select(_role.c.role)
    .where(_role.c.user_id == _account.c.id)
    .order_by(_role.c.role)
    .correlate(_account)
    .scalar_subquery()
)
_source = sa.select(*_account.c, sa.func.array(_roles, type_=sa.ARRAY(sa.Text)).label("roles")).subquery(
    "account_read"
)

USER_ACCOUNT = Tab("user-account", _source, key=_source.c.id, order=(_source.c.id,), entity="usr")
USER_ACCOUNTS = Tab(
    "user-accounts", _source, key=None, order=(_source.c.username, _source.c.id), entity="usr"
)
