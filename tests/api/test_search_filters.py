"""Finding customers by what stands on their records."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import AttributeOption, AttributeValue, PreferenceAnswer
from gateway.engine import ids
from tests import factories as make
from tests.api._searching import CUSTOMERS, SEARCH, friendly, listed, names, people, refused, surname
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("SRC-P05")
async def test_phone_and_mobile_are_found_however_they_are_written(ask: Ask, database: Database) -> None:
    last = surname()
    await people(
        database,
        {"last_name": last, "first_name": "Phil", "phone": "0117 496 0777"},
        {"last_name": last, "first_name": "Mo", "mobile": "07700 900777"},
    )

    assert listed(await ask(CUSTOMERS, filter={"phone": "+44 (0)117 4960777"})) == [f"Phil {last}"]
    assert listed(await ask(CUSTOMERS, filter={"mobile": "+447700900777"})) == [f"Mo {last}"]
    assert listed(await ask(CUSTOMERS, filter={"phone": "07700 900777"})) == []
    assert refused(await ask(CUSTOMERS, filter={"phone": "ask at the desk"})) == ["INVALID_VALUE"]


@pytest.mark.rule("SRC-P05")
async def test_a_search_is_narrowed_by_dates_of_birth_of_making_and_of_change_on_civil_days(
    ask: Ask, database: Database
) -> None:
    last = surname()
    # Half past midnight of 1 July in London, where the clock is an hour ahead of UTC.
    early = datetime(2024, 6, 30, 23, 30, tzinfo=UTC)
    await people(
        database,
        {"last_name": last, "first_name": "Born", "birth_date": date(1980, 2, 29)},
        {"last_name": last, "first_name": "Made", "created_at": early},
        {"last_name": last, "first_name": "Changed", "updated_at": early},
    )

    async def found(**filter: Any) -> list[str]:
        return [name.split()[0] for name in names(await ask(SEARCH, term=last, filter=filter))]

    assert await found(birthDate={"from": "1980-02-29", "to": "1980-02-29"}) == ["Born"]
    assert await found(birthDate={"from": "1980-03-01"}) == []
    assert await found(birthDate={"to": "1980-02-28"}) == []
    assert await found(created={"from": "2024-07-01", "to": "2024-07-01"}) == ["Made"]
    assert await found(created={"to": "2024-06-30"}) == []
    assert await found(updated={"to": "2024-07-01"}) == ["Changed"]
    assert sorted(await found(updated={"to": "9999-12-31"})) == ["Born", "Changed", "Made"]
    reversed_ = await ask(SEARCH, term=last, filter={"created": {"from": "2024-07-02", "to": "2024-07-01"}})
    assert refused(reversed_, "search") == ["INVALID_DATE"]


@pytest.mark.rule("SRC-P05", "TAG-01")
async def test_a_search_is_narrowed_by_all_any_and_none_of_some_tags(ask: Ask, database: Database) -> None:
    last = surname()
    both, one, none = await people(
        database, *({"last_name": last, "first_name": first} for first in ("Both", "One", "None"))
    )
    group = make.tag_group()
    gold, lapsed = make.tag(group.id), make.tag(group.id)
    await database.save(group, gold, lapsed)
    await database.save(
        make.customer_tag(both.id, gold.id),
        make.customer_tag(both.id, lapsed.id),
        make.customer_tag(one.id, gold.id),
    )
    tags = [ids.encode("tag", gold.id), ids.encode("tag", lapsed.id)]

    async def found(**asked: Any) -> list[str]:
        answered = await ask(CUSTOMERS, filter={"tags": asked, "updated": {"from": "2000-01-01"}})
        return sorted(name.split()[0] for name in listed(answered))

    assert await found(all=tags) == ["Both"]
    assert await found(any=tags) == ["Both", "One"]
    assert await found(any=tags, none=tags[1:]) == ["One"]
    without = await ask(SEARCH, term=last, filter={"tags": {"none": tags}})
    assert names(without) == [f"None {last}"]
    assert none.active


@pytest.mark.rule("SRC-P05")
async def test_a_search_is_narrowed_by_text_option_or_presence_of_an_attribute(
    ask: Ask, database: Database
) -> None:
    last = surname()
    seat, choice, bare = await people(
        database, *({"last_name": last, "first_name": first} for first in ("Seat", "Choice", "Bare"))
    )
    text, list_ = make.attribute(), make.attribute(type="CHECKLIST")
    option = AttributeOption(id=uuid7(), definition_id=list_.id, label="Aisle")
    await database.save(text, list_, option)
    await database.save(
        AttributeValue(customer_id=seat.id, definition_id=text.id, text_value="Row B"),
        AttributeValue(customer_id=choice.id, definition_id=list_.id, option_ids=[option.id]),
    )

    async def found(**asked: Any) -> list[str]:
        answered = await ask(SEARCH, term=last, filter={"attributes": [asked]})
        return sorted(name.split()[0] for name in names(answered))

    text_id, list_id = ids.encode("atd", text.id), ids.encode("atd", list_.id)
    assert await found(definitionId=text_id, text="Row B") == ["Seat"]
    assert await found(definitionId=text_id, text="Row") == []
    assert await found(definitionId=text_id, hasValue=True) == ["Seat"]
    assert await found(definitionId=text_id, hasValue=False) == ["Bare", "Choice"]
    assert await found(definitionId=list_id, optionId=ids.encode("opt", option.id)) == ["Choice"]
    assert bare.active
    for asked in (
        {"definitionId": text_id},
        {"definitionId": text_id, "text": "Row B", "hasValue": False},
        {"definitionId": ids.encode("atd", bare.id), "hasValue": True},
        {"definitionId": "nonsense", "hasValue": True},
    ):
        answered = await ask(SEARCH, term=last, filter={"attributes": [asked]})
        assert refused(answered, "search") == ["INVALID_VALUE"]


@pytest.mark.rule("SRC-P05", "ROL-P05")
async def test_a_protected_attribute_is_asked_about_with_the_permission_only_and_never_by_its_value(
    ask: Ask, database: Database
) -> None:
    last = surname()
    held, _ = await people(database, {"last_name": last, "first_name": "Held"}, {"last_name": last})
    secret = make.attribute(protected=True)
    await database.save(
        secret, AttributeValue(customer_id=held.id, definition_id=secret.id, ciphertext=b"sealed")
    )
    has_one = {"attributes": [{"definitionId": ids.encode("atd", secret.id), "hasValue": True}]}
    by_value = {"attributes": [{"definitionId": ids.encode("atd", secret.id), "text": "x"}]}

    assert names(await ask(SEARCH, by="ade", term=last, filter=has_one)) == [f"Held {last}"]
    assert refused(await ask(SEARCH, by="ade", term=last, filter=by_value), "search") == ["INVALID_VALUE"]
    for asked in (has_one, by_value, {"or": [has_one, {"hasEmail": True}]}):
        denied = await ask(SEARCH, by="bea", term=last, filter=asked)
        assert (denied.data, denied.codes) == ({"search": None}, ["FORBIDDEN"])
        assert denied.errors[0]["extensions"]["requiredPermissions"] == ["CAN_VIEW_AND_EDIT_PROTECTED_DATA"]


@pytest.mark.rule("SRC-P05")
async def test_a_search_is_narrowed_by_the_latest_answer_to_a_contact_preference(
    ask: Ask, database: Database
) -> None:
    last = surname()
    turned, _ = await people(
        database, {"last_name": last, "first_name": "Turned"}, {"last_name": last, "first_name": "Silent"}
    )
    letters, statement = make.preference()
    await database.save(letters, statement)
    for year, answer in ((2024, "YES"), (2025, "NO")):
        at = datetime(year, 1, 1, tzinfo=UTC)
        await database.save(
            PreferenceAnswer(
                customer_id=turned.id,
                definition_id=letters.id,
                statement=1,
                answer=answer,
                source="STAFF",
                at=at,
            )
        )

    async def found(answer: str, definition: str = ids.encode("prf", letters.id)) -> list[str]:
        asked = {"contactPreferences": [{"definitionId": definition, "answer": answer}]}
        return [name.split()[0] for name in names(await ask(SEARCH, term=last, filter=asked))]

    assert await found("NO") == ["Turned"]
    assert await found("YES") == []
    assert await found("NOT_ASKED") == ["Silent"]
    assert await found("NOT_ASKED", ids.encode("prf", turned.id)) == []


@pytest.mark.rule("SRC-P05")
async def test_criteria_must_all_hold_and_of_nested_ones_one_branch(ask: Ask, database: Database) -> None:
    last = surname()
    mail, phone, both, _ = await people(
        database,
        {"last_name": last, "first_name": "Mail", "email": f"{last}@example.org"},
        {"last_name": last, "first_name": "Phone", "phone": "0117 496 0888"},
        {"last_name": last, "first_name": "Both", "phone": "0117 496 0888", "email": f"b{last}@example.org"},
        {"last_name": last, "first_name": "Neither"},
    )

    async def found(**filter: Any) -> list[str]:
        return sorted(name.split()[0] for name in names(await ask(SEARCH, term=last, filter=filter)))

    assert await found(hasEmail=True) == ["Both", "Mail"]
    assert await found(hasEmail=True, phone="0117 496 0888") == ["Both"]
    assert await found(**{"or": [{"hasEmail": True}, {"phone": "0117 496 0888"}]}) == [
        "Both",
        "Mail",
        "Phone",
    ]
    assert await found(hasEmail=False, **{"or": [{"hasEmail": True}, {"phone": "0117 496 0888"}]}) == [
        "Phone"
    ]
    households = [{"householdId": ids.encode("hhd", each.household_id)} for each in (mail, phone)]
    assert await found(**{"or": households}) == ["Mail", "Phone"]
    assert await found(**{"or": [{"hasEmail": False, "or": households}]}) == ["Phone"]
    assert names(await ask(SEARCH, term=friendly(both), filter={"hasEmail": False})) == []
    assert names(await ask(SEARCH, term=friendly(both), filter={"hasEmail": True})) == [f"Both {last}"]


@pytest.mark.rule("SRC-P05", "ROL-P07")
async def test_active_is_asked_for_only_by_those_who_see_inactive_records(
    ask: Ask, database: Database
) -> None:
    last = surname()
    await people(database, {"last_name": last, "first_name": "Gone", "active": False}, {"last_name": last})

    assert names(await ask(SEARCH, by="femi", term=last, filter={"active": False})) == [f"Gone {last}"]
    assert names(await ask(SEARCH, by="femi", term=last, filter={"active": True})) == [f"Ada {last}"]
    for asked in ({"active": True}, {"or": [{"active": False}, {"hasEmail": True}]}):
        for by in ("bea", "ade"):
            denied = await ask(SEARCH, by=by, term=last, filter=asked)
            assert (denied.data, denied.codes) == ({"search": None}, ["FORBIDDEN"])


async def test_a_filter_asks_no_more_than_one_statement_should_carry(ask: Ask) -> None:
    deep: dict[str, Any] = {"hasEmail": True}
    for _ in range(3):
        deep = {"or": [deep]}
    tag = ids.encode("tag", uuid7())
    wide = {"or": [{"hasEmail": True, "tags": {"all": [tag] * 4}} for _ in range(11)]}

    for asked in (deep, wide, {"tags": {"any": [tag] * 21}}, {"or": [{"hasEmail": True}] * 21}):
        assert refused(await ask(CUSTOMERS, filter=asked)) == ["TOO_MANY"]


@pytest.mark.parametrize("depth", [50, 500, 5000])
async def test_a_filter_nested_without_end_is_refused_and_no_surprise(ask: Ask, depth: int) -> None:
    # As text, since the client's own encoder would give up first.
    nested = '{"or":[' * depth + '{"hasEmail":true}' + "]}" * depth
    query = "query ($f: CustomerFilter) { customers(filter: $f) { totalCount } }"
    body = f'{{"query": "{query}", "variables": {{"f": {nested}}}}}'
    headers = {"authorization": f"Bearer {ask.token('ade')}", "content-type": "application/json"}

    response = await ask.client.post("/graphql", content=body, headers=headers)

    codes = {error["extensions"]["code"] for error in response.json()["errors"]}
    assert codes <= {"BAD_USER_INPUT", "BAD_REQUEST"}


@pytest.mark.parametrize(
    "filter",
    [
        {"tags": {"any": ["nonsense"]}},
        {"householdId": "hhd1_x"},
        {"phone": "\0"},
        {"birthDate": {"to": "0001-01-01"}, "created": {"from": "0001-01-01", "to": "9999-12-31"}},
        {"mobile": "9" * 3000},
        {"householdId": "hhd1_" + "0" * 32},
    ],
)
async def test_strange_criteria_are_refused_or_hold_for_nobody(ask: Ask, filter: Any) -> None:
    answered = await ask(CUSTOMERS, filter=filter)

    assert {*answered.codes} <= {"BAD_USER_INPUT"}
    assert answered.errors or listed(answered) == []
