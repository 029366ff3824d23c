"""Which stages of opportunities: those in use, or all."""

from __future__ import annotations

from gateway.engine.declare import Narrowing
from gateway.loaders.opportunity_stages import STAGES


def stages_narrowing(*, include_inactive: bool) -> Narrowing:
    """The stages that opportunities may come to, or all of them."""
    return Narrowing(() if include_inactive else STAGES.default)
