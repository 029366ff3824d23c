"""Which entries of waiting lists a record shows."""

from __future__ import annotations

from gateway.engine.declare import Narrowing
from gateway.loaders.waiting_lists import LIVE


def waiting_lists_narrowing(*, include_closed: bool) -> Narrowing:
    """Those that wait or have an offer, unless all are asked for."""
    return Narrowing(() if include_closed else LIVE)
