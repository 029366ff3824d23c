"""Merging two records as they were looked at."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from db.merge_locks import take
from db.models import Customer, Order, OutboxEvent, Transformation
from gateway.app import Gateway
from gateway.commands import merges as commands
from tests import box_office as sell
from tests import factories as make
from tests.api._merging import MERGE, both, cus, looked, merge, merged, two
from tests.ask import Ask
from tests.crashing import crashes_leave_all_or_nothing
from tests.database import Database

FIND = "query($term: String!) { search(term: $term) { nodes { id friendlyId } } }"
RECORD = """query($id: ID!) { customer(id: $id) {
  id mergedFrom phone { number } mergeable { isMergeable reason mergeInProgress } } }"""
RENAME = """mutation($id: ID!) { updateCustomer(
  customerId: $id, expectedVersion: 1, details: { individual: { title: "Dr" } }) {
  errors { ... on UserError { code } } } }"""


async def merges_of(database: Database, *records: Customer) -> list[Transformation]:
    """What the ledger has of merges into these records."""
    ids = [each.id for each in records]
    return await database.all(sa.select(Transformation).where(Transformation.customer_id.in_(ids)))


@pytest.mark.rule("MRG-29", "MRG-14", "SRC-10")
async def test_the_other_record_is_found_by_name_or_id_then_looked_at_and_merged(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    await database.save(sell.order(twin), make.note(twin.id))

    by_name = (await ask(FIND, by="ade", term=twin.last_name)).ok["search"]["nodes"]
    assert {each["id"] for each in by_name} == {cus(ada), cus(twin)}
    by_id = (await ask(FIND, by="ade", term=f"I-{twin.number}")).ok["search"]["nodes"]
    assert [each["id"] for each in by_id] == [cus(twin)]
    done = await merged(ask, (await looked(ask, ada, twin))["planToken"])

    assert done["errors"] == []
    assert (done["customer"]["id"], done["job"]) == (cus(ada), None)
    assert done["customer"]["mergedFrom"] == [f"I-{twin.number}"]
    (kept,) = await merges_of(database, ada)
    assert done["merge"] == {"number": f"M-{kept.number}", "retiredId": f"I-{twin.number}", "by": "ade"}
    assert (kept.username, kept.other_id) == ("ade", twin.id)
    assert len(await database.all(sa.select(Order.id).where(Order.owner_id == ada.id))) == 1
    led = (await ask(RECORD, by="ade", id=cus(twin))).ok["customer"]
    assert (led["id"], led["phone"]["number"]) == (cus(ada), "020 7946 0001")
    assert (await database.events(ada.id))[-1] == "customer.merged"


@pytest.mark.rule("MRG-29")
async def test_what_was_chosen_is_what_is_done_and_what_the_ledger_keeps(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(database, {"first_name": "Augusta"}, phone="020 7946 0001")
    choices = {
        "fields": [
            {"field": "FIRST_NAME", "pick": "LOSER"},
            {"field": "PHONE", "pick": "CUSTOM", "custom": "020 7946 0009"},
        ]
    }
    done = await merged(ask, (await looked(ask, ada, twin, choices))["planToken"])
    assert done["customer"]["firstName"] == "Augusta"
    (kept,) = await merges_of(database, ada)
    assert kept.choices["fields"] == {
        "first_name": {"pick": "LOSER", "custom": None},
        "phone": {"pick": "CUSTOM", "custom": "020 7946 0009"},
    }
    now = await database.one(sa.select(Customer).where(Customer.id == ada.id))
    assert (now.first_name, now.phone) == ("Augusta", "020 7946 0009")


@pytest.mark.rule("XCT-P01", "MRG-P03")
async def test_a_merge_without_an_idempotency_key_is_not_done(ask: Ask, database: Database) -> None:
    ada, twin = await two(database)
    token = (await looked(ask, ada, twin))["planToken"]
    before = await both(database, ada, twin)
    refused = await ask(MERGE, by="ade", token=token)
    assert (refused.codes, refused.data) == (["IDEMPOTENCY_KEY_REQUIRED"], None)
    assert await both(database, ada, twin) == before


@pytest.mark.rule("XCT-P01", "MRG-P22")
async def test_a_repeat_under_the_same_key_is_told_the_first_outcome(ask: Ask, database: Database) -> None:
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    token, key = (await looked(ask, ada, twin))["planToken"], make.unique("merge")
    first = await merge(ask, token, key=key)
    again = await merge(ask, token, key=key)
    assert again.ok == first.ok
    assert again.extensions["replayed"] == ["mergeCustomers"]
    assert len(await merges_of(database, ada)) == 1
    told = sa.select(OutboxEvent).where(OutboxEvent.customer_id == ada.id)
    assert [each.event for each in await database.all(told)] == ["customer.merged"]

    other = (await merged(ask, token))["errors"][0]
    assert (other["code"], "BLOCKERS" in other["changed"]) == ("STALE_PLAN", True)
    assert len(await merges_of(database, ada)) == 1


@pytest.mark.rule("MRG-P12", "MRG-P16")
async def test_while_a_merge_has_a_record_another_and_every_write_is_told_so_at_once(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(database)
    token = (await looked(ask, ada, twin))["planToken"]
    async with AsyncSession(database.store.writes) as held:
        assert await take(held, [twin.number])
        refused = await merged(ask, token)
        assert [each["code"] for each in refused["errors"]] == ["MERGE_IN_PROGRESS"]
        assert (await ask(RECORD, by="ade", id=cus(twin))).ok["customer"]["mergeable"] == {
            "isMergeable": False,
            "reason": "The record is being merged or converted just now; try again in a moment.",
            "mergeInProgress": True,
        }
        written = await ask(RENAME, by="ade", id=cus(twin))
        assert [each["code"] for each in written.ok["updateCustomer"]["errors"]] == ["MERGE_IN_PROGRESS"]
        shown = await looked(ask, ada, twin)
        assert ([each["code"] for each in shown["blockers"]], shown["planToken"]) == (
            ["MERGE_IN_PROGRESS"],
            None,
        )
    assert (await merged(ask, token))["errors"] == []


@pytest.mark.rule("MRG-P12")
async def test_of_two_who_merge_the_same_pair_at_once_one_does_and_the_other_is_refused(
    ask: Ask, database: Database
) -> None:
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    tokens = [(await looked(ask, ada, twin, by=by))["planToken"] for by in ("ade", "sam")]
    done = await asyncio.gather(
        *(merged(ask, token, by=by) for token, by in zip(tokens, ("ade", "sam"), strict=True))
    )
    refused = [each["errors"][0]["code"] for each in done if each["errors"]]
    assert len(refused) == 1
    assert refused[0] in {"MERGE_IN_PROGRESS", "STALE_PLAN"}
    assert len(await merges_of(database, ada)) == 1


@pytest.mark.rule("MRG-B02", "MRG-P19")
async def test_a_record_says_whether_it_can_be_merged(ask: Ask, database: Database) -> None:
    ada, gone = await two(database, {"active": False})
    assert (await ask(RECORD, by="bea", id=cus(ada))).ok["customer"]["mergeable"] == {
        "isMergeable": True,
        "reason": None,
        "mergeInProgress": False,
    }
    inactive = (await ask(RECORD, by="sam", id=cus(gone))).ok["customer"]["mergeable"]
    assert (inactive["isMergeable"], inactive["mergeInProgress"]) == (False, False)
    assert inactive["reason"].startswith("The record is inactive")


@pytest.mark.rule("MRG-13", "NAV-09", "CNV-11")
async def test_the_menu_offers_a_merge_and_the_conversion_of_the_kind(ask: Ask, database: Database) -> None:
    ada, _ = await two(database)
    choir = make.organisation(name=make.choir())
    await database.save(choir)
    menu = "query($id: ID!) { customer(id: $id) { actions { key allowed missingRoles } } }"

    async def offered(by: str, who: Customer) -> dict[str, Any]:
        actions = (await ask(menu, by=by, id=cus(who))).ok["customer"]["actions"]
        return {each["key"]: each["allowed"] for each in actions if each["key"][:5] in {"MERGE", "CONVE"}}

    assert await offered("ade", ada) == {"MERGE": True, "CONVERT_TO_ORGANISATION": True}
    assert await offered("sam", choir) == {"MERGE": True, "CONVERT_TO_INDIVIDUAL": True}
    assert await offered("bea", ada) == {"MERGE": False, "CONVERT_TO_ORGANISATION": False}


@pytest.mark.rule("MRG-P13", "MRG-35", "MRG-36")
async def test_a_merge_that_is_cut_off_anywhere_leaves_both_as_they_were_and_free_at_once(
    ask: Ask, database: Database, gateway: Gateway
) -> None:
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    await database.save(sell.order(twin), make.note(twin.id), make.address(ada.id), make.address(twin.id))
    token, key = (await looked(ask, ada, twin))["planToken"], make.unique("merge")

    async def stored() -> Any:
        orders = await database.all(sa.select(Order.owner_id).where(Order.owner_id.in_((ada.id, twin.id))))
        return [*await both(database, ada, twin), orders, len(await merges_of(database, ada))]

    cuts = await crashes_leave_all_or_nothing(
        gateway.store.writes, lambda: merge(ask, token, key=key), stored, one_in=4
    )
    assert cuts > 10


@pytest.mark.rule("MRG-37", "MRG-38")
async def test_after_a_failure_a_retry_is_an_attempt_like_the_first_and_support_has_an_id_to_look_for(
    ask: Ask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, twin = await two(database, {"phone": "020 7946 0001"})
    token = (await looked(ask, ada, twin))["planToken"]
    before = await both(database, ada, twin)

    async def breaks(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(commands, "walk", breaks)
        failed = await merge(ask, token)
    assert failed.codes == ["INTERNAL"]
    assert len(failed.errors[0]["extensions"]["errorId"]) == 16
    assert await both(database, ada, twin) == before
    assert (await merged(ask, token))["errors"] == []
