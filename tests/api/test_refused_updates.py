"""Changes of details that are refused change nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gateway.engine import ids
from tests import factories as make
from tests.api._updating import UPDATE, change, choir, errors, refused, saved, someone
from tests.ask import Ask
from tests.database import Database


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


@pytest.mark.rule("ROL-12")
async def test_who_may_not_keep_records_changes_nothing(ask: Ask, database: Database) -> None:
    ada = await someone(database)
    before = await database.snapshot(ada.id)
    for by in ("gina", "seth", "ines"):
        assert (await change(ask, ada, title="Dr", by=by)).codes == ["FORBIDDEN"]
    assert await database.snapshot(ada.id) == before
