"""Changing the details of a customer over HTTP."""

from __future__ import annotations

from datetime import date

import pytest

from db.models import PreferenceAnswer
from domain.searching import name_key
from gateway.engine import ids
from tests import factories as make
from tests.api._updating import change, changes, choir, errors, saved, someone, stored
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("CUS-P10", "CUS-34")
async def test_an_absent_field_stays_and_a_null_one_is_cleared(ask: Ask, database: Database) -> None:
    ada = await someone(database, title="Dr", phone="020 7946 0018", birth_date=date(1980, 5, 20))

    after = saved(await change(ask, ada, title=None, mobile="07700 900123"))

    assert (after["title"], after["firstName"], after["birthDate"]) == (None, "Ada", "1980-05-20")
    assert after["phone"]["e164"] == "+442079460018"
    assert after["mobile"] == {"e164": "+447700900123"}
    assert after["detailsVersion"] == 2
    assert await changes(database, ada) == {"title": ("Dr", None), "mobile": (None, "07700 900123")}


@pytest.mark.rule("CUS-34", "CUS-19")
async def test_an_organisation_is_renamed_and_has_a_primary_contact(ask: Ask, database: Database) -> None:
    body = await choir(database)
    name = make.unique("Örchestra ")

    after = saved(await change(ask, body, name=name, primaryContact="Mary Somerville"))

    assert (after["name"], after["primaryContact"]) == (name, "Mary Somerville")
    assert (await stored(database, body)).last_key == name_key(name)


@pytest.mark.rule("CUS-33")
async def test_saving_the_details_moves_only_their_own_version(ask: Ask, database: Database) -> None:
    ada = await someone(database)
    after = saved(await change(ask, ada, title="Dr"))
    assert (after["detailsVersion"], after["addressesVersion"]) == (2, 1)


async def test_a_new_name_is_found_by_its_new_key(ask: Ask, database: Database) -> None:
    ada = await someone(database)
    saved(await change(ask, ada, firstName="Zoë", lastName="O’Neill-Møller"))
    row = await stored(database, ada)
    assert (row.first_key, row.last_key) == ("zoe", "o'neill-moller")


@pytest.mark.rule("AUD-P05")
async def test_a_save_that_changes_nothing_leaves_no_entry_and_no_version(
    ask: Ask, database: Database
) -> None:
    ada = await someone(database, title="Dr", email=f"{make.unique('ada')}@example.org")
    before = await database.snapshot(ada.id)

    after = saved(await change(ask, ada, title=" Dr ", firstName="Ada", email=ada.email))
    nothing = saved(await change(ask, ada))

    assert (after["detailsVersion"], nothing["detailsVersion"]) == (1, 1)
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("CUS-P08")
async def test_clearing_the_email_turns_the_online_account_off_and_says_so_in_the_audit(
    ask: Ask, database: Database
) -> None:
    email = f"{make.unique('ada')}@example.org"
    ada = await someone(database, email=email, online_account_active=True)

    after = saved(await change(ask, ada, email=None))

    assert (after["email"], after["onlineAccountActive"]) == (None, False)
    assert await changes(database, ada) == {
        "email": (email, None),
        "online_account_active": ("true", "false"),
    }


@pytest.mark.rule("CUS-P04", "CUS-05")
async def test_a_record_may_write_its_own_email_differently_and_has_only_that_one(
    ask: Ask, database: Database
) -> None:
    local = make.unique("ada")
    ada = await someone(database, email=f"{local}@example.org")
    after = saved(await change(ask, ada, email=f"{local.upper()}@example.org"))
    assert after["email"] == f"{local.upper()}@example.org"
    other = await someone(database)
    assert errors(await change(ask, other, email=f"{local}@example.org"))[0]["code"] == "EMAIL_NOT_UNIQUE"


@pytest.mark.rule("CUS-P04")
async def test_an_email_that_was_cleared_is_free_again(ask: Ask, database: Database) -> None:
    email = f"{make.unique('ada')}@example.org"
    ada, bob = await someone(database, email=email), await someone(database)
    saved(await change(ask, ada, email=None))
    assert saved(await change(ask, bob, email=email))["email"] == email


@pytest.mark.rule("CUS-P13")
async def test_recording_a_death_suppresses_all_channels_and_offers_deactivation(
    ask: Ask, database: Database
) -> None:
    ada = await someone(database, birth_date=date(1980, 5, 20))
    asked, statement = make.preference(channel="POST")
    yes = PreferenceAnswer(
        customer_id=ada.id, definition_id=asked.id, statement=1, answer="YES", source="STAFF"
    )
    await database.save(asked, statement, yes)
    channels = "query ($id: ID!) { customer(id: $id) { active contactability { channel allowed } } }"
    living = (await ask(channels, id=ids.encode("cus", ada.id))).ok["customer"]
    assert {"channel": "POST", "allowed": True} in living["contactability"]

    answer = await change(ask, ada, deceasedOn="2026-11-22")

    assert saved(answer)["deceasedOn"] == "2026-11-22"
    assert answer.ok["updateCustomer"]["deactivationOffered"] is True
    assert await changes(database, ada) == {"deceased_on": (None, "2026-11-22")}
    deceased = (await ask(channels, id=ids.encode("cus", ada.id))).ok["customer"]
    assert deceased["active"] is True
    assert {each["allowed"] for each in deceased["contactability"]} == {False}


@pytest.mark.rule("CUS-P05", "CUS-10", "CUS-11")
async def test_an_unreadable_phone_is_kept_as_typed_and_flagged(ask: Ask, database: Database) -> None:
    ada = await someone(database, phone="020 7946 0018")
    after = saved(await change(ask, ada, phone="ask her neighbour"))
    assert after["phone"] == {"number": "ask her neighbour", "e164": None, "isValid": False}
    assert (await stored(database, ada)).phone_e164 is None


@pytest.mark.rule("CUS-34", "CUS-18")
async def test_details_and_attributes_are_one_section_and_one_entry(ask: Ask, database: Database) -> None:
    diet, ada = make.attribute(), await someone(database)
    await database.save(diet)
    value = {"definitionId": ids.encode("atd", diet.id), "text": "Vegan"}

    after = saved(await change(ask, ada, title="Dr", attributes=[value]))

    assert after["detailsVersion"] == 2
    assert await changes(database, ada) == {"title": (None, "Dr"), f"attribute.{diet.name}": (None, "Vegan")}
    assert await database.events(ada.id) == ["customer.updated"]


async def test_email_and_birth_date_are_completed_by_staff_later(ask: Ask, database: Database) -> None:
    ada = await someone(database)
    email = f"{make.unique('ada')}@example.org"
    after = saved(await change(ask, ada, email=email, birthDate="1980-05-20"))
    assert (after["email"], after["birthDate"]) == (email, "1980-05-20")
