"""What a record cannot do without: required attributes, when it is created and when its Details are saved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from db.models import AttributeDefinition, Customer
from tests import factories as make
from tests.api._form import CREATE, SAVE, Form, change, ident, refused
from tests.ask import Ask
from tests.database import Database


@pytest.fixture
async def form(database: Database) -> Form:
    made = Form()
    await made.store(database)
    return made


@pytest.fixture
async def required(database: Database, form: Form) -> AsyncIterator[AttributeDefinition]:
    """The form's TEXT attribute, required of Organisations for as long as the test runs."""
    definition = form.definitions["TEXT"]
    await change(database, definition.id, required=True, applies_to="ORGANISATION")
    yield definition
    await change(database, definition.id, required=False)


@pytest.mark.rule("ATR-P01")
async def test_no_record_is_created_without_a_required_attribute(
    ask: Ask, database: Database, form: Form, required: AttributeDefinition
) -> None:
    address = {"line1": "1 High Street", "town": "Bristol", "postcode": "BS1 4DJ", "countryCode": "GB"}
    choir = {"name": make.choir(), "address": address}
    before = await database.count(Customer)

    missing = await ask(CREATE, customer={"organisation": choir})
    empty = await ask(
        CREATE, customer={"organisation": {**choir, "attributes": [form.value("TEXT", text=" ")]}}
    )

    assert refused(missing) == [("REQUIRED", ["organisation", "attributes", required.name])]
    assert refused(empty) == [("REQUIRED", ["organisation", "attributes", "0", "text"])]
    assert await database.count(Customer) == before
    given = [form.value("TEXT", text="Given")]
    made = await ask(CREATE, customer={"organisation": {**choir, "attributes": given}})
    assert made.ok["made"]["errors"] == []


@pytest.mark.rule("ATR-P01")
async def test_details_are_not_saved_while_a_required_attribute_is_empty(
    ask: Ask, database: Database, form: Form, required: AttributeDefinition
) -> None:
    before = await database.snapshot(form.choir.id)
    asked: dict[str, Any] = {"id": ident(form.choir), "details": {"organisation": {"name": "New name"}}}

    assert refused(await ask(SAVE, version=1, **asked)) == [("REQUIRED", ["attributes", required.name])]
    assert await database.snapshot(form.choir.id) == before

    filled = await ask(SAVE, version=1, **asked, values=[form.value("TEXT", text="Given")])
    assert filled.ok["made"]["errors"] == []
    cleared = await ask(SAVE, version=2, **asked, values=[form.value("TEXT", clear=True)])
    assert refused(cleared) == [("REQUIRED", ["attributes", "0"])]
