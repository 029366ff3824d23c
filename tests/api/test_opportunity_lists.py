"""The opportunities with all customers, as the dashboard lists them, and what they are filtered by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.demo.personas import BEA, FEMI, OLGA
from db.models import Opportunity, UserAccount, UserRole
from gateway.engine import ids
from tests import factories as make
from tests import fundraising as raise_
from tests.ask import Ask
from tests.database import Database

LISTED = """query ($filter: OpportunityFilter) { opportunities(filter: $filter, first: 100) { totalCount
  nodes { id } } }"""


async def listed(ask: Ask, **filter: Any) -> list[str]:
    found = (await ask(LISTED, by="femi", filter=filter)).ok["opportunities"]
    assert found["totalCount"] == len(found["nodes"])
    return [each["id"] for each in found["nodes"]]


def keys(rows: Sequence[Opportunity]) -> list[str]:
    return [ids.encode("opp", each.id) for each in rows]


@pytest.mark.rule("OPP-14", "OPP-P01")
async def test_the_list_is_narrowed_by_whatever_is_asked_of_it(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    choir = make.organisation(name=make.choir())
    top = raise_.campaign()
    middle = raise_.campaign(below=top)
    leaf, other = raise_.campaign(below=middle), raise_.campaign()
    early, late = raise_.stage(), raise_.stage()
    newest = raise_.opportunity(
        ada, leaf, early, opened_on=date(2026, 9, 4), expected_close_on=date(2027, 1, 1)
    )
    won = raise_.opportunity(choir, top, late, opened_on=date(2026, 9, 3), outcome="WON", owner_id=OLGA.id)
    oldest = raise_.opportunity(
        choir, middle, late, opened_on=date(2026, 9, 1), expected_close_on=date(2027, 2, 1)
    )
    elsewhere = raise_.opportunity(ada, other, early, opened_on=date(2026, 9, 2))
    ours = [newest, won, elsewhere, oldest]
    await database.save(home, ada, choir, top, middle, leaf, other, early, late, *ours)
    below, part = ids.encode("cam", top.id), ids.encode("cam", middle.id)

    assert await listed(ask, campaignId=below) == keys([newest, won, oldest])
    assert await listed(ask, campaignId=part) == keys([newest, oldest])
    assert await listed(ask, campaignId=ids.encode("cam", other.id)) == keys([elsewhere])
    assert await listed(ask, campaignId=below, ownerId=ids.encode("usr", OLGA.id)) == keys([won])
    assert await listed(ask, campaignId=below, stageId=ids.encode("stg", late.id)) == keys([won, oldest])
    assert await listed(ask, campaignId=below, outcomes=["OPEN", "LOST"]) == keys([newest, oldest])
    assert await listed(ask, campaignId=below, expectedCloseFrom="2027-01-02") == keys([oldest])
    assert await listed(ask, campaignId=below, expectedCloseTo="2027-01-01") == keys([newest])
    assert await listed(
        ask, campaignId=below, expectedCloseFrom="2027-01-01", expectedCloseTo="2027-02-01"
    ) == keys([newest, oldest])
    everything = (await ask("{ opportunities(first: 1) { nodes { id } } }", by="femi")).ok["opportunities"]
    assert len(everything["nodes"]) == 1


@pytest.mark.rule("OPP-14")
@pytest.mark.parametrize("argument", ["ownerId", "campaignId", "stageId"])
async def test_an_id_of_something_else_is_refused_with_the_name_of_the_argument(
    ask: Ask, argument: str
) -> None:
    answer = await ask(LISTED, by="femi", filter={argument: ids.encode("cus", uuid7())})
    assert (answer.codes, answer.data) == (["BAD_USER_INPUT"], {"opportunities": None})
    assert f"`{argument}`" in answer.errors[0]["message"]


@pytest.mark.rule("OPP-P07", "OPP-04")
async def test_whose_owner_left_or_raises_no_funds_now_waits_for_another_and_still_shows_them(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    campaign, stage = raise_.campaign(), raise_.stage()
    name = make.unique("Nadia Kestrel ")
    gone = UserAccount(
        id=uuid7(),
        username=make.unique("gone"),
        email=f"{make.unique('gone')}@playhouse.example",
        name=name,
        job_title="Fundraiser",
        active=False,
    )
    role = UserRole(user_id=gone.id, role="OPPORTUNITIES_USER")
    left, sells, raises = (
        raise_.opportunity(ada, campaign, stage, owner_id=owner, opened_on=date(2026, 9, day))
        for day, owner in ((3, gone.id), (2, BEA.id), (1, FEMI.id))
    )
    await database.save(home, ada, campaign, stage, gone, role, left, sells, raises)
    of = ids.encode("cam", campaign.id)

    assert await listed(ask, campaignId=of, unassigned=True) == keys([left, sells])
    assert await listed(ask, campaignId=of, unassigned=False) == keys([raises])
    shown = await ask(
        "query ($id: ID!) { opportunity(id: $id) { owner { name active } } fundraisers { name active } }",
        by="olga",
        id=ids.encode("opp", left.id),
    )
    assert shown.ok["opportunity"]["owner"] == {"name": name, "active": False}
    names = [each["name"] for each in shown.ok["fundraisers"]]
    assert {"Femi Castellanos", "Olga Penhaligon"} <= set(names)
    assert not {name, "Bea Okonjo"} & set(names)
    assert names == sorted(names)
    assert all(each["active"] for each in shown.ok["fundraisers"])


@pytest.mark.rule("OPP-P02")
async def test_stages_are_listed_in_the_order_of_the_way_and_unused_ones_where_they_are_asked_for(
    ask: Ask, database: Database
) -> None:
    first, last = raise_.stage("B", position=8001), raise_.stage("A", position=8002, is_terminal=True)
    unused = raise_.stage("C", position=8000, active=False)
    await database.save(last, first, unused)

    async def shown(arguments: str = "") -> list[str]:
        found = (await ask(f"{{ opportunityStages{arguments} {{ name }} }}", by="femi")).ok[
            "opportunityStages"
        ]
        return [each["name"] for each in found if each["name"] in {first.name, last.name, unused.name}]

    assert await shown() == [first.name, last.name]
    assert await shown("(includeInactive: true)") == [unused.name, first.name, last.name]
