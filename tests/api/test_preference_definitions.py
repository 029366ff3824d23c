"""Setting up contact preferences over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from db.models import PreferenceAnswer, PreferenceDefinition, PreferenceStatement
from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.database import Database
from tests.set_up import rows, told, trace

ERRORS = "errors { ... on UserError { code message path } ... on StaleVersion { currentVersion changedBy } }"
SHOWN = """definition { id name channel partnerName askOnWeb active position version statements { number body } }"""
CREATE = f"""mutation Create($definition: NewPreferenceDefinition!) {{
  createPreferenceDefinition(definition: $definition) {{ {SHOWN} {ERRORS} }} }}"""
UPDATE = f"""mutation Update($id: ID!, $version: Int!, $definition: PreferenceDefinitionChanges!) {{
  updatePreferenceDefinition(definitionId: $id, expectedVersion: $version, definition: $definition) {{
    {SHOWN} {ERRORS} }} }}"""


async def create(ask: Ask, **definition: Any) -> Any:
    answer = await ask(
        CREATE, by="seth", definition={"channel": "EMAIL", "text": "We may write.", **definition}
    )
    return answer.ok["createPreferenceDefinition"]


async def update(ask: Ask, definition_id: UUID, version: int, **changes: Any) -> Any:
    answer = await ask(
        UPDATE, by="seth", id=ids.encode("prf", definition_id), version=version, definition=changes
    )
    return answer.ok["updatePreferenceDefinition"]


async def stored(database: Database, definition_id: UUID) -> list[Any]:
    return [
        *await rows(database, PreferenceDefinition, PreferenceDefinition.id == definition_id),
        *await rows(database, PreferenceStatement, PreferenceStatement.definition_id == definition_id),
    ]


@pytest.mark.rule("CPR-P01")
async def test_a_contact_preference_is_set_up_with_its_channel_partner_and_first_text(
    ask: Ask, database: Database
) -> None:
    name = make.unique("Festival mail ")

    made = await create(
        ask, name=name, channel="THIRD_PARTY", partnerName="The Festival", askOnWeb=False, position=2
    )

    assert made["errors"] == []
    assert made["definition"] == {
        "id": made["definition"]["id"],
        "name": name,
        "channel": "THIRD_PARTY",
        "partnerName": "The Festival",
        "askOnWeb": False,
        "active": True,
        "position": 2,
        "version": 1,
        "statements": [{"number": 1, "body": "We may write."}],
    }
    definition_id = ids.key_of("prf", made["definition"]["id"])
    assert definition_id is not None
    assert (await told(database, "prf", definition_id, "preference-definition.created"))["text"] == (
        None,
        "We may write.",
    )
    await update(ask, definition_id, 1, active=False)


@pytest.mark.rule("CPR-P01", "CPR-P02")
async def test_a_new_text_is_a_new_version_and_the_answered_one_stays(ask: Ask, database: Database) -> None:
    mail, statement = make.preference()
    home, ada = make.individual()
    await database.save(mail, statement, home, ada)
    answered = PreferenceAnswer(
        customer_id=ada.id, definition_id=mail.id, statement=1, answer="YES", source="STAFF", username="bea"
    )
    await database.save(answered)

    second = await update(ask, mail.id, 1, text="We may write to you,\r\nonce a month.")
    again = await update(ask, mail.id, 2, text="We may write to you,\nonce a month.")
    third = await update(ask, mail.id, 2, text="We may write to you.")

    assert second["definition"]["statements"] == [
        {"number": 2, "body": "We may write to you,\nonce a month."},
        {"number": 1, "body": "We may write to you."},
    ]
    assert again["definition"]["version"] == 2
    assert [each["number"] for each in third["definition"]["statements"]] == [3, 2, 1]
    record = await ask(
        "query($id: ID!) { customer(id: $id) { contactPreferences { name answer statementSeen } } }",
        id=ids.encode("cus", ada.id),
    )
    (shown,) = [each for each in record.ok["customer"]["contactPreferences"] if each["name"] == mail.name]
    assert shown == {"name": mail.name, "answer": "YES", "statementSeen": 1}
    assert [event for event, _, _ in await trace(database, "prf", mail.id)] == [
        "preference-definition.changed"
    ] * 2


@pytest.mark.rule("CPR-06")
async def test_the_channel_and_partner_that_people_agreed_to_never_change(
    ask: Ask, database: Database
) -> None:
    mail, statement = make.preference(partner_name="The Festival")
    await database.save(mail, statement)
    before = await stored(database, mail.id)

    for change in ({"channel": "POST"}, {"partnerName": None}):
        answer = await ask(UPDATE, by="seth", id=ids.encode("prf", mail.id), version=1, definition=change)
        assert answer.codes == ["BAD_USER_INPUT"]
    assert await stored(database, mail.id) == before


async def test_a_retired_preference_lets_nobody_be_written_to(ask: Ask, database: Database) -> None:
    mail, statement = make.preference()
    home, ada = make.individual()
    await database.save(mail, statement, home, ada)
    await database.save(
        PreferenceAnswer(customer_id=ada.id, definition_id=mail.id, statement=1, answer="YES", source="STAFF")
    )

    async def may_contact() -> list[bool]:
        record = await ask(
            "query($id: ID!) { customer(id: $id) { contactPreferences { name mayContact } } }",
            id=ids.encode("cus", ada.id),
        )
        shown = record.ok["customer"]["contactPreferences"]
        return [each["mayContact"] for each in shown if each["name"] == mail.name]

    assert await may_contact() == [True]
    await update(ask, mail.id, 1, active=False)
    assert await may_contact() == [False]


async def test_what_a_preference_cannot_do_without_is_told_at_once(ask: Ask, database: Database) -> None:
    made = await create(ask, name=" ", channel="THIRD_PARTY", text="")

    assert [(error["code"], error["path"]) for error in made["errors"]] == [
        ("REQUIRED", ["definition", "name"]),
        ("REQUIRED", ["definition", "text"]),
        ("REQUIRED", ["definition", "partnerName"]),
    ]


async def test_a_taken_name_and_a_stale_version_change_nothing(ask: Ask, database: Database) -> None:
    (mail, first), (post, second) = make.preference(), make.preference()
    await database.save(mail, first, post, second)
    before = await stored(database, post.id)

    taken = await update(ask, post.id, 1, name=mail.name.lower(), text="Other")
    stale = await update(ask, post.id, 9, text="Other")

    assert [(error["code"], error["path"]) for error in taken["errors"]] == [
        ("NAME_TAKEN", ["definition", "name"])
    ]
    assert [error["code"] for error in stale["errors"]] == ["STALE_VERSION"]
    assert await stored(database, post.id) == before
    assert await trace(database, "prf", post.id) == []
