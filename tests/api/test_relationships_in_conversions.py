"""Relationships that the new kind of record cannot have: they are ended by choice, or stand in the way (CNV-P06)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from db.models import Relationship
from gateway.engine import ids
from tests import factories as make
from tests import people
from tests.api._converting import (
    Someone,
    blocked,
    convert,
    done,
    preview,
    refuses,
    someone,
    to_individual,
    to_organisation,
)
from tests.ask import Ask
from tests.database import Database

ORGANISATION = ("input", "toOrganisation")


async def related(database: Database, to: Someone, **given: Any) -> Relationship:
    """Somebody is a parent of theirs."""
    home, mother = make.individual(first_name="Annabella")
    parent = people.relationship_type(forward_label=make.unique("Parent of "))
    await database.save(home, mother, parent)
    tie = people.relationship(parent, mother, to.ada, **given)
    await database.save(tie)
    return tie


@pytest.mark.rule("CNV-P06", "REL-P04")
async def test_without_a_record_for_the_person_relationships_have_to_be_ended(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    tie = await related(database, one)
    await related(database, one, ends=date(2025, 1, 1))
    alone = to_organisation(one.type_, keepPersonRecord=False)
    told = ("RELATIONSHIP_TYPE_INCOMPATIBLE", *ORGANISATION, "endRelationshipIds")
    await refuses(ask, database, one.ada, alone, told)
    shown = await preview(ask, one.ada, alone)
    [only] = shown["relationships"]
    assert (only["relationshipId"], only["other"]) == (ids.encode("rla", tie.id), "Annabella Byron")

    ended = to_organisation(one.type_, keepPersonRecord=False, endRelationshipIds=[only["relationshipId"]])
    done(await convert(ask, one.ada, ended))

    assert await database.one(select(Relationship.ends).where(Relationship.id == tie.id)) == date(
        2026, 11, 22
    )
    assert await database.events(tie.a_id) == ["relationship.ended"]


@pytest.mark.rule("CNV-P06", "ROL-P07")
async def test_a_relationship_with_a_hidden_record_stands_in_the_way_without_its_name(
    ask: Ask, database: Database
) -> None:
    one, sleeping = await someone(database), await someone(database, first_name="Zelda", active=False)
    parent = people.relationship_type()
    await database.save(parent)
    await database.save(people.relationship(parent, sleeping.ada, one.ada))
    alone = to_organisation(one.type_, keepPersonRecord=False)
    for by, name in (("ade", None), ("sam", "Zelda Byron")):
        shown = await preview(ask, one.ada, alone, by=by)
        assert [each["other"] for each in shown["relationships"]] == [name]
        assert ("Zelda" in shown["blockers"][0]["message"]) is (by == "sam")


@pytest.mark.rule("CNV-P06")
async def test_an_organisations_current_relationships_have_to_be_ended_too(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    choir = make.organisation(name="Harbour Choir")
    await database.save(choir)
    tie = people.relationship(one.type_, one.ada, choir)
    await database.save(tie)
    told = ("RELATIONSHIP_TYPE_INCOMPATIBLE", "input", "toIndividual", "endRelationshipIds")
    await refuses(ask, database, choir, to_individual(), told)
    ended = to_individual(endRelationshipIds=[ids.encode("rla", tie.id)])
    assert blocked(await preview(ask, choir, ended)) == set()
