"""Activities on the record: what is planned to be done about somebody, and what was done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from db.demo.personas import FEMI, OLGA
from db.models import ActivityType, Customer
from gateway.engine import ids
from tests import factories as make
from tests import fundraising as raising
from tests.ask import Ask
from tests.database import Database

OPEN = """query ($id: ID!, $filter: ActivityFilter) { customer(id: $id) {
  activities(filter: $filter) { totalCount nodes {
    id type { id name active } subject notes status dueAt completedAt version createdAt createdBy customer { id }
    assignedTo { accountId name jobTitle active }
  } }
} }"""


def at(day: int, hour: int = 10, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


async def listed(ask: Ask, who: Customer, *, by: str = "femi", **asked: Any) -> list[dict[str, Any]]:
    answer = await ask(OPEN, by=by, id=ids.encode("cus", who.id), **asked)
    found = answer.ok["customer"]["activities"]
    assert found["totalCount"] == len(found["nodes"])
    nodes: list[dict[str, Any]] = found["nodes"]
    return nodes


async def subjects(ask: Ask, who: Customer, by: str = "femi", **filter: Any) -> list[str]:
    return [each["subject"] for each in await listed(ask, who, by=by, filter=filter)]


async def diary(database: Database) -> tuple[Customer, ActivityType]:
    """Somebody about whom something was done, something was not, and two things are planned."""
    home, ada = make.individual()
    call = raising.activity_type()
    await database.save(
        home,
        ada,
        call,
        raising.activity(ada, call, subject="Done late", due_at=at(1), completed_at=at(20)),
        raising.activity(ada, call, subject="Forgotten", due_at=at(19), assigned_to_id=None),
        raising.activity(ada, call, subject="This morning", due_at=at(22, 9), assigned_to_id=OLGA.id),
        raising.activity(ada, call, subject="Next month", due_at=at(1, month=12)),
    )
    return ada, call


@pytest.mark.rule("TML-P01")
async def test_an_activity_tells_what_it_is_about_and_who_is_to_do_it(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    call = raising.activity_type("Call")
    planned = raising.activity(ada, call, notes="Ask about the roof.", created_at=at(2))
    await database.save(home, ada, call, planned)

    (shown,) = await listed(ask, ada)

    assert shown == {
        "id": ids.encode("act", planned.id),
        "type": {"id": ids.encode("aty", call.id), "name": call.name, "active": True},
        "subject": "Thank them for the visit",
        "notes": "Ask about the roof.",
        "status": "PLANNED",
        "dueAt": "2026-12-01T10:00:00+00:00",
        "completedAt": None,
        "version": 1,
        "createdAt": "2026-11-02T10:00:00+00:00",
        "createdBy": "femi",
        "customer": {"id": ids.encode("cus", ada.id)},
        "assignedTo": {
            "accountId": ids.encode("usr", FEMI.id),
            "name": "Femi Castellanos",
            "jobTitle": "Fundraiser",
            "active": True,
        },
    }
    document = (
        "query ($id: ID!) { node(id: $id) { ... on Activity { subject } ... on ActivityType { name } } }"
    )
    assert (await ask(document, by="olga", id=shown["id"])).ok == {"node": {"subject": planned.subject}}
    assert (await ask(document, by="olga", id=shown["type"]["id"])).ok == {"node": {"name": call.name}}
    for id_ in (shown["id"], shown["type"]["id"]):
        assert (await ask(document, by="bea", id=id_)).ok == {"node": None}


@pytest.mark.rule("TML-P01")
async def test_they_stand_where_they_happened_or_are_planned_the_latest_first(
    ask: Ask, database: Database
) -> None:
    ada, _ = await diary(database)

    async def told(now: str) -> list[tuple[str, str]]:
        return [(each["subject"], each["status"]) for each in await listed(ask, ada, now=now)]

    assert await told("2026-11-22T18:00:00+00:00") == [
        ("Next month", "PLANNED"),
        ("This morning", "PLANNED"),
        ("Done late", "DONE"),
        ("Forgotten", "OVERDUE"),
    ]
    assert (await told("2026-11-23T00:00:00+00:00"))[1] == ("This morning", "OVERDUE")


async def test_the_day_that_something_is_due_is_one_of_the_systems_zone(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    call = raising.activity_type()
    # In summer, it is half past midnight of the 2nd in London.
    due = raising.activity(ada, call, due_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    await database.save(home, ada, call, due)

    statuses = [
        [each["status"] for each in await listed(ask, ada, now=now)]
        for now in ("2026-07-02T12:00:00+00:00", "2026-07-02T23:00:00+00:00")
    ]

    assert statuses == [["PLANNED"], ["OVERDUE"]]
    planned = await listed(ask, ada, now="2026-07-02T22:59:00+00:00", filter={"status": ["PLANNED"]})
    assert [each["status"] for each in planned] == ["PLANNED"]


async def test_a_list_may_be_narrowed_by_status_and_by_who_is_to_do_it(ask: Ask, database: Database) -> None:
    ada, _ = await diary(database)

    everything = ["Next month", "This morning", "Done late", "Forgotten"]
    assert await subjects(ask, ada) == everything
    assert await subjects(ask, ada, status=["PLANNED"]) == ["Next month", "This morning"]
    assert await subjects(ask, ada, status=["DONE", "OVERDUE"]) == ["Done late", "Forgotten"]
    assert await subjects(ask, ada, status=["OVERDUE"]) == ["Forgotten"]
    assert await subjects(ask, ada, status=[]) == []
    assert await subjects(ask, ada, assignedToMe=True) == ["Next month", "Done late"]
    assert await subjects(ask, ada, by="olga", assignedToMe=True) == ["This morning"]
    assert await subjects(ask, ada, assignedToMe=False) == ["This morning", "Forgotten"]
    assert await subjects(ask, ada, assignedToMe=True, status=["DONE"]) == ["Done late"]
    assert [each["subject"] for each in await listed(ask, ada, filter=None)] == everything


async def test_an_activity_leads_to_its_opportunity_and_may_be_found_by_it(
    ask: Ask, database: Database
) -> None:
    ada, call = await diary(database)
    roof, early = raising.campaign(), raising.stage()
    hoped, other = (raising.opportunity(ada, roof, early) for _ in range(2))
    asked = raising.activity(ada, call, subject="Ask for the roof", opportunity_id=hoped.id)
    await database.save(roof, early, hoped, other, asked)
    document = """query ($id: ID!) { customer(id: $id) {
      activities(filter: {status: [PLANNED]}) { nodes { subject opportunity { id } } } } }"""

    shown = (await ask(document, by="femi", id=f"{ada.number}")).ok["customer"]["activities"]["nodes"]

    assert [each for each in shown if each["opportunity"]] == [
        {"subject": "Ask for the roof", "opportunity": {"id": ids.encode("opp", hoped.id)}}
    ]
    assert len(shown) == 3
    assert await subjects(ask, ada, opportunityId=ids.encode("opp", hoped.id)) == ["Ask for the roof"]
    assert await subjects(ask, ada, opportunityId=ids.encode("opp", other.id)) == []
    assert await subjects(ask, ada, opportunityId=ids.encode("opp", hoped.id), status=["DONE"]) == []
    # One of somebody else's has nothing here, and what is no id is told.
    bob, _ = await diary(database)
    assert await subjects(ask, bob, opportunityId=ids.encode("opp", hoped.id)) == []
    refused = await ask(
        OPEN, by="femi", id=f"{ada.number}", filter={"opportunityId": ids.encode("cus", ada.id)}
    )
    assert refused.codes == ["BAD_USER_INPUT"]
    assert refused.errors[0]["message"] == "`opportunityId` is no opportunity's id."


async def test_the_types_to_choose_from_are_those_that_are_offered_in_their_order(
    ask: Ask, database: Database
) -> None:
    types = [raising.activity_type("Letter", position=7), raising.activity_type("Call", position=6)]
    types.append(raising.activity_type("Telegram", position=8, active=False))
    await database.save(*types)
    document = "query ($all: Boolean!) { activityTypes(includeInactive: $all) { name active position } }"

    async def names(*, all: bool) -> list[str]:
        found = (await ask(document, by="femi", all=all)).ok["activityTypes"]
        mine = {each.name for each in types}
        return [each["name"].split()[0] for each in found if each["name"] in mine]

    assert await names(all=False) == ["Call", "Letter"]
    assert await names(all=True) == ["Call", "Letter", "Telegram"]
    offered = (await ask("{ activityTypes { active } }", by="femi")).ok["activityTypes"]
    assert {each["active"] for each in offered} == {True}


@pytest.mark.rule("NAV-14", "ROL-05", "ROL-P04")
@pytest.mark.parametrize("by", ["bea", "ade", "sam"])
async def test_activities_are_for_fundraisers_alone(ask: Ask, database: Database, by: str) -> None:
    ada, _ = await diary(database)
    document = "query ($id: ID!) { activityTypes { name } customer(id: $id) { activities { totalCount } } }"

    answer = await ask(document, by=by, id=f"{ada.number}")

    assert answer.codes == ["FORBIDDEN", "FORBIDDEN"]
    assert answer.data == {"activityTypes": None, "customer": {"activities": None}}
