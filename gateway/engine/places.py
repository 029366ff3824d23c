"""Where in the answer the levels of a plan stand, as people write it: `customer.audit.nodes[].changes`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.engine.plan import Answered, Level, Plan, Root, Template


def places(plan: Plan) -> Mapping[Level, str]:
    """The place of each level; of several selections that are made of it, that of the first."""
    found = {}
    for root in plan.roots:
        for level in levels_of(root):
            # What `node` finds has a silent guard, which is of no place.
            path = plan.guards[level.views[0].guard].path
            found[level] = written(path or (root.name,))
    return found


def levels_of(root: Root) -> Iterator[Level]:
    """The levels of a root, those below what is answered below it among them."""
    yield from root.walk()
    if isinstance(root, Answered):
        for each in root.answers:
            yield from levels_of(each)


def written(path: Template) -> str:
    """A way through the answer, every item of a list being `[]`."""
    text = ""
    for step in path:
        text += "[]" if step is None else f".{step}" if text else step
    return text
