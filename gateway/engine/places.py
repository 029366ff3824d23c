"""Where in the answer the levels of a plan stand, as people write it: `customer.audit.nodes[].changes`."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.engine.plan import Level, Plan, Template


def places(plan: Plan) -> Mapping[Level, str]:
    """The place of each level; of several selections that are made of it, that of the first."""
    found = {}
    for root in plan.roots:
        for level in root.walk():
            # What `node` finds has a silent guard, which is of no place.
            path = plan.guards[level.views[0].guard].path
            found[level] = _written(path or (root.name,))
    return found


def _written(path: Template) -> str:
    written = ""
    for step in path:
        written += "[]" if step is None else f".{step}" if written else step
    return written
