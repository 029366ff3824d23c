"""How the titles of the create form are read."""

from __future__ import annotations

from db.models import Title
from gateway.engine.declare import Tab

_title = Title.__table__

TITLES = Tab("titles", _title, key=None, order=(_title.c.position, _title.c.name, _title.c.id))
