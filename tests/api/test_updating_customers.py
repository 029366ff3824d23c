"""Changing the details of a customer over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AuditChange, AuditEntry, AuditValue, Customer, PreferenceAnswer
from domain.emails import email_key
from domain.searching import name_key
from gateway.engine import ids
from tests import factories as make
from tests.ask import Answered, Ask
from tests.database import Database

UPDATE = """
mutation Update($id: ID!, $version: Int!, $details: DetailsInput, $attributes: [AttributeValueInput!]) {
  updateCustomer(customerId: $id, expectedVersion: $version, details: $details, attributes: $attributes) {
    deactivationOffered
    customer {
      fullName detailsVersion addressesVersion phone { number e164 isValid } mobile { e164 }
      ... on Individual { title firstName lastName email birthDate deceasedOn onlineAccountActive }
      ... on Organisation { name primaryContact }
    }
    errors {
      __typename
      ... on UserError { code message path }
      ... on EmailNotUnique { holder { id } }
      ... on CustomerMerged { survivor { id } }
      ... on StaleVersion { currentVersion changedBy changedAt fields { field theirs yours conflicting } }
    }
  }
}
"""


async def change(
    ask: Ask,
    customer: Customer,
    version: int = 1,
    *,
    by: str = "bea",
    attributes: list[dict[str, Any]] | None = None,
    **details: Any,
) -> Answered:
    """Send `details` as changes of the record's own kind."""
    kind = {"I": "individual", "O": "organisation"}[customer.kind]
    return await ask(
        UPDATE,
        by=by,
        id=ids.encode("cus", customer.id),
        version=version,
        details={kind: details} if details else None,
        attributes=attributes,
    )


def saved(answer: Answered) -> dict[str, Any]:
    assert answer.ok["updateCustomer"]["errors"] == []
    customer: dict[str, Any] = answer.ok["updateCustomer"]["customer"]
    return customer


def errors(answer: Answered) -> list[dict[str, Any]]:
    assert answer.ok["updateCustomer"]["customer"] is None
    found: list[dict[str, Any]] = answer.ok["updateCustomer"]["errors"]
    return found


def refused(answer: Answered) -> set[tuple[str, ...]]:
    return {(error["code"], *error["path"]) for error in errors(answer)}


async def someone(database: Database, **given: Any) -> Customer:
    home, customer = make.individual(**given)
    await database.save(home, customer)
    return customer


async def choir(database: Database, **given: Any) -> Customer:
    customer = make.organisation(**given)
    await database.save(customer)
    return customer


async def stored(database: Database, customer: Customer) -> Customer:
    row: Customer = await database.one(select(Customer).where(Customer.id == customer.id))
    return row


async def changes(database: Database, customer: Customer) -> dict[str, tuple[str | None, str | None]]:
    """What the latest entry of the record's audit tells: path, before and after."""
    latest = select(func.max(AuditEntry.sequence)).where(AuditEntry.customer_id == customer.id)
    query = (
        select(AuditChange.path, AuditValue.before, AuditValue.after)
        .join(AuditEntry, AuditEntry.id == AuditChange.entry_id)
        .join(
            AuditValue,
            (AuditValue.entry_id == AuditChange.entry_id) & (AuditValue.ordinal == AuditChange.ordinal),
        )
        .where(AuditEntry.customer_id == customer.id, AuditEntry.sequence == latest.scalar_subquery())
    )
    async with AsyncSession(database.store.writes) as session:
        return {path: (before, after) for path, before, after in await session.execute(query)}


@pytest.mark.rule("CUS-P10", "CUS-34")
async def test_an_absent_field_stays_and_a_null_one_is_cleared(ask: Ask, database: Database) -> None:
    ada = await someone(database, title="Dr", phone="020 7946 0018", birth_date=date(1980, 5, 20))

    after = saved(await change(ask, ada, title=None, mobile="07700 900123"))

    assert (after["title"], after["firstName"], after["birthDate"]) == (None, "Ada", "1980-05-20")
    assert after["phone"]["e164"] == "+442079460018"
    assert after["mobile"] == {"e164": "+447700900123"}
    assert after["detailsVersion"] == 2
    assert await changes(database, ada) == {"title": ("Dr", None), "mobile": (None, "07700 900123")}


@pytest.mark.rule("CUS-P10", "CUS-P12")
@pytest.mark.parametrize("value", [None, "", " \t "])
@pytest.mark.parametrize("field", ["firstName", "lastName"])
async def test_a_name_of_an_individual_cannot_be_cleared(
    ask: Ask, database: Database, field: str, value: str | None
) -> None:
    ada = await someone(database)
    before = await database.snapshot(ada.id)
    sent: dict[str, Any] = {field: value, "title": "Dr"}
    answer = await change(ask, ada, **sent)
    assert refused(answer) == {("REQUIRED", "details", "individual", field)}
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("CUS-P10")
async def test_the_name_of_an_organisation_cannot_be_cleared(ask: Ask, database: Database) -> None:
    body = await choir(database)
    before = await database.snapshot(body.id)
    assert refused(await change(ask, body, name=None)) == {("REQUIRED", "details", "organisation", "name")}
    assert await database.snapshot(body.id) == before


@pytest.mark.rule("CUS-34", "CUS-19", "CUS-20")
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


@pytest.mark.rule("CUS-P09", "XCT-P03", "XCT-C01")
async def test_a_stale_save_is_refused_with_what_they_and_you_wanted(ask: Ask, database: Database) -> None:
    ada = await someone(database)
    saved(await change(ask, ada, by="ade", title="Dr", phone="020 7946 0018"))
    before = await database.snapshot(ada.id)

    (error,) = errors(await change(ask, ada, title="Prof", mobile="07700 900123"))

    assert (error["code"], error["currentVersion"], error["changedBy"]) == ("STALE_VERSION", 2, "ade")
    assert error["changedAt"] is not None
    assert sorted(error["fields"], key=lambda each: str(each["field"])) == [
        {"field": "phone", "theirs": "020 7946 0018", "yours": None, "conflicting": False},
        {"field": "title", "theirs": "Dr", "yours": "Prof", "conflicting": True},
    ]
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("CUS-P09")
async def test_an_update_without_a_version_is_not_taken(ask: Ask, database: Database) -> None:
    ada = await someone(database)
    answer = await ask(
        "mutation ($id: ID!) { updateCustomer(customerId: $id) { errors { __typename } } }",
        id=ids.encode("cus", ada.id),
    )
    assert answer.codes == ["GRAPHQL_VALIDATION_FAILED"]


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


@pytest.mark.rule("CUS-P08", "CUS-15")
async def test_an_online_account_needs_an_email(ask: Ask, database: Database) -> None:
    ada = await someone(database)
    before = await database.snapshot(ada.id)

    answer = await change(ask, ada, onlineAccountActive=True)

    path = ("details", "individual", "onlineAccountActive")
    assert refused(answer) == {("EMAIL_REQUIRED_FOR_ONLINE_ACCOUNT", *path)}
    assert await database.snapshot(ada.id) == before
    email = f"{make.unique('ada')}@example.org"
    after = saved(await change(ask, ada, onlineAccountActive=True, email=email))
    assert after["onlineAccountActive"] is True


@pytest.mark.rule("CUS-24", "CUS-C01", "CUS-C02")
async def test_an_email_of_another_record_is_refused_with_its_holder(ask: Ask, database: Database) -> None:
    local = make.unique("held")
    holder = await someone(database, email=f"{local}@example.org")
    ada = await someone(database)
    before = await database.snapshot(ada.id), await database.snapshot(holder.id)

    (error,) = errors(await change(ask, ada, email=f" {local.upper()}@Example.org"))

    assert (error["code"], error["path"]) == ("EMAIL_NOT_UNIQUE", ["details", "individual", "email"])
    assert error["holder"] == {"id": ids.encode("cus", holder.id)}
    assert "merge" in error["message"]
    assert (await database.snapshot(ada.id), await database.snapshot(holder.id)) == before


@pytest.mark.rule("CUS-P12", "ROL-P07")
async def test_an_email_of_an_inactive_record_is_in_use_by_nobody_who_is_named(
    ask: Ask, database: Database
) -> None:
    holder = await someone(database, email=f"{make.unique('held')}@example.org", active=False)
    ada = await someone(database)
    (error,) = errors(await change(ask, ada, email=holder.email))
    assert (error["code"], error["holder"]) == ("EMAIL_NOT_UNIQUE", None)
    assert "in use" in error["message"]


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


@pytest.mark.rule("CUS-25", "CUS-P12")
async def test_an_organisation_is_not_given_an_email(ask: Ask, database: Database) -> None:
    body = await choir(database)
    before = await database.snapshot(body.id)
    answer = await change(ask, body, email="choir@example.org")
    assert refused(answer) == {("EMAIL_NOT_ALLOWED_FOR_ORGANISATION", "details", "organisation", "email")}
    assert await database.snapshot(body.id) == before


@pytest.mark.rule("CUS-01", "CUS-P01")
async def test_changes_of_the_other_kind_are_refused(ask: Ask, database: Database) -> None:
    body, ada = await choir(database), await someone(database)
    before = await database.snapshot(body.id), await database.snapshot(ada.id)

    of_body = await ask(
        UPDATE, id=ids.encode("cus", body.id), version=1, details={"individual": {"title": "Dr"}}
    )
    of_ada = await ask(
        UPDATE, id=ids.encode("cus", ada.id), version=1, details={"organisation": {"name": "A"}}
    )

    assert refused(of_body) == {("WRONG_KIND", "details", "individual")}
    assert refused(of_ada) == {("WRONG_KIND", "details", "organisation")}
    assert (await database.snapshot(body.id), await database.snapshot(ada.id)) == before


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


@pytest.mark.rule("CUS-P13", "CUS-P12")
@pytest.mark.parametrize("day", ["2026-11-23", "1980-05-19"])
async def test_a_death_in_the_future_or_before_the_birth_is_refused(
    ask: Ask, database: Database, day: str
) -> None:
    ada = await someone(database, birth_date=date(1980, 5, 20))
    before = await database.snapshot(ada.id)
    answer = await change(ask, ada, deceasedOn=day)
    assert refused(answer) == {("INVALID_DATE", "details", "individual", "deceasedOn")}
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("CUS-P06", "CUS-P12")
@pytest.mark.parametrize("born", ["2026-11-23", "1899-12-31"])
async def test_an_impossible_birth_date_is_refused(ask: Ask, database: Database, born: str) -> None:
    ada = await someone(database)
    before = await database.snapshot(ada.id)
    answer = await change(ask, ada, birthDate=born)
    assert refused(answer) == {("INVALID_DATE_OF_BIRTH", "details", "individual", "birthDate")}
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("CUS-P05", "CUS-10", "CUS-11")
async def test_an_unreadable_phone_is_kept_as_typed_and_flagged(ask: Ask, database: Database) -> None:
    ada = await someone(database, phone="020 7946 0018")
    after = saved(await change(ask, ada, phone="ask her neighbour"))
    assert after["phone"] == {"number": "ask her neighbour", "e164": None, "isValid": False}
    assert (await stored(database, ada)).phone_e164 is None


@pytest.mark.rule("CUS-P12")
async def test_an_inactive_record_is_not_changed(ask: Ask, database: Database) -> None:
    ada = await someone(database, active=False)
    before = await database.snapshot(ada.id)
    seen = await change(ask, ada, title="Dr", by="femi")
    unseen = await change(ask, ada, title="Dr", by="bea")
    assert refused(seen) == {("CUSTOMER_INACTIVE", "customerId")}
    assert refused(unseen) == {("NOT_FOUND", "customerId")}
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("CUS-P12")
async def test_a_record_merged_away_names_the_one_to_change(ask: Ask, database: Database) -> None:
    survivor = await someone(database)
    loser = await someone(database, active=False, merged_into=survivor.id)
    before = await database.snapshot(loser.id), await database.snapshot(survivor.id)

    (error,) = errors(await change(ask, loser, title="Dr"))

    assert (error["code"], error["survivor"]) == ("CUSTOMER_MERGED", {"id": ids.encode("cus", survivor.id)})
    assert (await database.snapshot(loser.id), await database.snapshot(survivor.id)) == before


@pytest.mark.rule("CUS-34", "CUS-18")
async def test_details_and_attributes_are_one_section_and_one_entry(ask: Ask, database: Database) -> None:
    diet, ada = make.attribute(), await someone(database)
    await database.save(diet)
    value = {"definitionId": ids.encode("atd", diet.id), "text": "Vegan"}

    after = saved(await change(ask, ada, title="Dr", attributes=[value]))

    assert after["detailsVersion"] == 2
    assert await changes(database, ada) == {"title": (None, "Dr"), f"attribute.{diet.name}": (None, "Vegan")}
    assert await database.events(ada.id) == ["customer.updated"]


async def test_a_wrong_attribute_keeps_the_details_as_they_were(ask: Ask, database: Database) -> None:
    day, ada = make.attribute(type="DATE"), await someone(database)
    await database.save(day)
    before = await database.snapshot(ada.id)
    value = {"definitionId": ids.encode("atd", day.id), "text": "soon"}

    answer = await change(ask, ada, title="x" * 21, phone="y" * 31, attributes=[value])

    assert refused(answer) == {
        ("TOO_LONG", "details", "individual", "title"),
        ("TOO_LONG", "details", "individual", "phone"),
        ("ATTRIBUTE_TYPE_MISMATCH", "attributes", "0", "text"),
    }
    assert await database.snapshot(ada.id) == before


@pytest.mark.rule("CUS-35")
async def test_email_and_birth_date_left_empty_by_a_conversion_are_completed(
    ask: Ask, database: Database
) -> None:
    ada = await someone(database)
    email = f"{make.unique('ada')}@example.org"
    after = saved(await change(ask, ada, email=email, birthDate="1980-05-20"))
    assert (after["email"], after["birthDate"]) == (email, "1980-05-20")


@pytest.mark.rule("ROL-12")
async def test_who_may_not_keep_records_changes_nothing(ask: Ask, database: Database) -> None:
    ada = await someone(database)
    before = await database.snapshot(ada.id)
    for by in ("gina", "seth", "ines"):
        assert (await change(ask, ada, title="Dr", by=by)).codes == ["FORBIDDEN"]
    assert await database.snapshot(ada.id) == before


_NAMES = st.none() | st.sampled_from(["", "  ", "Ada", "Zoë", "O’Neill", "x" * 51, "A\u0007"])
_EMAILS = st.none() | st.sampled_from(
    ["", "shared@x.example", " SHARED@x.example", "own@x.example", "nobody"]
)
_CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "title": _NAMES,
        "firstName": _NAMES,
        "lastName": _NAMES,
        "email": _EMAILS,
        "phone": st.none() | st.sampled_from(["020 7946 0018", "neighbour", ""]),
        "birthDate": st.none() | st.sampled_from(["1980-05-20", "1899-01-01", "2030-01-01"]),
        "deceasedOn": st.none() | st.sampled_from(["2026-11-01", "1970-01-01"]),
        "onlineAccountActive": st.booleans(),
    },
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(steps=st.lists(st.tuples(_CHANGES, st.booleans(), st.booleans()), min_size=1, max_size=6))
async def test_no_sequence_of_updates_breaks_what_holds_of_a_record(
    ask: Ask, database: Database, steps: list[tuple[dict[str, Any], bool, bool]]
) -> None:
    domain = f"{make.unique('d')}.example"
    pair = [await someone(database), await someone(database)]
    saves = [0, 0]
    for sent, second, stale in steps:
        who = pair[second]
        if sent.get("email"):
            sent = {**sent, "email": sent["email"].replace("x.example", domain)}
        version = (await stored(database, who)).details_version
        before = await database.snapshot(who.id)

        answer = await change(ask, who, version - stale, **sent)

        after = await stored(database, who)
        if answer.ok["updateCustomer"]["errors"] or after.details_version == version:
            assert await database.snapshot(who.id) == before
        else:
            assert not stale
            assert after.details_version == version + 1
            saves[second] += 1
        assert (after.first_key, after.last_key) == (
            name_key(after.first_name or ""),
            name_key(after.last_name or ""),
        )
        assert "" not in (after.first_name, after.last_name, after.title, after.email, after.phone)
        assert after.email is not None or not after.online_account_active
        assert len(await database.events(who.id)) == saves[second]
    emails = [email_key(row.email) for row in [await stored(database, each) for each in pair] if row.email]
    assert len(set(emails)) == len(emails)


async def test_the_store_itself_refuses_a_second_holder_of_an_email(database: Database) -> None:
    ada = await someone(database, email=f"{make.unique('ada')}@example.org")
    bob = await someone(database)
    with pytest.raises(Exception, match="uq_customer_email"):
        async with AsyncSession(database.store.writes) as session:
            await session.execute(
                update(Customer).where(Customer.id == bob.id).values(email=str(ada.email).upper())
            )
