"""How PostgreSQL plans the statements of a reading: once for any values, unless a reading asks otherwise."""

from __future__ import annotations

import sqlalchemy as sa

from gateway.engine.statements import compiled

# For this transaction every statement is planned for its values. A plan for any value of a criterion goes through all
# customers in the hope of a page's worth soon, and goes on to the end where a criterion holds for few.
PLANNED_FOR_VALUES = compiled(sa.select(sa.func.set_config("plan_cache_mode", "force_custom_plan", True)))
