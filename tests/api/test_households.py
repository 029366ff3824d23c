"""Households on the record: who is in them and was, what they are called, and what they come to."""

from __future__ import annotations

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import Customer, Household
from gateway.engine import ids
from gateway.settings import Settings
from tests import factories as make
from tests import people
from tests.api._searching import SEARCH, names, surname
from tests.ask import Ask
from tests.database import Database

OPEN = """
query ($id: ID!) { customer(id: $id) { ... on Individual {
  primaryHouseholder
  household {
    id name givenName closedAt primaryHouseholder { id } address { line1 }
    members { id ... on Individual { primaryHouseholder } }
    history { member { id } joinedAt leftAt joinedBecause leftBecause }
  }
  householdHistory { household { id name } joinedAt leftAt leftBecause }
} } }
"""


def cus(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


async def opened(ask: Ask, who: Customer, by: str = "bea") -> dict[str, Any]:
    found: dict[str, Any] = (await ask(OPEN, id=cus(who), by=by)).ok["customer"]
    return found


@pytest.mark.rule("HHD-02", "HHD-P01")
async def test_a_person_alone_is_the_primary_householder_of_a_household_of_one(
    ask: Ask, database: Database
) -> None:
    home, ada, _ = await people.family(database)
    choir = make.organisation(name=make.choir())
    await database.save(choir)

    found = await opened(ask, ada)

    assert found["primaryHouseholder"] is True
    assert found["household"]["primaryHouseholder"] == {"id": cus(ada)}
    assert found["household"]["members"] == [{"id": cus(ada), "primaryHouseholder": True}]
    assert found["household"]["id"] == ids.encode("hhd", home.id)
    assert await opened(ask, choir) == {}


@pytest.mark.rule("HHD-01", "HHD-04", "HHD-07")
async def test_one_of_several_members_is_the_primary_householder_on_the_record_of_each(
    ask: Ask, database: Database
) -> None:
    _, ada, (ben, cas) = await people.family(database, {"first_name": "Ben"}, {"first_name": "Cas"})

    shown = [await opened(ask, each) for each in (ada, ben, cas)]

    assert [each["primaryHouseholder"] for each in shown] == [True, False, False]
    for each in shown:
        assert each["household"]["primaryHouseholder"] == {"id": cus(ada)}
        assert each["household"]["members"] == [
            {"id": cus(ada), "primaryHouseholder": True},
            {"id": cus(ben), "primaryHouseholder": False},
            {"id": cus(cas), "primaryHouseholder": False},
        ]


@pytest.mark.rule("HHD-P01")
async def test_a_member_into_whom_others_were_merged_is_listed_once(ask: Ask, database: Database) -> None:
    home, ada, (ben,) = await people.family(database, {})
    retired = {"active": False, "merged_into": ada.id}
    away, elsewhere = make.individual(**retired)
    await database.save(people.housemate(home, **retired), away, elsewhere)

    for by in ("bea", "femi"):
        members = (await opened(ask, ben, by))["household"]["members"]
        assert [each["id"] for each in members] == [cus(ada), cus(ben)]


@pytest.mark.rule("HHD-03", "HHD-P07", "ADR-14")
async def test_the_household_lives_at_the_billing_address_of_its_primary_householder(
    ask: Ask, database: Database
) -> None:
    _, ada, (ben,) = await people.family(database, {})
    await database.save(
        make.address(ada.id, line1="1 Delivery Street", default_billing=False),
        make.address(ada.id, line1="2 Billing Street", default_delivery=False),
        make.address(ben.id, line1="3 Own Street"),
    )

    assert (await opened(ask, ben))["household"]["address"] == {"line1": "2 Billing Street"}

    _, gone, (left,) = await people.family(database, {}, active=False)
    await database.save(make.address(gone.id, line1="4 Hidden Street"))
    assert (await opened(ask, left))["household"]["address"] is None
    assert (await opened(ask, left, "femi"))["household"]["address"] == {"line1": "4 Hidden Street"}


@pytest.mark.rule("HHD-P06", "ROL-P07")
async def test_a_household_is_called_by_the_surnames_of_those_seen_unless_it_was_given_a_name(
    ask: Ask, database: Database
) -> None:
    marsh = {"last_name": "Marsh"}
    _, alike, _ = await people.family(database, marsh, **marsh)
    _, mixed, _ = await people.family(
        database, {"last_name": "Hale"}, {"last_name": "Secret", "active": False}, marsh, **marsh
    )
    named, lily = make.individual(**marsh)
    named.name = "The Lantern Row lot"
    await database.save(named, lily, people.housemate(named, last_name="Hale"))
    # Who has lived there longest is named after the primary householder.
    home, lead = make.individual(last_name="Lead")
    first = people.housemate(home, last_name="First")
    await database.save(
        home, first, lead,
        people.stay(home, first, joined_at=people.january(2001)),
        people.stay(home, lead, joined_at=people.january(2002)),
    )  # fmt: skip

    async def called(who: Customer, by: str = "bea") -> tuple[str, str | None]:
        found = (await opened(ask, who, by))["household"]
        return found["name"], found["givenName"]

    assert await called(lead) == ("Lead & First", None)
    assert await called(alike) == ("The Marsh household", None)
    assert await called(mixed) == ("Marsh & Hale", None)
    assert await called(mixed, "femi") == ("Marsh & Hale & Secret", None)
    assert await called(lily) == ("The Lantern Row lot", "The Lantern Row lot")


@pytest.mark.rule("HHD-P11", "ROL-P07", "NAV-P03")
async def test_the_history_tells_who_lived_where_from_when_to_when_and_why(
    ask: Ask, database: Database
) -> None:
    old, _, _ = await people.family(database, last_name="Old")
    home, ada, (ben, gone) = await people.family(database, {}, {"active": False})
    before = people.stay(
        old, ben, joined_at=people.january(2018), left_at=people.january(2020), left_because="JOINED"
    )
    await database.save(before)

    found = await opened(ask, ben)

    assert [
        (each["member"]["id"], each["joinedAt"], each["leftAt"]) for each in found["household"]["history"]
    ] == [
        (cus(ben), "2020-01-01T00:00:00+00:00", None),
        (cus(ada), "2020-01-01T00:00:00+00:00", None),
    ]
    assert {each["joinedBecause"] for each in found["household"]["history"]} == {"RECORD_MADE"}
    assert found["householdHistory"] == [
        {
            "household": {"id": ids.encode("hhd", home.id), "name": "The Byron household"},
            "joinedAt": "2020-01-01T00:00:00+00:00",
            "leftAt": None,
            "leftBecause": None,
        },
        {
            "household": {"id": ids.encode("hhd", old.id), "name": "The Old household"},
            "joinedAt": "2018-01-01T00:00:00+00:00",
            "leftAt": "2020-01-01T00:00:00+00:00",
            "leftBecause": "JOINED",
        },
    ]
    seen_by_femi = (await opened(ask, ada, "femi"))["household"]["history"]
    assert [each["member"]["id"] for each in seen_by_femi] == [cus(gone), cus(ben), cus(ada)]
    document = "query ($id: ID!) { node(id: $id) { ... on HouseholdMembership { member { id } } } }"
    asked = await ask(document, id=ids.encode("hhm", before.id))
    assert asked.ok == {"node": {"member": {"id": cus(ben)}}}


async def test_a_household_that_all_have_left_is_still_found_by_those_who_see_a_former_member(
    ask: Ask, database: Database
) -> None:
    _, ben, _ = await people.family(database)
    empty = Household(id=uuid7(), primary_id=ben.id, closed_at=people.january(2019))
    await database.save(
        empty, people.stay(empty, ben, joined_at=people.january(2018), left_at=people.january(2019))
    )
    document = "query ($id: ID!) { node(id: $id) { ... on Household { closedAt members { id } history { leftAt } } } }"

    found = (await ask(document, id=ids.encode("hhd", empty.id))).ok["node"]

    closed = "2019-01-01T00:00:00+00:00"
    assert found == {"closedAt": closed, "members": [], "history": [{"leftAt": closed}]}


@pytest.mark.rule("HHD-05", "SRC-P05")
async def test_a_list_of_primary_householders_has_one_person_of_each_household(
    ask: Ask, database: Database
) -> None:
    last = surname()
    await people.family(database, {"last_name": last, "first_name": "Ben"}, last_name=last, first_name="Ada")
    await people.family(database, last_name=last, first_name="Lone")
    choir = make.organisation(name=f"{last} Choir")
    await database.save(choir)

    async def found(type: str = "INDIVIDUALS", **filter: bool) -> list[str]:
        return sorted(names(await ask(SEARCH, term=last, type=type, filter=filter)))

    assert await found(primaryHouseholder=True) == [f"Ada {last}", f"Lone {last}"]
    assert await found(primaryHouseholder=False) == [f"Ben {last}"]
    assert await found("ORGANISATIONS", primaryHouseholder=False) == []
    assert await found("ORGANISATIONS", primaryHouseholder=True) == []


async def test_the_households_of_many_records_take_no_more_statements_than_that_of_one(
    settings: Settings, database: Database
) -> None:
    records = [cus((await people.family(database, {}))[1]) for _ in range(3)]
    document = """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Individual { household {
      name address { line1 } history { joinedAt } totals { orders } totalsAsMemberThen { orders } } } } }"""

    one = await people.statements(settings, document, ids=records[:1])
    all_three = await people.statements(settings, document, ids=records)

    assert (one, all_three) == (6, 6)
