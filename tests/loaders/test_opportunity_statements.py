"""What opportunities ask of the store: as much for many records as for one, totals included."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from gateway.engine import ids
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raise_
from tests.ask import Ask, asking
from tests.database import Database

TOTALS = """label received { amount } pledged { amount } reserved { amount } outstanding { amount } progress
  weighted { amount }"""
SHOWN = f"""opportunities {{ nodes {{ {TOTALS} campaign {{ path }} stage {{ name }} owner {{ name }}
  attributes {{ value }} stageChanges {{ toStage {{ name }} }} breakdown {{ received {{ amount {{ amount }}
    items {{ nodes {{ opportunity {{ id }} }} }} }}
    reserved {{ items {{ nodes {{ id }} }} }} pledged {{ promises {{ nodes {{ given {{ amount }} }} }} }} }} }} }}"""


@pytest.fixture
async def told(settings: Settings, database: Database) -> AsyncIterator[Ask]:
    """An application that tells which statements it ran."""
    async with asking(settings, explain=True) as ask:
        ask.client.headers["x-explain"] = "1"
        yield ask


@pytest.mark.rule("OPP-P04", "XCT-P05")
async def test_the_opportunities_of_many_records_take_as_many_statements_as_those_of_one(
    told: Ask, database: Database
) -> None:
    people = [make.individual() for _ in range(3)]
    campaign, stage, fund, mug = raise_.campaign(), raise_.stage(), sell.fund(), sell.product()
    rows = [campaign, stage, fund, mug]
    for home, each in people:
        rows += [home, each]
        for _ in range(2):
            made, order = raise_.opportunity(each, campaign, stage), sell.order(each)
            [item] = raise_.link(made, sell.merchandise(order, mug))
            rows += [made, raise_.stage_change(made, stage), raise_.pledge(made, fund), order, item]
    await database.save(*rows)
    document = f"query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Customer {{ {SHOWN} }} }} }}"
    records = [ids.encode("cus", each.id) for _, each in people]

    for asked in (records[:1], records):
        answer = await told(document, by="femi", ids=asked)
        shown = [each["opportunities"]["nodes"] for each in answer.ok["nodes"]]
        assert [len(each) for each in shown] == [2] * len(asked)
        assert {each["received"]["amount"] for of in shown for each in of} == {"6.00"}
        explained = answer.extensions["explain"]
        assert (explained["declined"], explained["bailed"]) == ({}, None)
        assert sorted(each["tab"] for each in explained["statements"] if each["at"]) == [
            "campaign",
            "colleague",
            "customers",
            "opportunities",
            "opportunity-attributes",
            "opportunity-of-item",
            "opportunity-received",
            "opportunity-stage",
            "opportunity-stage",
            "promises",
            "received-items",
            "reserved-items",
            "stage-changes",
        ]
    # The totals alone are read with their opportunities.
    only = f"... on Customer {{ opportunities {{ nodes {{ {TOTALS} }} }} }}"
    alone = await told(f"query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ {only} }} }}", by="femi", ids=records)
    assert [each["tab"] for each in alone.extensions["explain"]["statements"] if each["at"]] == [
        "customers",
        "opportunities",
    ]
