"""The shell of a record: its sections, the actions on it, and that everything with an id leads back."""

from __future__ import annotations

from typing import Any

import pytest

from db.models import Customer
from gateway.engine import ids
from tests import factories as make
from tests.api._converting import convert, done, someone
from tests.ask import Ask
from tests.database import Database

SHELL = """
query Shell($id: ID!) { customer(id: $id) {
  sections { key label level available count disabledReason }
  actions { key label allowed reason missingRoles }
} }
"""


async def _record(database: Database, **given: Any) -> str:
    home, ada = make.individual(**given)
    group = make.tag_group()
    tag = make.tag(group.id)
    await database.save(home, ada, group, tag, make.address(ada.id))
    await database.save(
        make.address(ada.id, default_billing=False, default_delivery=False),
        make.customer_tag(ada.id, tag.id),
        make.note(ada.id),
        make.note(ada.id, colour="PINK", body="Would rather give anonymously."),
    )
    return ids.encode("cus", ada.id)


@pytest.mark.rule("NAV-P01", "NAV-06")
async def test_each_section_says_how_much_is_in_it(ask: Ask, database: Database) -> None:
    record = await _record(database)

    sections = (await ask(SHELL, id=record, by="femi")).ok["customer"]["sections"]

    counts = {each["key"]: each["count"] for each in sections}
    assert {key: counts[key] for key in ("DETAILS", "ADDRESSES", "TAGS", "ATTRIBUTES", "NOTES", "AUDIT")} == {
        "DETAILS": None,
        "ADDRESSES": 2,
        "TAGS": 1,
        "ATTRIBUTES": 0,
        "NOTES": 2,
        "AUDIT": 0,
    }
    assert [each["key"] for each in sections if not each["available"]] == ["AGENT_COMMISSION"]


@pytest.mark.rule("NAV-P01", "NOT-P06")
async def test_a_count_does_not_tell_of_pink_notes(ask: Ask, database: Database) -> None:
    record = await _record(database)

    sections = (await ask(SHELL, id=record, by="bea")).ok["customer"]["sections"]

    assert next(each["count"] for each in sections if each["key"] == "NOTES") == 1


@pytest.mark.rule("NAV-P01")
async def test_sections_and_actions_of_fifty_records_take_one_statement(
    ask: Ask, database: Database, gateway: Any
) -> None:
    records = [await _record(database) for _ in range(5)]
    document = """query ($ids: [ID!]!) {
      nodes(ids: $ids) { ... on Customer { sections { count } actions { allowed } } } }"""

    plan = gateway.pipeline.compiled(document, {"ids": records})

    asked = {id(level.use.tab): level for level in plan.levels() if level.columns}
    assert [level.use.tab.name for level in asked.values() if level.use.tab.entity == "cus"] == ["customers"]
    answers = (await ask(document, ids=records)).ok["nodes"]
    assert [len(each["sections"]) for each in answers] == [31] * 5


@pytest.mark.rule("NAV-P02")
async def test_actions_follow_role_interface_and_state(ask: Ask, database: Database) -> None:
    live, retired = await _record(database), await _record(database, active=False)

    async def allowed(by: str, record: str) -> set[str]:
        actions = (await ask(SHELL, id=record, by=by)).ok["customer"]["actions"]
        return {each["key"] for each in actions if each["allowed"]}

    edits = {
        "EDIT_DETAILS",
        "ADD_ADDRESS",
        "SET_CONTACT_PREFERENCES",
        "SET_TAGS",
        "ADD_BLUE_NOTE",
        "SET_IMAGE",
    }
    assert await allowed("bea", live) == {*edits, "DEACTIVATE"}
    assert await allowed("femi", live) == {*edits, "ADD_PINK_NOTE", "DEACTIVATE"}
    assert "REACTIVATE" in await allowed("femi", retired)
    assert "DEACTIVATE" not in await allowed("femi", retired)


@pytest.mark.rule("NAV-P03")
async def test_everything_with_an_id_resolves_through_node(ask: Ask, database: Database) -> None:
    record = await _record(database)
    document = """query ($id: ID!) { customer(id: $id) { id addresses { id } tags { id group { id } } blueNotes { id }
      ... on Individual { household { id } } } }"""
    found = (await ask(document, id=record)).ok["customer"]
    wanted = [
        found["id"],
        *(each["id"] for each in found["addresses"]),
        *(each["id"] for each in found["tags"]),
        *(each["group"]["id"] for each in found["tags"]),
        *(each["id"] for each in found["blueNotes"]),
        found["household"]["id"],
    ]

    nodes = (await ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids=wanted)).ok["nodes"]

    assert [node["id"] for node in nodes] == wanted
    assert [node["__typename"] for node in nodes] == [
        "Individual", "Address", "Address", "Tag", "TagGroup", "Note", "Household",
    ]  # fmt: skip


async def test_notes_and_household_stand_on_the_record(ask: Ask, database: Database) -> None:
    record = await _record(database)
    document = """query ($id: ID!) { customer(id: $id) { popUpNotes { body }
      ... on Individual { household { primaryHouseholder { id } } image { url } } } }"""

    found = (await ask(document, id=record)).ok["customer"]

    assert found == {
        "popUpNotes": [{"body": "Prefers the aisle."}],
        "household": {"primaryHouseholder": {"id": record}},
        "image": None,
    }


@pytest.mark.rule("NAV-20")
async def test_a_record_opens_by_either_of_its_ids(ask: Ask, database: Database) -> None:
    record = await _record(database)
    friendly = (await ask("query ($id: ID!) { customer(id: $id) { friendlyId } }", id=record)).ok["customer"][
        "friendlyId"
    ]

    for typed in (friendly, friendly.lower(), friendly[2:]):
        assert (await ask("query ($id: ID!) { customer(id: $id) { id } }", id=typed)).ok == {
            "customer": {"id": record}
        }


@pytest.mark.rule("XCT-P04")
async def test_days_are_civil_and_instants_are_utc(ask: Ask, database: Database) -> None:
    record = await _record(database, birth_date=make.day("2000-02-29"))
    document = "query ($id: ID!) { customer(id: $id) { createdAt ... on Individual { birthDate age } } }"

    # An hour before midnight in London is the day before, whatever day it is elsewhere.
    eve = (await ask(document, id=record, now="2027-02-28T23:30:00+00:00")).ok["customer"]
    day = (await ask(document, id=record, now="2027-03-01T00:30:00+00:00")).ok["customer"]
    summer = (await ask(document, id=record, now="2027-06-30T23:30:00+00:00")).ok["customer"]

    assert eve["birthDate"] == "2000-02-29"
    assert (eve["age"], day["age"], summer["age"]) == (26, 27, 27)
    assert eve["createdAt"].endswith("+00:00")


@pytest.mark.rule("NAV-P01")
async def test_a_section_counts_what_its_list_shows(ask: Ask, database: Database) -> None:
    retired, statement = make.preference(active=False)
    home, other = make.individual()
    await database.save(retired, statement, home, other)
    await database.save(make.answer(other.id, retired.id))
    record = await _record(database)
    document = "query ($id: ID!) { customer(id: $id) { sections { key count } contactPreferences { name } } }"

    for each in (record, ids.encode("cus", other.id)):
        shown = (await ask(document, id=each)).ok["customer"]
        counted = next(part["count"] for part in shown["sections"] if part["key"] == "CONTACT_PREFERENCES")
        listed = [preference["name"] for preference in shown["contactPreferences"]]
        assert counted == len(listed)
        assert (retired.name in listed) is (each != record)


@pytest.mark.rule("NAV-10", "CNV-11")
async def test_the_menus_of_the_two_kinds_differ_in_the_conversion_alone_which_follows_the_kind(
    ask: Ask, database: Database
) -> None:
    one, choir = await someone(database), make.organisation(name=make.choir())
    await database.save(choir)

    async def menu(of: Customer, by: str = "ade") -> dict[str, Any]:
        actions = (await ask(SHELL, by=by, id=ids.encode("cus", of.id))).ok["customer"]["actions"]
        return {each["key"]: (each["label"], each["allowed"], each["missingRoles"]) for each in actions}

    person, body = await menu(one.ada), await menu(choir)
    assert person.keys() ^ body.keys() == {"CONVERT_TO_ORGANISATION", "CONVERT_TO_INDIVIDUAL"}
    assert person["CONVERT_TO_ORGANISATION"] == ("Convert to Organisation", True, [])
    assert body["CONVERT_TO_INDIVIDUAL"] == ("Convert to Individual", True, [])
    _, allowed, missing = (await menu(choir, by="bea"))["CONVERT_TO_INDIVIDUAL"]
    assert (allowed, missing) == (False, ["SALES_ADMINISTRATOR"])
    done(await convert(ask, one.ada, one.input))
    assert await menu(one.ada) == body
