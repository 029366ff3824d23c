"""How a mutation is declared: its permission, the payload it answers with, and how ids in its input are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_type_hints
from uuid import UUID

import strawberry
from strawberry.types import Info

from domain.customers import parse_friendly_id
from domain.errors import NotFound
from domain.permissions import Permission
from gateway.commands._records import CustomerRef
from gateway.engine import ids
from gateway.engine.declared import METADATA, AnsweredField
from gateway.engine.denial import require
from gateway.engine.errors import RequestCode, RequestError
from gateway.engine.signatures import with_arguments
from gateway.resolvers._perform import perform_once


def mutation(act: Callable[..., Any], *, needs: Permission, description: str, once: bool = False) -> Any:
    """A root field that changes something: `act(context, tx, **arguments)` does it all and returns its payload.

    `once`: it is refused without an idempotency key, since doing it twice would do harm (XCT-P01).
    """
    payload = get_type_hints(act, include_extras=True)["return"]

    async def resolve(info: Info, **arguments: Any) -> Any:
        require(info.context, needs)
        if once and info.context.idempotency_key is None:
            raise RequestError(
                RequestCode.IDEMPOTENCY_KEY_REQUIRED,
                f"Send an Idempotency-Key header with `{info.field_name}`, so that a repeat does nothing twice.",
            )
        return await perform_once(
            info.context,
            act,
            payload,
            field=info.field_name,
            path=str(info.path.key),
            arguments=arguments,
        )

    return strawberry.field(
        resolver=with_arguments(resolve, act, skip=2),
        description=description,
        metadata={METADATA: AnsweredField(needs, act)},
    )


def customer_ref(text: str, *path: str) -> CustomerRef:
    """The customer that an id names, by either of the two ids; NotFound for any other text."""
    found = ids.key_of("cus", text)
    if found is not None:
        return found
    number = parse_friendly_id(text)
    if number is None:
        raise NotFound("There is no customer with this id whom you may see.", path or ("customerId",))
    return number


def key(entity: str, text: str, *path: str) -> UUID:
    """The key in a global id of this entity; NotFound for any other text."""
    found = ids.key_of(entity, text)
    if found is None:
        raise NotFound("There is nothing with this id that you may see.", path)
    return found


def given(value: Any) -> Any:
    """An argument that may be left out, as a plain value: None for both null and absent."""
    return None if value is strawberry.UNSET else value


def changes_in(input: Any, *names: str) -> dict[str, Any]:
    """The fields that an input gives: absent leaves a value, null clears it (CUS-P10)."""
    return {name: getattr(input, name) for name in names if getattr(input, name) is not strawberry.UNSET}
