"""Whom to ask for at an Organisation that was merged: the record behind the name that was kept."""

from __future__ import annotations

from typing import Any

import pytest

from db.models import Customer
from tests import factories as make
from tests.carrying_out import merged, now_of
from tests.database import Database
from tests.people import membership_of_choir


class Choirs:
    """Two Organisations, each with a primary contact that is a record, and what those people are to them."""

    def __init__(self) -> None:
        self.type_ = membership_of_choir()
        (self.home, self.ann), (self.other_home, self.tom) = make.individual(), make.individual()
        self.kept = self.of("Ann Archer", self.ann)
        self.gone = self.of("Tom Forrest", self.tom)

    def of(self, name: str, person: Customer) -> Customer:
        known = {"primary_contact_id": person.id, "primary_contact_type_id": self.type_.id}
        return make.organisation(name=make.choir(), primary_contact=name, **known)


@pytest.fixture
async def choirs(database: Database) -> Choirs:
    made = Choirs()
    await database.save(made.type_, made.home, made.ann, made.other_home, made.tom, made.kept, made.gone)
    return made


async def contact(database: Database, of: Customer) -> tuple[Any, ...]:
    now = await now_of(database, of)
    return now.primary_contact, now.primary_contact_id, now.primary_contact_type_id


@pytest.mark.rule("MRG-18", "MRG-P04")
async def test_the_record_behind_the_name_that_stays_does_too(database: Database, choirs: Choirs) -> None:
    await merged(database, choirs.kept, choirs.gone)
    assert await contact(database, choirs.kept) == ("Ann Archer", choirs.ann.id, choirs.type_.id)


@pytest.mark.rule("MRG-18", "MRG-P05")
async def test_the_record_behind_the_name_that_was_taken_comes_along(
    database: Database, choirs: Choirs
) -> None:
    await merged(database, choirs.kept, choirs.gone, details={"primary_contact": "Tom Forrest"})
    assert await contact(database, choirs.kept) == ("Tom Forrest", choirs.tom.id, choirs.type_.id)


@pytest.mark.rule("MRG-P05")
@pytest.mark.parametrize("typed", ["Lynda Snell", None])
async def test_of_a_name_that_was_typed_no_record_is_known(
    database: Database, choirs: Choirs, typed: str | None
) -> None:
    await merged(database, choirs.kept, choirs.gone, details={"primary_contact": typed})
    assert await contact(database, choirs.kept) == (typed, None, None)


@pytest.mark.rule("MRG-P04")
async def test_a_name_that_both_have_brings_the_record_that_only_the_other_knew(database: Database) -> None:
    choirs = Choirs()
    nobody = make.organisation(name=make.choir(), primary_contact="Tom Forrest")
    await database.save(choirs.type_, choirs.other_home, choirs.tom, choirs.gone, nobody)
    await merged(database, nobody, choirs.gone)
    assert await contact(database, nobody) == ("Tom Forrest", choirs.tom.id, choirs.type_.id)
