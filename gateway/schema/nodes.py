"""Everything with an id: `node` and `nodes` resolve it wherever it came from (NAV-P03)."""

from __future__ import annotations

from typing import Any, Optional

import strawberry

from domain.permissions import Permission
from gateway.engine.declare import Tab
from gateway.engine.entities import node, nodes
from gateway.engine.statements import ENTITY

# Filled by `register`, where each type states its word, its tab and who may read it.
ENTITIES: dict[str, tuple[str, Tab, Permission]] = {}


def register(type_name: str, tab: Tab, needs: Permission) -> None:
    """Let ids of this tab's rows resolve through `node`."""
    assert tab.entity is not None, f"{tab.name} has no word for its ids"
    ENTITIES[tab.entity] = (type_name, tab, needs)


@strawberry.interface(description="Something with an id of its own, which resolves through `node`.")
class Node:
    id: strawberry.ID = strawberry.field(description="Opaque id, stable for life; resolves through `node`.")

    @classmethod
    def resolve_type(cls, row: Any, _info: Any, _abstract: Any) -> str:
        type_name, tab, _ = ENTITIES[row[ENTITY]]
        if tab.kinds is None:
            return type_name
        column, types = tab.kinds
        return types[row[column]]


@strawberry.type
class NodeQuery:
    node: Optional[Node] = node(
        ENTITIES,
        needs=Permission.SIGNED_IN,
        description="Whatever the id names; null when there is no such thing or you may not see it.",
    )
    nodes: list[Optional[Node]] = nodes(
        ENTITIES,
        needs=Permission.SIGNED_IN,
        description="What each id names, in the order of the ids; null where there is nothing that you may see.",
    )
