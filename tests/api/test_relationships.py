"""Relationships on the record: from either side, the most important first, and only with customers who are seen."""

from __future__ import annotations

from typing import Any

import pytest

from db.models import Customer
from gateway.engine import ids
from gateway.schema.relationships import relationship_key
from gateway.settings import Settings
from tests import box_office, people
from tests import factories as make
from tests.ask import Ask
from tests.database import Database
from tests.factories import day

OPEN = """
query ($id: ID!, $currentOnly: Boolean! = false, $includeInactive: Boolean! = false) {
  customer(id: $id) {
    relationships(currentOnly: $currentOnly, includeInactive: $includeInactive) {
      totalCount
      nodes {
        id label importance startDate endDate current state customer { id } other { id active }
        type { forwardLabel reverseLabel fromKind toKind structure aMayFacilitateForB bMayFacilitateForA }
        facilitation { mayActForOther otherMayAct }
        transactionsOnBehalfCount canDelete cannotDeleteReason createdAt
      }
    }
  }
}
"""
ACTING = """
query ($id: ID!) { customer(id: $id) {
  facilitators { nodes { other { id } endDate facilitation { otherMayAct } } }
  ... on Individual { mayActFor { nodes { other { id } facilitation { mayActForOther } } } }
} }
"""


def cus(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


async def people_called(database: Database, *names: str, **given: Any) -> list[Customer]:
    made = [make.individual(first_name=name, **given) for name in names]
    for home, person in made:
        await database.save(home, person)
    return [person for _, person in made]


async def listed(ask: Ask, of: Customer, by: str = "bea", **arguments: Any) -> list[dict[str, Any]]:
    found = (await ask(OPEN, id=cus(of), by=by, **arguments)).ok["customer"]["relationships"]
    assert found["totalCount"] == len(found["nodes"])
    nodes: list[dict[str, Any]] = found["nodes"]
    return nodes


@pytest.mark.rule("REL-01", "REL-P01", "REL-P02")
async def test_one_relationship_reads_in_the_direction_of_the_record_that_it_is_on(
    ask: Ask, database: Database
) -> None:
    ada, linus = await people_called(database, "Ada", "Linus")
    parent = people.relationship_type(a_may_facilitate_for_b=True)
    held = people.relationship(
        parent, ada, linus, importance_a=5, importance_b=2, starts=day("2012-06-01"), ends=day("2030-06-01")
    )
    await database.save(parent, held)

    (of_ada,), (of_linus,) = await listed(ask, ada), await listed(ask, linus)

    type_ = {
        "forwardLabel": parent.forward_label,
        "reverseLabel": parent.reverse_label,
        "fromKind": "INDIVIDUAL",
        "toKind": "INDIVIDUAL",
        "structure": "INDIVIDUALS",
        "aMayFacilitateForB": True,
        "bMayFacilitateForA": False,
    }
    assert of_ada["type"] == of_linus["type"] == type_
    assert (of_ada["label"], of_linus["label"]) == (parent.forward_label, parent.reverse_label)
    assert (of_ada["customer"]["id"], of_ada["other"]["id"]) == (cus(ada), cus(linus))
    assert (of_linus["customer"]["id"], of_linus["other"]["id"]) == (cus(linus), cus(ada))
    assert of_ada["facilitation"] == {"mayActForOther": True, "otherMayAct": False}
    assert of_linus["facilitation"] == {"mayActForOther": False, "otherMayAct": True}
    assert (of_ada["importance"], of_linus["importance"]) == (5, 2)


@pytest.mark.rule("NAV-P03", "REL-P02")
async def test_a_relationship_is_found_again_by_the_id_that_either_side_gave_it(
    ask: Ask, database: Database
) -> None:
    ada, linus = await people_called(database, "Ada", "Linus")
    parent = people.relationship_type()
    held = people.relationship(parent, ada, linus)
    await database.save(parent, held)
    sides = [(await listed(ask, each))[0] for each in (ada, linus)]
    document = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Relationship { id label other { id } } } }"

    found = (await ask(document, ids=[side["id"] for side in sides])).ok["nodes"]

    assert found == [
        {"id": sides[0]["id"], "label": parent.forward_label, "other": {"id": cus(linus)}},
        {"id": sides[1]["id"], "label": parent.reverse_label, "other": {"id": cus(ada)}},
    ]
    assert sides[0]["id"] != sides[1]["id"]
    assert [relationship_key(side["id"]) for side in sides] == [held.id, held.id]
    assert relationship_key(cus(ada)) is None


@pytest.mark.rule("REL-03", "REL-04", "REL-P03")
async def test_the_most_important_comes_first_then_the_latest_begun_and_an_unknown_start_last(
    ask: Ask, database: Database
) -> None:
    ada, *others = await people_called(database, "Ada", "Ben", "Cas", "Dot", "Eve", "Fay")
    kind = people.relationship_type()
    ben, cas, dot, eve, fay = others
    await database.save(
        kind,
        people.relationship(kind, ada, ben),
        people.relationship(kind, ada, cas, starts=day("2020-01-01")),
        # From the other side, whose importance does not count here.
        people.relationship(kind, dot, ada, importance_a=1, importance_b=4),
        people.relationship(kind, ada, eve, starts=day("2024-01-01")),
        people.relationship(kind, ada, fay, importance_a=1, importance_b=5, starts=day("2026-01-01")),
    )

    shown = await listed(ask, ada)

    assert [(each["other"]["id"], each["importance"]) for each in shown] == [
        (cus(dot), 4),
        (cus(eve), 3),
        (cus(cas), 3),
        (cus(ben), 3),
        (cus(fay), 1),
    ]


@pytest.mark.rule("REL-02", "REL-05", "REL-06")
async def test_current_and_ended_ones_are_listed_with_their_dates_until_only_current_ones_are_asked_for(
    ask: Ask, database: Database
) -> None:
    ada, ended, now, future = await people_called(database, "Ada", "Ended", "Now", "Future")
    kind = people.relationship_type()
    await database.save(
        kind,
        people.relationship(kind, ada, ended, starts=day("2020-01-01"), ends=day("2026-11-22")),
        people.relationship(kind, ada, now, starts=day("2026-11-22"), ends=day("2026-11-23")),
        people.relationship(kind, ada, future, starts=day("2026-11-23")),
    )

    shown = await listed(ask, ada)

    assert [
        (each["other"]["id"], each["startDate"], each["endDate"], each["current"], each["state"])
        for each in shown
    ] == [
        (cus(future), "2026-11-23", None, False, "FUTURE"),
        (cus(now), "2026-11-22", "2026-11-23", True, "CURRENT"),
        (cus(ended), "2020-01-01", "2026-11-22", False, "ENDED"),
    ]
    assert [each["other"]["id"] for each in await listed(ask, ada, currentOnly=True)] == [cus(now)]


@pytest.mark.rule("REL-P09", "ROL-P07")
async def test_relationships_with_inactive_customers_are_hidden_and_shown_to_those_who_see_them(
    ask: Ask, database: Database
) -> None:
    ada, live = await people_called(database, "Ada", "Live")
    (gone,) = await people_called(database, "Gone", active=False)
    kind = people.relationship_type()
    hidden = people.relationship(kind, ada, gone, importance_a=5)
    await database.save(kind, hidden, people.relationship(kind, ada, live))

    async def others(by: str, **arguments: Any) -> list[str]:
        return [each["other"]["id"] for each in await listed(ask, ada, by, **arguments)]

    assert await others("bea") == [cus(live)]
    assert await others("bea", includeInactive=True) == [cus(live)]
    assert await others("femi") == [cus(live)]
    assert await others("femi", includeInactive=True) == [cus(gone), cus(live)]
    plain = "query ($id: ID!) { customer(id: $id) { relationships { nodes { other { id } } } } }"
    unasked = (await ask(plain, id=cus(ada), by="femi")).ok["customer"]["relationships"]
    assert unasked == {"nodes": [{"other": {"id": cus(live)}}]}
    document = "query ($id: ID!) { node(id: $id) { ... on Relationship { other { id } } } }"
    for side in ("rla", "rlb"):
        asked = ids.encode(side, hidden.id)
        assert (await ask(document, id=asked, by="bea")).ok == {"node": None}
        assert (await ask(document, id=asked, by="femi")).ok["node"]["other"] is not None


@pytest.mark.rule("REL-P06", "REL-13", "REL-14")
async def test_a_relationship_through_which_orders_were_placed_cannot_be_deleted(
    ask: Ask, database: Database
) -> None:
    ada, ben, cas = await people_called(database, "Ada", "Ben", "Cas")
    kind = people.relationship_type(a_may_facilitate_for_b=True)
    await database.save(
        kind,
        people.relationship(kind, ada, ben, importance_a=5),
        people.relationship(kind, ada, cas),
        box_office.order(ben, facilitator_id=ada.id),
        box_office.order(ada, facilitator_id=ben.id, state="RETURNED"),
        box_office.order(ben),
    )

    with_orders, without = await listed(ask, ada)

    assert with_orders["transactionsOnBehalfCount"] == 2
    assert with_orders["canDelete"] is False
    assert with_orders["cannotDeleteReason"] == (
        "2 orders were made on behalf of the other customer; set an end date instead."
    )
    assert (without["transactionsOnBehalfCount"], without["canDelete"], without["cannotDeleteReason"]) == (
        0,
        True,
        None,
    )
    assert [each["transactionsOnBehalfCount"] for each in await listed(ask, ben)] == [2]


@pytest.mark.rule("REL-16", "REL-P04", "REL-P08")
async def test_those_who_may_book_for_an_organisation_today_are_its_current_active_facilitators(
    ask: Ask, database: Database
) -> None:
    booker, former, member = await people_called(database, "Booker", "Former", "Member")
    (retired,) = await people_called(database, "Retired", active=False)
    choir = make.organisation(name=make.choir())
    may, may_not = people.membership_of_choir(), people.membership_of_choir(a_may_facilitate_for_b=False)
    await database.save(
        choir,
        may,
        may_not,
        people.relationship(may, booker, choir, ends=day("2026-12-31")),
        people.relationship(may, former, choir, ends=day("2026-11-22")),
        people.relationship(may, retired, choir),
        people.relationship(may_not, member, choir),
    )

    found = (await ask(ACTING, id=cus(choir), by="femi")).ok["customer"]

    assert found == {
        "facilitators": {
            "nodes": [
                {
                    "other": {"id": cus(booker)},
                    "endDate": "2026-12-31",
                    "facilitation": {"otherMayAct": True},
                }
            ]
        }
    }
    assert (await ask(ACTING, id=cus(booker))).ok["customer"] == {
        "facilitators": {"nodes": []},
        "mayActFor": {"nodes": [{"other": {"id": cus(choir)}, "facilitation": {"mayActForOther": True}}]},
    }
    for nobody in (former, member):
        assert (await ask(ACTING, id=cus(nobody))).ok["customer"]["mayActFor"] == {"nodes": []}


async def test_relationships_of_many_records_take_no_more_statements_than_those_of_one(
    settings: Settings, database: Database
) -> None:
    ada, ben, cas = await people_called(database, "Ada", "Ben", "Cas")
    kind = people.relationship_type()
    await database.save(kind, people.relationship(kind, ada, ben), people.relationship(kind, ben, cas))
    document = """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer {
      relationships { nodes { label transactionsOnBehalfCount type { active } other { fullName } } } } } }"""

    one = await people.statements(settings, document, ids=[cus(ada)])
    all_three = await people.statements(settings, document, ids=[cus(each) for each in (ada, ben, cas)])

    assert (one, all_three) == (4, 4)
