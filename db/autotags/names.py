"""What the rows of set-up are called that criteria name."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import (
    AttributeDefinition,
    AttributeOption,
    Event,
    Fund,
    MembershipType,
    PreferenceDefinition,
    Tag,
)

_NAMED = (
    (Tag, "name"),
    (PreferenceDefinition, "name"),
    (AttributeDefinition, "name"),
    (AttributeOption, "label"),
    (MembershipType, "name"),
    (Event, "name"),
    (Fund, "name"),
)


def names_of(keys: sa.ColumnElement[Any], *of: sa.FromClause) -> sa.CompoundSelect[Any]:
    """`id` and `name` of those of these keys that there are, which may be a column `of` a statement around it."""
    tables = [(model.__table__, column) for model, column in _NAMED]
    return sa.union_all(
        *(
            sa.select(table.c.id, table.c[column].label("name"))
            .where(table.c.id == sa.any_(keys))
            .correlate(*of)
            for table, column in tables
        )
    )
