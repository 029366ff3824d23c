"""Whom a customer may be related to, and the types of relationship to choose from."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.engine import ids
from tests import factories as make
from tests import people
from tests.api._searching import SEARCH, friendly, names, surname
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("REL-09", "REL-P01")
async def test_the_types_offered_are_those_that_fit_the_kinds_of_the_two_records(
    ask: Ask, database: Database
) -> None:
    parent, member = people.relationship_type(), people.membership_of_choir()
    partner = people.relationship_type(from_kind="O", to_kind="O")
    old = people.membership_of_choir(active=False)
    await database.save(parent, member, partner, old)
    document = """query ($a: CustomerKind, $b: CustomerKind, $all: Boolean! = false) {
      relationshipTypes(kind: $a, otherKind: $b, includeInactive: $all) { id } }"""
    names = {
        ids.encode("rlt", each.id): name
        for each, name in ((parent, "parent"), (member, "member"), (partner, "partner"), (old, "old"))
    }

    async def offered(**asked: Any) -> set[str]:
        found = (await ask(document, **asked)).ok["relationshipTypes"]
        return {names[each["id"]] for each in found if each["id"] in names}

    assert await offered() == {"parent", "member", "partner"}
    assert await offered(a="INDIVIDUAL", b="INDIVIDUAL") == {"parent"}
    assert await offered(a="INDIVIDUAL", b="ORGANISATION") == {"member"}
    assert await offered(a="ORGANISATION", b="INDIVIDUAL") == {"member"}
    assert await offered(a="ORGANISATION") == {"member", "partner"}
    assert await offered(all=True) == {"parent", "member", "partner", "old"}
    everything = (await ask("{ relationshipTypes { active } }")).ok["relationshipTypes"]
    assert {each["active"] for each in everything} == {True}


@pytest.mark.rule("REL-07")
async def test_the_other_customer_is_found_by_name_initial_id_and_postcode(
    ask: Ask, database: Database
) -> None:
    last = surname()
    home, ben = make.individual(first_name="Ben", last_name=last)
    choir = make.organisation(name=f"{last} Choir")
    await database.save(home, ben, people.housemate(home, first_name="Cas", last_name=last), choir)
    await database.save(make.address(ben.id, postcode="ZE2 9XW"), make.address(choir.id, postcode="ZE2 9XW"))

    for term in (f"{last}, Ben", f"{last}, B", f"ben {last}", friendly(ben), "ze2 9xw"):
        assert names(await ask(SEARCH, term=term)) == [f"Ben {last}"]
    for term in (f"{last} Choir", friendly(choir), "ZE2 9XW"):
        assert names(await ask(SEARCH, term=term, type="ORGANISATIONS")) == [f"{last} Choir"]
