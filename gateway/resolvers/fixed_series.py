"""Which subscriptions to fixed series: all of them, or those alone that are not over (FXS-01)."""

from __future__ import annotations

from gateway.engine.declare import Narrowing
from gateway.loaders.fixed_series import CURRENT


def series_narrowing(*, include_past: bool) -> Narrowing:
    """All of them, or those alone that are held or bought and have instances to come."""
    return Narrowing(() if include_past else (CURRENT,))
