"""Which commission structures are listed."""

from __future__ import annotations

from gateway.engine.declare import Narrowing
from gateway.loaders.agents import COMMISSION_STRUCTURES


def commission_structures_narrowing(*, include_inactive: bool) -> Narrowing:
    """Those that may still be given to an agent, unless all are asked for."""
    return Narrowing(() if include_inactive else COMMISSION_STRUCTURES.default)
