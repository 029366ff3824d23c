"""Recording answers to contact preferences over HTTP, and what they allow."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from db.models import (
    AuditChange,
    AuditEntry,
    Customer,
    PreferenceAnswer,
    PreferenceDefinition,
    PreferenceStatement,
)
from gateway.engine import ids
from tests import factories as make
from tests.ask import NOW, Ask
from tests.database import Database

SET = """
mutation Set($id: ID!, $version: Int!, $answers: [ContactPreferenceAnswerInput!]!) {
  setContactPreferences(customerId: $id, expectedVersion: $version, answers: $answers) {
    customer {
      contactPreferencesVersion
      contactPreferences { definitionId answer source answeredBy answeredAt statementSeen reason evidence }
    }
    errors {
      __typename
      ... on UserError { code message path }
      ... on StaleVersion { changedBy fields { field theirs yours conflicting } }
    }
  }
}
"""
READ = """
query Read($id: ID!) {
  customer(id: $id) {
    contactPreferences { definitionId name channel answer answeredAt source mayContact definition { name } }
    contactPreferenceHistory { nodes { name answer statement source username reason evidence } }
    contactability { channel allowed reason }
  }
}
"""

DEFINITIONS = """
{ contactPreferenceDefinitions { name channel partnerName askOnWeb active statements { number body } } }
"""


def cus(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


def prf(definition: PreferenceDefinition) -> str:
    return ids.encode("prf", definition.id)


async def person(database: Database, **given: Any) -> Customer:
    home, ada = make.individual(**given)
    await database.save(home, ada)
    return ada


async def preference(database: Database, **given: Any) -> PreferenceDefinition:
    made, statement = make.preference(**given)
    await database.save(made, statement)
    return made


async def answered(
    database: Database, customer: Customer, definition: PreferenceDefinition, answer: str, **given: Any
) -> None:
    made = {"source": "WEB", "statement": 1, **given}
    await database.save(
        PreferenceAnswer(
            id=uuid7(), customer_id=customer.id, definition_id=definition.id, answer=answer, **made
        )
    )


def of(answer: Any, definition: PreferenceDefinition) -> Any:
    """The current answer to one preference in a payload."""
    shown = answer.ok["setContactPreferences"]["customer"]["contactPreferences"]
    return next(each for each in shown if each["definitionId"] == prf(definition))


def refused(answer: Any) -> list[tuple[str, list[str]]]:
    payload = answer.ok["setContactPreferences"]
    assert payload["customer"] is None
    return [(error["code"], error["path"]) for error in payload["errors"]]


async def audited_paths(database: Database, customer_id: UUID) -> list[str]:
    return await database.all(
        select(AuditChange.path)
        .join(AuditEntry, AuditEntry.id == AuditChange.entry_id)
        .where(AuditEntry.customer_id == customer_id)
        .order_by(AuditEntry.sequence, AuditChange.ordinal)
    )


@pytest.mark.rule("CPR-03", "CPR-P02")
async def test_an_answer_keeps_who_took_it_when_on_which_text_and_what_proves_it(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    letters = await preference(database)
    await database.save(
        PreferenceStatement(definition_id=letters.id, statement=2, body="We may write now and then.")
    )
    async with AsyncSession(database.store.writes) as session:
        await session.execute(
            text("update preference_definition set current_statement = 2 where id = :id"), {"id": letters.id}
        )
        await session.commit()

    answer = await ask(
        SET,
        id=cus(ada),
        version=1,
        answers=[{"definitionId": prf(letters), "answer": "YES", "evidence": "Form 12"}],
    )

    assert answer.ok["setContactPreferences"]["errors"] == []
    assert answer.ok["setContactPreferences"]["customer"]["contactPreferencesVersion"] == 2
    assert of(answer, letters) == {
        "definitionId": prf(letters),
        "answer": "YES",
        "source": "STAFF",
        "answeredBy": "bea",
        "answeredAt": NOW,
        "statementSeen": 2,
        "reason": None,
        "evidence": "Form 12",
    }
    assert await database.events(ada.id) == ["contact-preferences.set"]
    assert await audited_paths(database, ada.id) == [
        f"preference.{letters.name}",
        f"preference.{letters.name}.evidence",
    ]


@pytest.mark.rule("CPR-P02", "CPR-09", "CPR-01")
async def test_a_later_answer_counts_and_the_earlier_ones_stay(ask: Ask, database: Database) -> None:
    ada = await person(database)
    letters = await preference(database)
    for version, (given, now) in enumerate((("YES", NOW), ("NO", "2026-11-01T09:00:00Z")), start=1):
        answer = await ask(
            SET,
            id=cus(ada),
            version=version,
            now=now,
            answers=[{"definitionId": prf(letters), "answer": given}],
        )

    assert of(answer, letters)["answer"] == "NO"
    history = (await ask(READ, id=cus(ada))).ok["customer"]["contactPreferenceHistory"]["nodes"]
    assert [(each["answer"], each["statement"], each["username"]) for each in history] == [
        ("NO", 1, "bea"),
        ("YES", 1, "bea"),
    ]


@pytest.mark.rule("CPR-02", "CPR-P03")
async def test_every_preference_is_listed_and_not_asked_until_it_is_answered(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    letters = await preference(database, channel="POST")
    partners = await preference(database, channel="THIRD_PARTY", partner_name="The Old Vic")
    retired = await preference(database, active=False)

    listed = (await ask(READ, id=cus(ada))).ok["customer"]["contactPreferences"]

    shown = {each["definitionId"]: each for each in listed}
    assert prf(retired) not in shown
    for definition in (letters, partners):
        assert shown[prf(definition)] == {
            "definitionId": prf(definition),
            "name": definition.name,
            "channel": definition.channel,
            "answer": "NOT_ASKED",
            "answeredAt": None,
            "source": None,
            "mayContact": False,
            "definition": {"name": definition.name},
        }


@pytest.mark.rule("CPR-P01")
async def test_a_preference_shows_its_channel_its_partner_and_every_version_of_its_text(
    ask: Ask, database: Database
) -> None:
    partners = await preference(
        database, channel="THIRD_PARTY", partner_name="The Old Vic", ask_on_web=False, current_statement=2
    )
    await database.save(
        PreferenceStatement(definition_id=partners.id, statement=2, body="They may write to you.")
    )

    listed = (await ask(DEFINITIONS)).ok["contactPreferenceDefinitions"]

    assert next(each for each in listed if each["name"] == partners.name) == {
        "name": partners.name,
        "channel": "THIRD_PARTY",
        "partnerName": "The Old Vic",
        "askOnWeb": False,
        "active": True,
        "statements": [
            {"number": 2, "body": "They may write to you."},
            {"number": 1, "body": "We may write to you."},
        ],
    }


@pytest.mark.rule("CPR-10")
async def test_an_organisation_answers_too(ask: Ask, database: Database) -> None:
    choir = make.organisation()
    await database.save(choir)
    letters = await preference(database, channel="POST")

    answer = await ask(
        SET, id=cus(choir), version=1, answers=[{"definitionId": prf(letters), "answer": "NO"}]
    )

    assert of(answer, letters)["answer"] == "NO"


@pytest.mark.rule("CPR-P03")
async def test_an_answer_goes_back_to_not_asked_only_with_a_reason(ask: Ask, database: Database) -> None:
    ada = await person(database)
    letters = await preference(database)
    await answered(database, ada, letters, "YES")
    before = await database.snapshot(ada.id)
    back = {"definitionId": prf(letters), "answer": "NOT_ASKED"}

    for reason in (None, "  "):
        answer = await ask(SET, id=cus(ada), version=1, answers=[{**back, "reason": reason}])
        assert refused(answer) == [("REASON_REQUIRED", ["answers", "0", "reason"])]
    assert await database.snapshot(ada.id) == before

    answer = await ask(SET, id=cus(ada), version=1, answers=[{**back, "reason": "Taken on the wrong record"}])

    assert (of(answer, letters)["answer"], of(answer, letters)["reason"]) == (
        "NOT_ASKED",
        "Taken on the wrong record",
    )


@pytest.mark.rule("AUD-P05")
async def test_answers_that_change_nothing_add_nothing(ask: Ask, database: Database) -> None:
    ada = await person(database)
    letters, calls = await preference(database), await preference(database)
    await answered(database, ada, letters, "YES", evidence="Form 12")
    before = await database.snapshot(ada.id)

    answer = await ask(
        SET,
        id=cus(ada),
        version=1,
        answers=[
            {"definitionId": prf(letters), "answer": "YES"},
            {"definitionId": prf(calls), "answer": "NOT_ASKED"},
        ],
    )

    assert answer.ok["setContactPreferences"]["errors"] == []
    assert answer.ok["setContactPreferences"]["customer"]["contactPreferencesVersion"] == 1
    assert await database.snapshot(ada.id) == before


async def test_the_same_answer_with_new_evidence_was_given_anew(ask: Ask, database: Database) -> None:
    ada = await person(database)
    letters = await preference(database)
    await answered(database, ada, letters, "YES", evidence="Form 12")

    answer = await ask(
        SET,
        id=cus(ada),
        version=1,
        answers=[{"definitionId": prf(letters), "answer": "YES", "evidence": "By phone"}],
    )

    assert (of(answer, letters)["source"], of(answer, letters)["evidence"]) == ("STAFF", "By phone")
    assert await audited_paths(database, ada.id) == [f"preference.{letters.name}.evidence"]
