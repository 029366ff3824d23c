"""The root fields `node` and `nodes`: any entity by its global id, under the permission that its kind needs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

import strawberry
from strawberry.types import Info

from domain.permissions import Permission
from gateway.engine import ids
from gateway.engine.declare import declared_field
from gateway.engine.declared import NodeField, Shape, Tab
from gateway.engine.denial import require
from gateway.engine.errors import RequestCode, RequestError

# The word in the ids -> the type, the tab that has its rows by key, the permission.
Entities: TypeAlias = Mapping[str, tuple[str, Tab, Permission]]

Id = Annotated[strawberry.ID, strawberry.argument(description="A global id that the API gave out.")]
Ids = Annotated[
    list[strawberry.ID], strawberry.argument(description="Global ids that the API gave out, at most 100.")
]


def node(entities: Entities, *, needs: Permission, description: str) -> Any:
    """The root field `node(id:)`: whatever the id names; missing and forbidden look the same."""

    async def resolve(info: Info, id: Id) -> Any:
        require(info.context, needs)
        return await _node(info.context, entities, id)

    return declared_field(resolve, NodeField(needs, False, entities), description)


def nodes(entities: Entities, *, needs: Permission, description: str) -> Any:
    """The root field `nodes(ids:)`: one answer an id, in their order."""

    async def resolve(info: Info, ids: Ids) -> Any:
        require(info.context, needs)
        most = info.context.settings.limits.ids
        if len(ids) > most:
            raise RequestError(
                RequestCode.BAD_USER_INPUT, f"At most {most} ids in one list; this has {len(ids)}."
            )
        asked = (_node(info.context, entities, each) for each in ids)
        found = await asyncio.gather(*asked, return_exceptions=True)
        for each in found:
            if isinstance(each, BaseException):
                raise each
        return found

    return declared_field(resolve, NodeField(needs, True, entities), description)


async def _node(context: Any, entities: Entities, text: str) -> Any:
    found = ids.decode(text)
    if found is None:
        raise RequestError(RequestCode.BAD_USER_INPUT, "This is not an id that the API gave out.")
    entity, key = found
    if entity not in entities or not context.actor.may(entities[entity][2]):
        return None
    return await context.loader(entities[entity][1], Shape.ONE, rooted=True).load(key)
