"""Which instances a group of vouchers shows."""

from __future__ import annotations

from gateway.engine.declare import Narrowing
from gateway.loaders.subscription_structures import GROUP_INSTANCES


def group_instances_narrowing(*, include_past: bool) -> Narrowing:
    """Those that are still to come, unless all are asked for."""
    return Narrowing(() if include_past else GROUP_INSTANCES.default)
