"""One mutation from its arguments to its payload: one work, one effect for an idempotency key, refusals told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from domain.errors import Refusal, Refusals
from domain.refusals import refusals_of
from gateway.commands import _idempotency as idempotency
from gateway.commands._constraints import refusal_of, was_deadlocked
from gateway.context import Context
from gateway.engine.away import files_away
from gateway.engine.errors import RequestCode, RequestError
from gateway.engine.opening import forget_what_was_read
from gateway.files import FilesAway

P = TypeVar("P")
log = structlog.get_logger(__name__)
TRIES = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal as part of an answer: graphql-core takes an exception in a list for a failure of its own."""

    refusal: Refusal

    def __getattr__(self, name: str) -> Any:
        return getattr(self.refusal, name)


Act = Callable[..., Awaitable[P]]


async def perform_once(
    context: Context,
    act: Act[P],
    payload: Callable[..., P],
    *,
    field: str,
    path: str,
    arguments: Mapping[str, Any],
) -> P:
    """What `perform` comes to, be it an error. It is done once in a request: an answer made again tells it again."""
    if path in context.outcomes:
        await forget_what_was_read(context)
    else:
        try:
            context.outcomes[path] = await perform(
                context, act, payload, field=field, path=path, arguments=arguments
            )
        except Exception as error:
            context.outcomes[path] = error
    outcome = context.outcomes[path]
    if isinstance(outcome, Exception):
        raise outcome
    made: P = outcome
    return made


async def perform(
    context: Context,
    act: Act[P],
    payload: Callable[..., P],
    *,
    field: str,
    path: str,
    arguments: Mapping[str, Any],
) -> P:
    """The payload of `act(context, tx, **arguments)`: what it did, or its refusals with nothing done.

    Under an idempotency key the outcome is kept; a repeat gets it again, flagged in `extensions.replayed`.
    """
    request = None
    if context.idempotency_key is not None:
        key = idempotency.checked_key(context.idempotency_key)
        request = idempotency.Request(key, path, f"{field}{sorted(arguments.items())!r}")
    try:
        made = await _unless_deadlocked(partial(_done, context, act, payload, request, arguments), path)
    except (Refusal, Refusals) as refused:
        refusals = refusals_of(refused)
        if request is not None and not any(refusal.of_input for refusal in refusals):
            await _keep(context, request, refusals)
        made = payload(errors=_told(refusals))
    except PoolTimeout as error:
        raise RequestError(
            RequestCode.OVERLOADED, "Too many changes are under way; try again shortly.", retryAfter=2
        ) from error
    except FilesAway as away:
        raise files_away() from away
    await forget_what_was_read(context)
    return made


async def _unless_deadlocked(do: Callable[[], Awaitable[P]], path: str) -> P:
    """What is done, if not at once: a work that was broken off for a deadlock left nothing, and is done anew."""
    for _ in range(TRIES - 1):
        try:
            return await do()
        except DBAPIError as error:
            if not was_deadlocked(error):
                raise
            log.warning("mutation.deadlock", path=path)
    return await do()


async def _done(
    context: Context,
    act: Act[P],
    payload: Callable[..., P],
    request: idempotency.Request | None,
    arguments: Mapping[str, Any],
) -> P:
    if request is not None:
        stored = await idempotency.kept(context.store.primary, context.actor.user_id, request, context.now)
        if stored is not None:
            return _replayed(context, payload, request, stored)
    try:
        async with context.work() as tx:
            if request is not None:
                stored = await idempotency.claim(tx, request)
                if stored is not None:
                    tx.nothing_changed()
                    return _replayed(context, payload, request, stored)
            made = await act(context, tx, **arguments)
            if request is not None:
                await idempotency.remember(tx, request, _ids(made))
            return made
    except IntegrityError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        raise refusal from error


async def _keep(context: Context, request: idempotency.Request, refusals: tuple[Refusal, ...]) -> None:
    """Keep a refusal under its key, in a work of its own: the one it came from was rolled back."""
    async with context.work() as tx:
        tx.nothing_changed()
        if await idempotency.claim(tx, request) is None:
            await idempotency.remember(tx, request, idempotency.refusals_as_outcome(refusals))


def _replayed(context: Context, payload: Callable[..., P], request: idempotency.Request, stored: Any) -> P:
    context.extensions.setdefault("replayed", []).append(request.path)
    refusals = idempotency.refusals_of(stored)
    if refusals is not None:
        return payload(errors=_told(refusals))
    return payload(**{name: _read(name, value) for name, value in stored.items()})


def _told(refusals: Sequence[Refusal]) -> list[Told]:
    return [Told(refusal) for refusal in refusals]


def _ids(made: Any) -> dict[str, Any]:
    """What a payload is rendered from: the ids of what was done, and plain facts."""
    found = {}
    for each in fields(made):
        value = getattr(made, each.name, None)
        if each.name != "errors" and each.init and value is not None:
            found[each.name] = [str(item) for item in value] if isinstance(value, list) else _plain(value)
    return found


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def _read(name: str, value: Any) -> Any:
    if name.endswith("_id"):
        return UUID(value)
    if name.endswith("_ids"):
        return [UUID(item) for item in value]
    return value
