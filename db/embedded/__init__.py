"""PostgreSQL and Valkey as child processes, for demo, development and tests; production sets URLs."""

from __future__ import annotations

from db.embedded.failures import (
    BinariesMissing,
    DataFolderInUse,
    DataFolderUnusable,
    EmbeddedError,
    NotMainThread,
    StartFailed,
)
from db.embedded.services import Services, forget, join, start

__all__ = [
    "BinariesMissing",
    "DataFolderInUse",
    "DataFolderUnusable",
    "EmbeddedError",
    "NotMainThread",
    "Services",
    "StartFailed",
    "forget",
    "join",
    "start",
]
