"""An organisation's record becomes a person's over HTTP, and one that was converted comes back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from db.models import Customer, Household, Order, Relationship
from gateway.engine import ids
from tests import box_office
from tests import factories as make
from tests.api._converting import (
    Someone,
    blocked,
    convert,
    counted,
    done,
    preview,
    refused,
    someone,
    stays,
    stored,
    to_individual,
    to_organisation,
)
from tests.ask import Ask
from tests.database import Database

PATH = ("input", "toIndividual")


async def organisation(database: Database, **given: str) -> Customer:
    row = make.organisation(**given)
    await database.save(row)
    return row


@pytest.mark.rule("CNV-07", "CNV-08", "CNV-09")
async def test_an_organisation_becomes_a_person_whose_details_are_to_be_completed(
    ask: Ask, database: Database
) -> None:
    band = await organisation(database, name="Ada King Byron", primary_contact="Bob", phone="0117 496 0000")

    shown = await preview(ask, band, to_individual())
    payload = done(await convert(ask, band, to_individual()))

    assert [each["code"] for each in shown["warnings"]] == ["DETAILS_MISSING"]
    assert payload["customer"] == {
        "__typename": "Individual",
        "id": ids.encode("cus", band.id),
        "friendlyId": f"I-{band.number:07d}",
        "fullName": "Ada King Byron",
        "detailsVersion": 2,
        "contactPreferencesVersion": 2,
        "firstName": "Ada King",
        "lastName": "Byron",
        "email": None,
        "birthDate": None,
    }
    assert (payload["person"], counted(payload["removed"])) == (None, {"PRIMARY_CONTACT": 1})
    assert (await stored(database, band.id)).phone == "0117 496 0000"


@pytest.mark.rule("CNV-P05")
async def test_the_name_is_parted_at_the_last_space_unless_other_names_are_given(
    ask: Ask, database: Database
) -> None:
    band, solo = [await organisation(database, name=name) for name in ("Ada King Byron", "Prince")]
    chosen = to_individual(firstName="Augusta", lastName="King-Noel")
    after = done(await convert(ask, band, chosen))["customer"]
    assert (after["firstName"], after["lastName"]) == ("Augusta", "King-Noel")

    assert blocked(await preview(ask, solo, to_individual())) == {("REQUIRED", *PATH, "firstName")}
    assert refused(await convert(ask, solo, to_individual())) == {("REQUIRED", *PATH, "firstName")}
    named = done(await convert(ask, solo, to_individual(firstName="Rogers")))["customer"]
    assert (named["firstName"], named["lastName"]) == ("Rogers", "Prince")
    row = await stored(database, solo.id)
    assert (row.first_key, row.last_key) == ("rogers", "prince")


@pytest.mark.rule("CNV-P05", "CUS-36")
async def test_a_name_that_is_too_long_for_a_person_is_refused(ask: Ask, database: Database) -> None:
    band = await organisation(database, name=f"Friends of {'x' * 51}")
    before = await database.snapshot(band.id)
    assert refused(await convert(ask, band, to_individual())) == {("TOO_LONG", *PATH, "lastName")}
    assert await database.snapshot(band.id) == before


@pytest.mark.rule("HHD-P01", "HHD-P11")
async def test_the_person_lives_in_a_household_of_their_own(ask: Ask, database: Database) -> None:
    band = await organisation(database, name="Ada Byron")
    done(await convert(ask, band, to_individual()))
    row = await stored(database, band.id)
    home = await database.one(select(Household).where(Household.id == row.household_id))
    assert (home.primary_id, home.closed_at) == (band.id, None)
    assert await stays(database, band.id) == [("CONVERTED", None)]


@pytest.mark.rule("CNV-P06")
async def test_orders_that_were_placed_through_facilitators_stay(ask: Ask, database: Database) -> None:
    one, band = await someone(database), await organisation(database, name="Ada Byron")
    placed = box_office.order(band, facilitator_id=one.ada.id)
    await database.save(placed)
    done(await convert(ask, band, to_individual()))
    row = await database.one(select(Order).where(Order.id == placed.id))
    assert (row.owner_id, row.facilitator_id) == (band.id, one.ada.id)


async def converted(ask: Ask, database: Database, *, keep: bool) -> Someone:
    one = await someone(database, birth_date=date(1980, 5, 17))
    done(await convert(ask, one.ada, to_organisation(one.type_, keepPersonRecord=keep)))
    return one


@pytest.mark.rule("CNV-P08")
async def test_email_and_date_of_birth_come_back_within_thirty_days(ask: Ask, database: Database) -> None:
    one = await converted(ask, database, keep=False)
    restored = to_individual(restoreDetails=True)

    shown = await preview(ask, one.ada, restored)
    payload = done(await convert(ask, one.ada, restored, version=2, now="2026-12-20T10:00:00+00:00"))

    assert shown["restorable"] == {"email": one.ada.email, "emailFree": True, "birthDate": "1980-05-17"}
    assert (shown["email"], shown["warnings"]) == (one.ada.email, [])
    after = payload["customer"]
    assert (after["email"], after["birthDate"]) == (one.ada.email, "1980-05-17")
    assert after["friendlyId"] == f"I-{one.ada.number:07d}"


@pytest.mark.rule("CNV-P08")
async def test_after_thirty_days_nothing_is_offered(ask: Ask, database: Database) -> None:
    one = await converted(ask, database, keep=False)
    restored, later = to_individual(restoreDetails=True), "2026-12-23T10:00:00+00:00"
    assert (await preview(ask, one.ada, restored, now=later))["restorable"] is None
    after = done(await convert(ask, one.ada, restored, version=2, now=later))["customer"]
    assert (after["email"], after["birthDate"]) == (None, None)


@pytest.mark.rule("CNV-P08")
async def test_an_email_that_the_persons_record_has_does_not_come_back(ask: Ask, database: Database) -> None:
    one = await converted(ask, database, keep=True)
    tie = await database.one(select(Relationship).where(Relationship.b_id == one.ada.id))
    back = to_individual(restoreDetails=True, endRelationshipIds=[ids.encode("rla", tie.id)])

    shown = await preview(ask, one.ada, back)
    after = done(await convert(ask, one.ada, back, version=2))["customer"]

    assert (shown["restorable"]["emailFree"], shown["email"]) == (False, None)
    assert [each["code"] for each in shown["warnings"]] == ["EMAIL_TAKEN"]
    assert (after["email"], after["birthDate"]) == (None, "1980-05-17")
    person = await stored(database, tie.a_id)
    assert (person.email, person.active, person.kind) == (one.ada.email, True, "I")
