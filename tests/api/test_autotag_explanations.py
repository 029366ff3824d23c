"""Why a record bears an autotag or not, and who is told what (TAG-N01)."""

from __future__ import annotations

from typing import Any

import pytest

from db.models import AttributeValue
from gateway.engine import ids
from tests import box_office as office
from tests import factories as make
from tests.api._autotags import EXPLAIN, Stage
from tests.ask import Ask
from tests.database import Database

CRITERIA = """query($id: ID!) { node(id: $id) { ... on Tag { criteriaText criteria { text parts { path kind text
  orderTotal { atLeast { amount } period { lastMonths } } hasTag hasEmail } } } } }"""


async def told(ask: Ask, stage: Stage, by: str) -> list[tuple[str, str | None, bool | None, bool]]:
    """The parts of the criteria with what somebody is told of Ada."""
    answer = await ask(EXPLAIN, by=by, id=f"{stage.ada.number}", tag=ids.encode("tag", stage.auto.id))
    return [
        (each["part"]["path"], each["actual"], each["verdict"], each["redacted"])
        for each in answer.ok["autotagExplain"]["answers"]
    ]


@pytest.mark.rule("TAG-N01", "ORD-P13")
async def test_an_explanation_tells_each_answer_to_who_may_see_the_data_and_no_group_gives_one_away(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    restricted = make.individual()
    order, secret = office.order(stage.ada), office.order(restricted[1], restricted=True)
    thing = office.product(price_minor=1250)
    await database.save(*stage.rows, *restricted, order, secret, thing)
    await database.save(office.merchandise(order, thing), office.merchandise(secret, thing))
    asked = {
        "all": [
            {
                "any": [
                    {"orderTotal": {"atLeast": "12.50", "period": {"lastMonths": 12}}},
                    {"hasEmail": False},
                ]
            },
            {"not": stage.bears},
        ]
    }
    assert (await stage.set_after_a_look(ask, asked))["errors"] == []

    whole = ("", None, False, False)
    tag = [("1", None, False, False), ("1.0", "yes", True, False)]
    assert await told(ask, stage, "bea") == [
        whole,
        ("0", None, True, False),
        ("0.0", "12.50 GBP", True, False),
        ("0.1", "yes", False, False),
        *tag,
    ]
    # Support reads no orders: neither the sum, nor whether it is enough, nor what that makes of the group.
    assert await told(ask, stage, "sam") == [
        whole,
        ("0", None, None, True),
        ("0.0", None, None, True),
        ("0.1", "yes", False, False),
        *tag,
    ]
    stage.ada = restricted[1]
    closed, opened = await told(ask, stage, "bea"), await told(ask, stage, "femi")
    assert (closed[2], opened[2]) == (("0.0", None, None, True), ("0.0", "12.50 GBP", True, False))


@pytest.mark.rule("TAG-N01", "ATR-P03")
async def test_an_attribute_that_became_protected_is_told_to_nobody_and_met_by_nobody(
    ask: Ask, database: Database
) -> None:
    stage, attribute = Stage(), make.attribute()
    await database.save(*stage.rows, attribute)
    value = AttributeValue(customer_id=stage.ada.id, definition_id=attribute.id, text_value="Jazz")
    await database.save(value)
    asked: dict[str, Any] = {"definitionId": ids.encode("atd", attribute.id), "text": "Jazz"}
    await stage.set(ask, {"attribute": asked})
    assert await told(ask, stage, "bea") == [("", "Jazz", True, False)]

    protect = """mutation($id: ID!) { updateAttributeDefinition(definitionId: $id, expectedVersion: 1,
      definition: {isProtected: true}) { errors { __typename } } }"""
    assert (await ask(protect, by="seth", id=asked["definitionId"])).ok is not None
    assert await told(ask, stage, "ade") == [("", None, None, True)]


async def test_nothing_is_explained_of_who_may_not_be_seen_or_of_a_tag_without_criteria(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    hidden = make.organisation(name=make.choir(), active=False)
    await database.save(*stage.rows, hidden)
    tag = ids.encode("tag", stage.auto.id)
    assert (await ask(EXPLAIN, id=f"{stage.ada.number}", tag=tag)).ok == {"autotagExplain": None}
    await stage.set(ask, stage.bears)
    assert (await ask(EXPLAIN, id=f"{hidden.number}", tag=tag)).ok == {"autotagExplain": None}
    seen = (await ask(EXPLAIN, by="femi", id=f"{hidden.number}", tag=tag)).ok["autotagExplain"]
    assert (seen["held"], seen["met"], seen["evaluated"]) == (False, False, False)
    assert (await ask(EXPLAIN, by="gina", id=f"{stage.ada.number}", tag=tag)).codes == ["FORBIDDEN"]


@pytest.mark.rule("TAG-P02")
async def test_criteria_are_read_in_words_and_as_a_list_of_parts_in_one_query(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    await database.save(*stage.rows)
    spent = {"orderTotal": {"atLeast": "100", "period": {"lastMonths": 12}}}
    await stage.set(ask, {"all": [spent, {"not": stage.bears}, stage.bears]})

    read = (await ask(CRITERIA, by="ines", id=ids.encode("tag", stage.auto.id))).ok["node"]

    tag = f'has the tag "{stage.normal.name}"'
    text = f"all of (has spent at least 100.00 GBP in the last 12 months; not ({tag}); {tag})"
    assert (read["criteriaText"], read["criteria"]["text"]) == (text, text)
    nothing = {"orderTotal": None, "hasTag": None, "hasEmail": None}
    assert read["criteria"]["parts"] == [
        {"path": "", "kind": "ALL", "text": "all of these", **nothing},
        {
            "path": "0",
            "kind": "QUESTION",
            "text": "has spent at least 100.00 GBP in the last 12 months",
            **nothing,
            "orderTotal": {"atLeast": {"amount": "100.00"}, "period": {"lastMonths": 12}},
        },
        {"path": "1", "kind": "NOT", "text": "not this", **nothing},
        {"path": "1.0", "kind": "QUESTION", "text": tag, **nothing, "hasTag": stage.bears["hasTag"]},
        {"path": "2", "kind": "QUESTION", "text": tag, **nothing, "hasTag": stage.bears["hasTag"]},
    ]
