"""The written record of a verbal declaration: by email, by a letter that is posted, and sent again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from db.models import CharityDetails, GiftAidDeclaration, GiftAidStatement, OutgoingMail
from gateway.app import Gateway
from gateway.commands._mails import Mail, opened
from gateway.engine import ids
from tests import factories as make
from tests import gift_aid as aid
from tests.api._declaring import Desk, desk
from tests.ask import Ask
from tests.charity import in_force
from tests.database import Database
from tests.papers.printed import Printed

BY_EMAIL = {"type": "VERBAL", "evidence": "EMAIL", "details": None}
BY_POST = {"type": "VERBAL", "evidence": "POST", "details": None}
SEND = """
mutation Send($id: ID!, $how: WrittenRecordMethod!) {
  sendWrittenRecord(declarationId: $id, method: $how) {
    declaration { claimable evidence { letterGeneratedAt letter writtenRecordSentOn } }
    errors { __typename ... on UserError { code path } }
  }
}
"""
POSTED = """
mutation Posted($id: ID!, $on: Date) {
  markWrittenRecordPosted(declarationId: $id, postedOn: $on) {
    declaration { claimable evidence { writtenRecordSentOn } }
    errors { __typename ... on UserError { code path } }
  }
}
"""


async def mails(database: Database, gateway: Gateway, counter: Desk) -> list[tuple[OutgoingMail, Mail]]:
    """The mails to the donor, with what they say."""
    query = select(OutgoingMail).where(OutgoingMail.customer_id == counter.donor.id)
    return [(row, opened(gateway.vault, row)) for row in await database.all(query.order_by(OutgoingMail.id))]


def written(words: str) -> dict[str, str]:
    """The paragraphs of a written record by their headings."""
    return dict(each.split("\n", 1) for each in words.split("\n\n") if "\n" in each)


@pytest.mark.rule("GAD-16", "GAD-P05")
async def test_the_email_says_the_six_things_the_right_to_cancel_and_both_days(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    counter = await desk(ask, database, {"line1": "12 Harbour Row"}, title="Dr", first_name="Łukasz")
    house, statement = await in_force(database, CharityDetails), await in_force(database, GiftAidStatement)
    made = await counter.declared(**BY_EMAIL, coverage="SINCE", since="2024-02-29")

    ((row, mail),) = await mails(database, gateway, counter)
    assert (row.kind, made["id"]) == ("GIFT_AID_DECLARATION", ids.encode("gad", row.declaration_id or row.id))
    assert (mail.to, mail.subject) == (counter.donor.email, f"Your Gift Aid declaration to {house.name}")
    said = written(mail.text)
    assert said == {
        "The charity": f"{house.name} (registered charity {house.registered_number})",
        "Your name": "Dr Łukasz Byron",
        "Your home address": "12 Harbour Row, Bristol, BS1 4DJ",
        "The donations that it is for": "Your donations since 29 February 2024, and all that you make from"
        " 22 November 2026 on.",
        "What you asked for": f"You want {house.name} to claim Gift Aid on these donations.",
        "What you were told about tax": statement.text,
        "You gave this declaration on 22 November 2026.": "We sent you this record of it on 22 November 2026.\n",
    }
    assert "cancel this declaration within 30 days" in mail.text
    assert made["notClaimableReasons"] == ["WRITTEN_RECORD_NOT_SENT"]
    assert "12 Harbour Row" not in str(row.sealed)


@pytest.mark.rule("GAD-P05")
async def test_somebody_without_an_email_address_is_sent_none(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database, email=None)
    (error,) = await counter.refused(**BY_EMAIL)
    assert (error["code"], error["path"]) == ("NO_EMAIL", ["customerId"])


@pytest.mark.rule("GAD-17", "GAD-P06")
async def test_a_letter_is_made_and_the_declaration_is_good_once_it_is_posted(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database, {"line1": "12 Harbour Row"}, first_name="Ωμέγα", last_name="李")
    house, statement = await in_force(database, CharityDetails), await in_force(database, GiftAidStatement)
    made = await counter.declared(**BY_POST)

    assert made["evidence"]["letterGeneratedAt"] == "2026-11-22T10:00:00+00:00"
    assert (made["claimable"], made["evidence"]["writtenRecordSentOn"]) == (False, None)
    response = await ask.client.get(made["evidence"]["letter"])
    assert response.headers["content-type"] == "application/pdf"
    letter = Printed(response.content).text()
    for words in (
        "Ωμέγα 李",
        "12 Harbour Row",
        "BS1 4DJ",
        house.name,
        statement.text,
        "within 30 days",
        "22 November 2026",
    ):
        assert words in letter, words

    posted = (await ask(POSTED, id=made["id"], on=None)).ok["markWrittenRecordPosted"]
    assert posted == {
        "declaration": {"claimable": True, "evidence": {"writtenRecordSentOn": "2026-11-22"}},
        "errors": [],
    }
    assert await database.events(counter.donor.id) == [
        "gift-aid.declared",
        "gift-aid.letter-made",
        "gift-aid.record-sent",
    ]


@pytest.mark.rule("GAD-P06")
@pytest.mark.parametrize(
    ("posted_on", "code"), [("2026-11-21", "INVALID_DATE"), ("2026-11-23", "INVALID_DATE")]
)
async def test_a_letter_is_posted_between_the_declaration_and_today(
    ask: Ask, database: Database, posted_on: str, code: str
) -> None:
    counter = await desk(ask, database)
    made = await counter.declared(**BY_POST)
    before = await database.snapshot(counter.donor.id)
    told = (await ask(POSTED, id=made["id"], on=posted_on)).ok["markWrittenRecordPosted"]
    assert [error["code"] for error in told["errors"]] == [code]
    assert await database.snapshot(counter.donor.id) == before


@pytest.mark.rule("GAD-P06")
async def test_a_letter_that_was_not_made_or_was_posted_already_is_not_posted(
    ask: Ask, database: Database
) -> None:
    counter = await desk(ask, database)
    never, once = await counter.declared(), await counter.declared(**BY_POST)
    assert (await ask(POSTED, id=once["id"], on=None)).ok["markWrittenRecordPosted"]["errors"] == []
    before = await database.snapshot(counter.donor.id)
    for made in (never, once):
        told = (await ask(POSTED, id=made["id"], on=None)).ok["markWrittenRecordPosted"]
        assert [error["code"] for error in told["errors"]] == ["WRITTEN_RECORD_NOT_NEEDED"]
    assert await database.snapshot(counter.donor.id) == before


@pytest.mark.rule("GAD-P05", "GAD-P06")
async def test_a_record_that_never_went_out_is_sent_again_by_either_way(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    counter = await desk(ask, database)
    verbal = aid.declaration(
        counter.donor, date(2026, 1, 2), type="VERBAL", evidence="EMAIL", evidence_text=None
    )
    await database.save(verbal)
    name = ids.encode("gad", verbal.id)

    assert (await ask(SEND, id=name, how="EMAIL")).ok["sendWrittenRecord"]["errors"] == []
    by_post = (await ask(SEND, id=name, how="POST")).ok["sendWrittenRecord"]["declaration"]

    assert await database.events(counter.donor.id) == [
        "gift-aid.record-mail-requested",
        "gift-aid.letter-made",
    ]
    ((row, mail),) = await mails(database, gateway, counter)
    assert row.declaration_id == verbal.id
    assert "You gave this declaration on 2 January 2026." in mail.text
    assert "We sent you this record of it on 22 November 2026." in mail.text
    assert "2 January 2026" in Printed((await ask.client.get(by_post["evidence"]["letter"])).content).text()


@pytest.mark.rule("GAD-P05")
async def test_a_record_that_is_not_needed_is_not_sent(ask: Ask, database: Database) -> None:
    counter = await desk(ask, database, email=None)
    paper = aid.declaration(counter.donor)
    sent, unsent = (
        aid.declaration(
            counter.donor, type="VERBAL", evidence="POST", evidence_text=None, written_record_sent_on=day
        )
        for day in (date(2026, 1, 3), None)
    )
    await database.save(paper, sent, unsent)
    before = await database.snapshot(counter.donor.id)

    async def codes(row: GiftAidDeclaration, by: str) -> list[str]:
        told: Any = (await ask(SEND, id=ids.encode("gad", row.id), how=by)).ok["sendWrittenRecord"]
        return [error["code"] for error in told["errors"]]

    assert await codes(paper, "POST") == ["WRITTEN_RECORD_NOT_NEEDED"]
    assert await codes(sent, "EMAIL") == ["WRITTEN_RECORD_NOT_NEEDED"]
    assert await codes(unsent, "EMAIL") == ["NO_EMAIL"]
    assert await database.snapshot(counter.donor.id) == before


async def test_a_declaration_that_is_unknown_or_of_a_hidden_record_is_not_found(
    ask: Ask, database: Database
) -> None:
    household, gone = make.individual(active=False)
    await database.save(household, gone)
    hidden = aid.declaration(gone, type="VERBAL", evidence="POST", evidence_text=None)
    await database.save(hidden)
    for name in ("nonsense", ids.encode("gad", gone.id), ids.encode("gad", hidden.id)):
        for document, field in ((SEND, "sendWrittenRecord"), (POSTED, "markWrittenRecordPosted")):
            given = {"how": "POST"} if document is SEND else {"on": None}
            told = (await ask(document, id=name, **given)).ok[field]
            assert [error["code"] for error in told["errors"]] == ["NOT_FOUND"]
