"""Values of attributes on records, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AttributeOption
from gateway.engine import ids
from tests import factories as make
from tests.api._form import CREATE, SAVE, Form, change, ident, refused
from tests.ask import Ask
from tests.database import Database

AUDIT = "query A($id: ID!) { customer(id: $id) { audit { nodes { event changes { path before after redacted } } } } }"


@pytest.fixture
async def form(database: Database) -> Form:
    made = Form()
    await made.store(database)
    return made


async def saved(ask: Ask, form: Form, version: int, *values: Mapping[str, Any]) -> Mapping[str, Any]:
    answer = await ask(SAVE, id=ident(form.ada), version=version, values=values)
    assert answer.ok["made"]["errors"] == []
    customer: Mapping[str, Any] = answer.ok["made"]["customer"]
    return customer


def of_each_type(form: Form) -> list[dict[str, Any]]:
    return [
        form.value("TEXT", text=" Vegan\r\nNo nuts "),
        form.value("CURRENCY", money="12.5"),
        form.value("DATE", date="2026-05-20"),
        form.choice("DROPDOWN", "Green"),
        form.choice("CHECKLIST", "Green", "Red"),
    ]


STORED = {
    "TEXT": {"__typename": "TextValue", "text": "Vegan\nNo nuts"},
    "CURRENCY": {"__typename": "MoneyValue", "money": {"amount": "12.50", "currency": "GBP"}},
    "DATE": {"__typename": "DateValue", "date": "2026-05-20"},
    "DROPDOWN": {"__typename": "ChoiceValue", "options": [{"label": "Green"}]},
    "CHECKLIST": {"__typename": "ChoiceValue", "options": [{"label": "Red"}, {"label": "Green"}]},
}


@pytest.mark.rule("ATR-P02", "ATR-02", "ATR-01")
async def test_a_record_takes_a_value_of_each_type_when_it_is_updated(ask: Ask, form: Form) -> None:
    customer = await saved(ask, form, 1, *of_each_type(form))
    assert form.mine(customer["attributes"]) == STORED
    assert customer["detailsVersion"] == 2


@pytest.mark.rule("ATR-02")
async def test_a_record_takes_values_when_it_is_created(ask: Ask, database: Database, form: Form) -> None:
    address = {"line1": "1 High Street", "town": "Bristol", "postcode": "BS1 4DJ", "countryCode": "GB"}
    person = {"firstName": "Ada", "lastName": make.unique("Byron"), "address": address}

    answer = await ask(CREATE, customer={"individual": {**person, "attributes": of_each_type(form)}})

    assert answer.ok["made"]["errors"] == []
    customer = answer.ok["made"]["customer"]
    assert form.mine(customer["attributes"]) == STORED
    key = ids.key_of("cus", customer["id"])
    assert key is not None
    assert await database.events(key) == ["customer.created"]


@pytest.mark.rule("AUD-P08", "AUD-01")
async def test_the_audit_shows_values_as_people_read_them(ask: Ask, form: Form) -> None:
    await saved(ask, form, 1, *of_each_type(form))
    await saved(ask, form, 2, form.value("CURRENCY", money="-3"), form.value("DATE", date=None))

    later, first = (await ask(AUDIT, id=ident(form.ada))).ok["customer"]["audit"]["nodes"]
    assert [(change["path"], change["after"]) for change in first["changes"]] == [
        (form.path("TEXT"), "Vegan\nNo nuts"),
        (form.path("CURRENCY"), "12.50"),
        (form.path("DATE"), "2026-05-20"),
        (form.path("DROPDOWN"), "Green"),
        (form.path("CHECKLIST"), "Red, Green"),
    ]
    assert later == {
        "event": "customer.updated",
        "changes": [
            {"path": form.path("CURRENCY"), "before": "12.50", "after": "-3.00", "redacted": False},
            {"path": form.path("DATE"), "before": "2026-05-20", "after": None, "redacted": False},
        ],
    }


@pytest.mark.rule("AUD-P05")
async def test_saving_the_values_that_are_there_leaves_no_trace(
    ask: Ask, database: Database, form: Form
) -> None:
    await saved(ask, form, 1, *of_each_type(form))
    before = await database.snapshot(form.ada.id)
    assert (await saved(ask, form, 2, *of_each_type(form)))["detailsVersion"] == 2
    assert await database.snapshot(form.ada.id) == before


@pytest.mark.parametrize("clearing", [{"clear": True}, {"text": None}, {"text": "  "}])
async def test_a_value_is_cleared_and_what_is_not_named_stays(
    ask: Ask, form: Form, clearing: Mapping[str, Any]
) -> None:
    await saved(ask, form, 1, *of_each_type(form))
    customer = await saved(ask, form, 2, form.value("TEXT", **clearing))
    assert form.mine(customer["attributes"]) == {**STORED, "TEXT": None}


@pytest.mark.rule("ATR-P02")
@pytest.mark.parametrize("name", ["TEXT", "CURRENCY", "DATE", "DROPDOWN", "CHECKLIST"])
async def test_a_value_of_another_type_is_refused(
    ask: Ask, database: Database, form: Form, name: str
) -> None:
    before = await database.snapshot(form.ada.id)
    others: list[dict[str, Any]] = [
        {"text": "1.00"},
        {"money": "1.00"},
        {"date": "2026-05-20"},
        {"optionIds": []},
        {},
        {"text": "1", "money": "1"},
    ]
    own = {"TEXT": 0, "CURRENCY": 1, "DATE": 2}.get(name, 3)
    for wrong in (other for place, other in enumerate(others) if place != own):
        answer = await ask(SAVE, id=ident(form.ada), version=1, values=[form.value(name, **wrong)])
        (error,) = answer.ok["made"]["errors"]
        assert (error["__typename"], error["code"]) == ("AttributeTypeMismatch", "ATTRIBUTE_TYPE_MISMATCH")
        assert error["path"][:2] == ["attributes", "0"]
    assert await database.snapshot(form.ada.id) == before


@pytest.mark.rule("ATR-P02")
async def test_an_option_that_is_unknown_archived_or_of_another_attribute_is_refused(
    ask: Ask, database: Database, form: Form
) -> None:
    before = await database.snapshot(form.ada.id)
    unknown = form.value("DROPDOWN", optionIds=[ids.encode("opt", uuid4())])
    other = form.value("DROPDOWN", optionIds=form.choice("CHECKLIST", "Red")["optionIds"])
    nonsense = form.value("DROPDOWN", optionIds=["Red"])
    for wrong in (unknown, other, nonsense, form.choice("DROPDOWN", "Old")):
        answer = await ask(SAVE, id=ident(form.ada), version=1, values=[wrong])
        assert refused(answer) == [("ATTRIBUTE_OPTION_UNKNOWN", ["attributes", "0", "options"])]
    assert await database.snapshot(form.ada.id) == before


@pytest.mark.rule("ATR-P02")
async def test_an_option_that_was_archived_stays_readable_and_may_be_kept(
    ask: Ask, database: Database, form: Form
) -> None:
    await saved(ask, form, 1, form.choice("CHECKLIST", "Red"))
    async with AsyncSession(database.store.writes) as session:
        red = form.options["CHECKLIST", "Red"].id
        await session.execute(update(AttributeOption).where(AttributeOption.id == red).values(archived=True))
        await session.commit()

    customer = await saved(ask, form, 2, form.choice("CHECKLIST", "Red", "Green"))

    assert form.mine(customer["attributes"])["CHECKLIST"] == STORED["CHECKLIST"]


async def test_all_that_is_wrong_with_the_values_is_told_at_once(
    ask: Ask, database: Database, form: Form
) -> None:
    before = await database.snapshot(form.choir.id)
    wrong = [
        form.value("TEXT", text="x" * 2001),
        form.value("CURRENCY", money="1.234"),
        form.value("DATE", date="2026-05-20", clear=True),
        {"definitionId": ident(form.ada), "text": "x"},
    ]
    unread = await ask(SAVE, id=ident(form.choir), version=1, values=wrong)
    assert refused(unread) == [
        ("INVALID_VALUE", ["attributes", "1", "money"]),
        ("INVALID_VALUE", ["attributes", "2", "clear"]),
        ("NOT_FOUND", ["attributes", "3", "definitionId"]),
    ]
    wrong = [
        form.value("TEXT", text="x" * 2001),
        form.choice("CHECKLIST", "Red"),
        {"definitionId": ids.encode("atd", uuid4()), "text": "x"},
        form.value("TEXT", text="twice"),
    ]
    answer = await ask(SAVE, id=ident(form.choir), version=1, values=wrong)
    assert refused(answer) == [
        ("TOO_LONG", ["attributes", "0", "text"]),
        ("WRONG_KIND", ["attributes", "1"]),
        ("NOT_FOUND", ["attributes", "2", "definitionId"]),
        ("INVALID_VALUE", ["attributes", "3", "definitionId"]),
    ]
    assert await database.snapshot(form.choir.id) == before


@pytest.mark.rule("ATR-P01")
async def test_an_archived_attribute_shows_its_value_and_takes_no_new_one(
    ask: Ask, database: Database, form: Form
) -> None:
    await saved(ask, form, 1, form.value("TEXT", text="Kept"))
    await change(database, form.definitions["TEXT"].id, archived=True)
    before = await database.snapshot(form.ada.id)

    answer = await ask(SAVE, id=ident(form.ada), version=2, values=[form.value("TEXT", text="New")])

    assert refused(answer) == [("INVALID_VALUE", ["attributes", "0", "definitionId"])]
    assert await database.snapshot(form.ada.id) == before
    customer = await saved(ask, form, 2, form.value("DATE", date="2026-05-20"))
    assert form.mine(customer["attributes"])["TEXT"] == {"__typename": "TextValue", "text": "Kept"}


@pytest.mark.rule("XCT-P03")
async def test_values_that_were_read_before_another_save_are_not_overwritten(
    ask: Ask, database: Database, form: Form
) -> None:
    await ask(SAVE, by="ade", id=ident(form.ada), version=1, values=[form.value("CURRENCY", money="1")])
    before = await database.snapshot(form.ada.id)

    answer = await ask(SAVE, id=ident(form.ada), version=1, values=[form.value("CURRENCY", money="2")])

    (error,) = answer.ok["made"]["errors"]
    assert (error["code"], error["currentVersion"], error["changedBy"]) == ("STALE_VERSION", 2, "ade")
    assert error["fields"] == [
        {"field": form.path("CURRENCY"), "theirs": "1.00", "yours": "2.00", "conflicting": True}
    ]
    assert await database.snapshot(form.ada.id) == before
