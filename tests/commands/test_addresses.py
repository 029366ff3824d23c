"""Whatever is done to the addresses of a record, it has one default of each kind."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.demo.personas import PERSONAS
from db.models import Address, Customer
from db.work import Work, begin_work
from domain.addresses import AddressFields
from domain.errors import Refusal, Refusals
from domain.permissions import Actor
from gateway.commands import addresses as commands
from gateway.commands._records import find_customer
from tests import factories as make
from tests.database import Database

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
BEA = next(
    Actor.of(each.id, username=each.username, name=each.name, interface=each.interface, roles=each.roles)
    for each in PERSONAS
    if each.username == "bea"
)

place = st.integers(0, 3)
maybe = st.none() | place
step = st.one_of(
    st.tuples(st.just("add"), place, st.booleans(), st.booleans()),
    st.tuples(st.just("amend"), place, place, st.none()),
    st.tuples(st.just("delete"), place, maybe, st.none()),
    st.tuples(st.just("choose"), maybe, maybe, st.none()),
)


async def take(tx: Work, customer: Customer, step: tuple[Any, ...]) -> None:
    """One step with the addresses that the record then has; a place beyond the last names the first again."""
    action, one, two, three = step
    held = await commands.addresses_of(tx, customer.id)
    keys = [row.id for row in held]
    version = (await find_customer(tx, customer.id)).addresses_version

    def key(at: int | None) -> Any:
        return None if at is None or not keys else keys[at % len(keys)]

    match action:
        case "add":
            typed = AddressFields(line1=f"{one} Quay", town="Bristol", postcode="BS1 4DJ", country_code="GB")
            new = commands.NewAddress(typed, default_billing=two, default_delivery=three)
            await commands.add_address(tx, customer.id, new, expected_version=version)
        case "amend" if keys:
            changed = {"line1": f"{two} Quay"}
            await commands.amend_address(tx, customer.id, key(one), changed, expected_version=version)
        case "delete" if keys:
            await commands.delete_address(tx, customer.id, key(one), key(two), expected_version=version)
        case _:
            await commands.set_default_addresses(
                tx, customer.id, key(one), key(two), expected_version=version
            )


@pytest.mark.rule("ADR-P02", "ADR-02")
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=1, max_size=8))
async def test_a_record_with_addresses_has_one_default_of_each(
    database: Database, steps: list[tuple[Any, ...]]
) -> None:
    home, ada = make.individual()
    await database.save(home, ada)
    for each in steps:
        with suppress(Refusal, Refusals):
            async with begin_work(database.store.writes, actor=BEA, now=NOW, correlation_id="steps") as tx:
                await take(tx, ada, each)
        held = await database.all(select(Address).where(Address.customer_id == ada.id))
        one_each = (1, 1) if held else (0, 0)
        assert (
            sum(row.default_billing for row in held),
            sum(row.default_delivery for row in held),
        ) == one_each
