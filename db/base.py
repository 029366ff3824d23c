"""What every table shares: the naming convention, key columns, and how a key to a customer fares in a merge."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class OnMerge(StrEnum):
    """What merging a customer away does to a row that points at it."""

    REPOINT = "repoint"  # the row moves to the survivor
    REPOINT_UNLESS_HELD = "repoint-unless-held"  # the row moves unless the survivor holds the like
    KEEP = "keep"  # the row stays as history of the record merged away


class Base(DeclarativeBase):
    metadata = metadata
    type_annotation_map = {str: Text(), datetime: DateTime(timezone=True)}


Key = Annotated[UUID, mapped_column(primary_key=True, server_default=text("uuidv7()"))]
Now = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=text("now()"))]

# Sorted and prefix-searched text compares by code point whatever the database's own collation is.
SortKey = Annotated[str, mapped_column(Text(collation="C"))]


def customer_key(*, on_merge: OnMerge, **options: Any) -> Mapped[Any]:
    """A key to a customer, which says what a merge does to its row."""
    return mapped_column(ForeignKey("customer.id"), info={"on_merge": on_merge}, **options)


def one_of(column: str, values: type[StrEnum]) -> str:
    """The check that a text column holds one of the enum's values."""
    return f"{column} in ({', '.join(repr(value.value) for value in values)})"
