"""How user accounts are read for those who work with each other: their names, and nothing of what they may do."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import UserAccount
from gateway.engine.declare import Tab

_account = UserAccount.__table__
_read = sa.select(_account.c.id, _account.c.name, _account.c.job_title, _account.c.active).subquery(
    "colleague_read"
)

COLLEAGUE = Tab("colleague", _read, key=_read.c.id, order=(_read.c.id,))
