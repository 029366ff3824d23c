"""A conversion as it is previewed, and as it is done: by the same plan, made again once the record is held."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from db.work import Work
from domain.conversion_plans import plan_of
from domain.conversions import Choices, ConversionPlan
from domain.errors import NotFound
from domain.permissions import Permission
from gateway.commands import conversions as commands
from gateway.commands._conversion import Place
from gateway.commands._records import CustomerRef
from gateway.context import Context
from gateway.engine.statements import compiled
from gateway.loaders.conversions import facts_of
from gateway.loaders.statements import Rows, rows_in

_compiled = cache(compiled)


async def preview(context: Context, ref: CustomerRef, choices: Choices) -> ConversionPlan | None:
    """What the conversion would do as things stand; None for a record whom the actor may not see."""

    async def rows(query: Any, values: Mapping[str, Any]) -> Any:
        return await context.reader.rows(_compiled(query), **values)

    return await _plan(context, rows, ref, choices)


async def convert(
    context: Context, tx: Work, ref: CustomerRef, choices: Choices, *, expected_version: int
) -> tuple[commands.Converted, ConversionPlan]:
    """What was converted, and by which plan.

    Refused: what `hold` refuses, and everything that blocks the plan, of the record as it is once it is held.
    """
    customer = await commands.hold(tx, ref, choices.recipients, expected_version=expected_version)
    settings = context.settings
    plan = await _plan(context, rows_in(tx, settings.time_zone), customer.id, choices)
    if plan is None:
        raise NotFound("There is no customer with this id whom you may see.", ("customerId",))
    place = Place(context.today, settings.zone, settings.country, settings.currency, settings.house)
    return await commands.carry_out(tx, customer, plan, choices, place), plan


async def _plan(context: Context, rows: Rows, ref: CustomerRef, choices: Choices) -> ConversionPlan | None:
    facts = await facts_of(rows, ref, choices.recipients, context.now, context.today)
    if facts is None:
        return None
    may_discard = context.actor.may(Permission.PROTECTED_DATA)
    return plan_of(facts, choices, may_discard=may_discard, today=context.today)
