"""The types of relationship to choose from."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.engine import ids
from tests import people
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
