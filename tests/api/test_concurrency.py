"""Many at once: one wins, the others learn of it, and a request that is repeated has one effect."""

from __future__ import annotations

import asyncio
import os
from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.demo.personas import PERSONAS
from db.models import AuditEntry, AuditValue, Customer, IdempotencyRecord, Tag
from gateway.engine import ids
from tests import factories as make
from tests.api._creating import create, made, named, person
from tests.api._updating import changes, choir, someone, stored
from tests.ask import Ask
from tests.database import Database

UPDATE = """
mutation Update($id: ID!, $version: Int!, $title: String) {
  updateCustomer(customerId: $id, expectedVersion: $version, details: {individual: {title: $title}}) {
    customer { detailsVersion }
    errors {
      ... on UserError { code }
      ... on StaleVersion { currentVersion fields { field theirs yours conflicting } }
    }
  }
}
"""
CREATE = """
mutation Create($input: CreateCustomerInput!) {
  createCustomer(input: $input) { customer { id fullName } errors { ... on UserError { code } } }
}
"""
# GATEWAY_TEST_REPEATS=1000 asks for more.
REPEATS = int(os.environ.get("GATEWAY_TEST_REPEATS", "200"))


@pytest.mark.rule("XCT-P03", "XCT-C01", "CUS-P09")
async def test_of_fifty_updates_of_one_version_exactly_one_wins(ask: Ask, database: Database) -> None:
    ada = await someone(database)
    ident = ids.encode("cus", ada.id)

    answers = await asyncio.gather(
        *(ask(UPDATE, id=ident, version=1, title=f"Title {place}") for place in range(50))
    )

    title = (await stored(database, ada)).title
    won = [answer for answer in answers if answer.ok["updateCustomer"]["customer"]]
    assert [answer.ok["updateCustomer"]["customer"] for answer in won] == [{"detailsVersion": 2}]
    assert title == f"Title {answers.index(won[0])}"
    for place, answer in enumerate(answers):
        if answer is not won[0]:
            assert answer.ok["updateCustomer"]["errors"] == [
                {
                    "code": "STALE_VERSION",
                    "currentVersion": 2,
                    "fields": [
                        {"field": "title", "theirs": title, "yours": f"Title {place}", "conflicting": True}
                    ],
                }
            ]
    assert await database.events(ada.id) == ["customer.updated"]
    assert await changes(database, ada) == {"title": (None, title)}


async def test_clients_that_load_again_all_get_their_turn(ask: Ask, database: Database) -> None:
    ada = await someone(database)
    ident = ids.encode("cus", ada.id)

    async def insist(place: int) -> None:
        version = 1
        while True:
            payload = (await ask(UPDATE, id=ident, version=version, title=f"T{place}")).ok["updateCustomer"]
            if payload["customer"]:
                return
            version = payload["errors"][0]["currentVersion"]

    await asyncio.gather(*(insist(place) for place in range(8)))

    assert (await stored(database, ada)).details_version == 9
    query = (
        select(AuditValue.after)
        .join(AuditEntry, AuditEntry.id == AuditValue.entry_id)
        .where(AuditEntry.customer_id == ada.id)
        .order_by(AuditEntry.sequence)
    )
    assert sorted(await database.all(query)) == [f"T{place}" for place in range(8)]


@pytest.mark.rule("XCT-P01")
async def test_a_creation_sent_many_times_under_one_key_makes_one_customer(
    ask: Ask, database: Database
) -> None:
    new = person(email=f"{make.unique('ada')}@example.org")
    key = make.unique("create")

    answers = await asyncio.gather(*(ask(CREATE, input={"individual": new}, key=key) for _ in range(REPEATS)))

    assert await named(database, new["lastName"]) == 1
    answered = [answer for answer in answers if not answer.errors]
    first = [answer for answer in answered if "replayed" not in answer.extensions]
    assert len(first) == 1
    ada = made(first[0])
    for answer in answered:
        assert answer is first[0] or answer.extensions["replayed"] == ["createCustomer"]
        assert made(answer) == ada
    codes = Counter(code for answer in answers for code in answer.codes)
    assert set(codes) <= {"IDEMPOTENCY_IN_PROGRESS"}
    key_ = ids.key_of("cus", ada["id"])
    assert key_ is not None
    assert await database.events(key_) == ["customer.created"]
    again = await ask(CREATE, input={"individual": new}, key=key)
    assert (made(again), again.extensions) == (ada, {"replayed": ["createCustomer"]})


@pytest.mark.rule("XCT-P01")
async def test_one_key_for_two_requests_is_told_and_neither_repeats_the_other(
    ask: Ask, database: Database
) -> None:
    first, other = person(), person()
    key = make.unique("create")
    made(await create(ask, individual=first, key=key))
    assert (await create(ask, individual=other, key=key)).codes == ["IDEMPOTENCY_KEY_REUSED"]
    assert await named(database, other["lastName"]) == 0
    made(await create(ask, individual=other, key=key, by="femi"))


@pytest.mark.rule("XCT-P01")
async def test_an_input_that_was_wrong_may_be_sent_again_corrected_under_its_key(ask: Ask) -> None:
    key = make.unique("create")
    new = person(email="nobody")
    wrong = await create(ask, individual=new, key=key)
    assert [error["code"] for error in wrong.ok["createCustomer"]["errors"]] == ["INVALID_EMAIL"]
    assert made(await create(ask, individual={**new, "email": None}, key=key))["email"] is None


@pytest.mark.rule("XCT-P01")
async def test_a_key_is_free_again_after_a_day(ask: Ask, database: Database) -> None:
    key = make.unique("create")
    made(await create(ask, individual=person(), key=key))
    other = {"individual": person()}
    for now, codes in (
        ("2026-11-23T09:59:59+00:00", ["IDEMPOTENCY_KEY_REUSED"]),
        ("2026-11-23T10:00:01+00:00", []),
    ):
        assert (await ask(CREATE, input=other, key=key, now=now)).codes == codes
    again = await ask(CREATE, input=other, key=key, now="2026-11-24T10:00:00+00:00")
    assert again.extensions == {"replayed": ["createCustomer"]}
    assert await named(database, other["individual"]["lastName"]) == 1


@pytest.mark.rule("XCT-P01")
async def test_a_repeat_of_a_request_that_has_not_ended_is_told_to_wait(ask: Ask, database: Database) -> None:
    new, key = person(), make.unique("create")
    bea = next(each.id for each in PERSONAS if each.username == "bea")
    async with AsyncSession(database.store.writes) as first:
        first.add(
            IdempotencyRecord(user_id=bea, key=key, path="createCustomer", request_hash=b"", outcome=None)
        )
        await first.flush()

        assert (await create(ask, individual=new, key=key)).codes == ["IDEMPOTENCY_IN_PROGRESS"]

        assert await named(database, new["lastName"]) == 0
    made(await create(ask, individual=new, key=key))


async def test_requests_beyond_the_connections_wait_for_their_turn(ask: Ask, database: Database) -> None:
    """Many more than the pool has connections, each on a record of its own, so that nothing else makes them wait."""
    people = [make.individual() for _ in range(40)]
    await database.save(*(row for pair in people for row in pair))

    answers = await asyncio.gather(
        *(ask(UPDATE, id=ids.encode("cus", ada.id), version=1, title="Dr") for _, ada in people)
    )

    assert [answer.ok["updateCustomer"]["customer"] for answer in answers] == [{"detailsVersion": 2}] * 40


async def test_a_write_that_was_broken_off_for_a_deadlock_is_done_anew(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    group = make.tag_group()
    tag = make.tag(group.id)
    await database.save(home, ada, group, tag)
    add = """mutation($id: ID!, $tags: [ID!]!) { made: addCustomerTags(customerId: $id, tagIds: $tags) {
      customer { tags { name } } errors { __typename } } }"""

    async with AsyncSession(database.store.writes) as session:
        await session.execute(select(Tag).where(Tag.id == tag.id).with_for_update())
        adding = asyncio.create_task(
            ask(add, id=ids.encode("cus", ada.id), tags=[ids.encode("tag", tag.id)], key=make.unique("add"))
        )
        await database.waits_for(session)
        # It has the customer and waits for the tag, and so it is the first to look for a deadlock.
        await session.execute(select(Customer).where(Customer.id == ada.id).with_for_update())
        await session.commit()

    assert (await adding).ok["made"] == {"customer": {"tags": [{"name": tag.name}]}, "errors": []}
    assert await database.events(ada.id) == ["tags.changed"]


async def test_one_audit_chain_takes_entries_of_several_sections_at_once(
    ask: Ask, database: Database
) -> None:
    body = await choir(database)
    ident = ids.encode("cus", body.id)
    rename = """
    mutation ($id: ID!) { updateCustomer(customerId: $id, expectedVersion: 1, details: {organisation: {name: "New"}}) {
        errors { ... on UserError { code } } } }
    """
    note = """
    mutation ($id: ID!, $address: AddressInput!) { addAddress(customerId: $id, expectedVersion: 1, address: $address) {
        errors { ... on UserError { code } } } }
    """
    home = {"line1": "1 High Street", "town": "Bristol", "postcode": "BS1 4DJ", "countryCode": "GB"}

    for answer in await asyncio.gather(ask(rename, id=ident), ask(note, id=ident, address=home)):
        assert all(payload["errors"] == [] for payload in answer.ok.values())

    assert sorted(await database.events(body.id)) == ["address.added", "customer.updated"]
    sequences = select(AuditEntry.sequence).where(AuditEntry.customer_id == body.id)
    assert sorted(await database.all(sequences)) == [1, 2]
