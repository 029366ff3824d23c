"""Addresses at which a customer is reached through somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from db.models import Customer
from gateway.engine import ids
from tests import factories as make
from tests import people
from tests.ask import Ask
from tests.database import Database
from tests.factories import day

OPEN = """
query ($id: ID!) { customer(id: $id) {
  addresses { line1 }
  relatedAddresses { totalCount nodes {
    address { line1 } customer { id } linkedVia { relationshipId customerId label }
  } }
} }
"""


def cus(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


async def person_at(database: Database, *lines: str, **given: Any) -> Customer:
    """Somebody with these addresses, of which the first is both defaults."""
    home, person = make.individual(**given)
    await database.save(home, person)
    for place, line in enumerate(lines):
        first = place == 0
        await database.save(
            make.address(person.id, line1=line, default_billing=first, default_delivery=first)
        )
    return person


async def reached(ask: Ask, of: Customer, by: str = "bea") -> list[str]:
    found = (await ask(OPEN, id=cus(of), by=by)).ok["customer"]["relatedAddresses"]
    assert found["totalCount"] == len(found["nodes"])
    return [each["address"]["line1"] for each in found["nodes"]]


@pytest.mark.rule("ADR-04", "ADR-P05", "REL-19")
async def test_the_addresses_of_those_related_are_shown_with_the_relationship_that_leads_there(
    ask: Ask, database: Database
) -> None:
    ada = await person_at(database, "1 Home Street")
    employer = make.organisation(name=make.choir())
    child = await person_at(database, "2 Hall Lane")
    await database.save(
        employer,
        make.address(employer.id, line1="Back Door", default_billing=False, default_delivery=True),
        make.address(employer.id, line1="Front Door", default_billing=True, default_delivery=False),
    )
    works, parent = people.membership_of_choir(), people.relationship_type()
    job = people.relationship(works, ada, employer, importance_a=4)
    birth = people.relationship(parent, ada, child, importance_a=5)
    await database.save(works, parent, job, birth)

    found = (await ask(OPEN, id=cus(ada))).ok["customer"]

    assert found["addresses"] == [{"line1": "1 Home Street"}]
    job_at = {
        "relationshipId": ids.encode("rla", job.id),
        "customerId": cus(employer),
        "label": works.forward_label,
    }
    assert found["relatedAddresses"]["nodes"] == [
        {
            "address": {"line1": "2 Hall Lane"},
            "customer": {"id": cus(child)},
            "linkedVia": {
                "relationshipId": ids.encode("rla", birth.id),
                "customerId": cus(child),
                "label": parent.forward_label,
            },
        },
        {"address": {"line1": "Front Door"}, "customer": {"id": cus(employer)}, "linkedVia": job_at},
        {"address": {"line1": "Back Door"}, "customer": {"id": cus(employer)}, "linkedVia": job_at},
    ]
    of_child = (await ask(OPEN, id=cus(child))).ok["customer"]["relatedAddresses"]["nodes"]
    assert [each["linkedVia"] for each in of_child] == [
        {
            "relationshipId": ids.encode("rlb", birth.id),
            "customerId": cus(ada),
            "label": parent.reverse_label,
        }
    ]


@pytest.mark.rule("ADR-P05", "REL-P04")
async def test_an_address_is_not_linked_any_more_once_the_relationship_has_ended(
    ask: Ask, database: Database
) -> None:
    ada, former, coming = [await person_at(database, f"{n} Street") for n in range(1, 4)]
    kind = people.relationship_type()
    await database.save(
        kind,
        people.relationship(kind, ada, former, ends=day("2026-11-22")),
        people.relationship(kind, ada, coming, starts=day("2026-11-23")),
    )

    assert await reached(ask, ada) == []
    assert (await ask(OPEN, id=cus(ada), now="2026-11-21T12:00:00+00:00")).ok["customer"]["relatedAddresses"][
        "totalCount"
    ] == 1


@pytest.mark.rule("ADR-04", "REL-P09", "ROL-P07")
async def test_an_inactive_customer_leads_to_no_address(ask: Ask, database: Database) -> None:
    ada, gone = await person_at(database), await person_at(database, "9 Gone Street", active=False)
    kind = people.relationship_type()
    await database.save(kind, people.relationship(kind, ada, gone))

    assert await reached(ask, ada, "bea") == []
    assert await reached(ask, ada, "femi") == []


@pytest.mark.rule("ADR-04")
async def test_an_address_that_several_relationships_lead_to_is_listed_once_by_the_most_important(
    ask: Ask, database: Database
) -> None:
    ada, ben = await person_at(database), await person_at(database, "5 Shared Street")
    kind, other = people.relationship_type(), people.relationship_type()
    await database.save(
        kind,
        other,
        people.relationship(kind, ada, ben, importance_a=2),
        people.relationship(other, ada, ben, importance_a=4),
        people.relationship(kind, ada, ben, importance_a=1),
    )

    found = (await ask(OPEN, id=cus(ada))).ok["customer"]["relatedAddresses"]["nodes"]

    assert [(each["address"]["line1"], each["linkedVia"]["label"]) for each in found] == [
        ("5 Shared Street", other.forward_label)
    ]
