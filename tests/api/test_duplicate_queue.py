"""Possible duplicates of records that are there: told on the record, queued, and dismissed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from db.models import AuditEntry, Customer, DuplicateDismissal
from gateway.engine import ids
from tests import factories as make
from tests.api._alike import choir, ident, someone
from tests.api._updating import change as update
from tests.api._updating import saved
from tests.ask import Ask
from tests.database import Database
from tests.duplicates import change, pairs_of, refresh

OF = """query($id: ID!) { duplicatesOf(customerId: $id) {
  candidates { friendlyId name score likely reasons customer { id } } thresholds { possible likely } } }"""
QUEUE = """query($after: String, $likelyOnly: Boolean! = false) {
  duplicateQueue(first: 100, after: $after, likelyOnly: $likelyOnly) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { score likely reasons first { id } second { id } } } }"""
DISMISS = """mutation($first: ID!, $second: ID!, $reason: String! = "Father and son") {
  dismissDuplicate(firstId: $first, secondId: $second, reason: $reason) {
    first { id } second { id } errors { ... on UserError { code path } } } }"""


async def twins(database: Database, **given: Any) -> tuple[Customer, Customer]:
    """Two of one name at one place, found to be alike; nobody else is like them."""
    name, line = make.unique("Byron"), make.unique("9 Quay ")
    made = [await someone(database, last_name=name, at={"line1": line}, **given) for _ in range(2)]
    await refresh(database, *made)
    return made[0], made[1]


async def queued(ask: Ask, *of: Customer, by: str = "ade", **given: Any) -> list[dict[str, Any]]:
    """The pairs of the queue that have one of these."""
    after, found = None, []
    while True:
        page = (await ask(QUEUE, by=by, after=after, **given)).ok["duplicateQueue"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            scores = [each["score"] for each in found]
            assert scores == sorted(scores, reverse=True)
            own = {ident(each) for each in of}
            return [each for each in found if own & {(each["first"] or {}).get("id"), each["second"]["id"]}]
        after = page["pageInfo"]["endCursor"]


async def alike(ask: Ask, customer: Customer, by: str = "bea") -> list[str]:
    """The ids of the candidates of a record."""
    found = (await ask(OF, by=by, id=ident(customer))).ok["duplicatesOf"]["candidates"]
    return [each["customer"]["id"] for each in found]


async def dismissed(ask: Ask, one: Customer, other: Customer, by: str = "ade", **given: Any) -> Any:
    answer = await ask(DISMISS, by=by, first=ident(one), second=ident(other), **given)
    return answer.ok["dismissDuplicate"]


@pytest.mark.rule("MRG-P20")
async def test_a_record_is_told_whom_it_may_be_with_score_and_reasons_but_not_itself(
    ask: Ask, database: Database
) -> None:
    ada, twin = await twins(database)
    answer = (await ask(OF, by="bea", id=f"I-{ada.number}")).ok["duplicatesOf"]
    (found,) = answer["candidates"]
    assert found == {
        "friendlyId": f"I-{twin.number}",
        "name": found["name"],
        "score": 55,
        "likely": False,
        "reasons": ["LAST_NAME_EQUAL", "FIRST_NAME_EQUAL", "POSTCODE_EQUAL", "ADDRESS_LINE_EQUAL"],
        "customer": {"id": ident(twin)},
    }
    assert answer["thresholds"] == {"possible": 50, "likely": 80}


@pytest.mark.rule("MRG-P20")
async def test_an_organisation_is_told_of_organisations_alone(ask: Ask, database: Database) -> None:
    name, at = make.choir(), {"line1": make.unique("1 Quay ")}
    one, other = [await choir(database, name=name, at=at) for _ in range(2)]
    await someone(database, last_name=name, at=at)
    assert await alike(ask, one) == [ident(other)]


async def test_of_nobody_there_is_nothing_to_tell(ask: Ask, database: Database) -> None:
    nobody = ids.encode("cus", make.individual()[1].id)
    assert (await ask(OF, by="bea", id=nobody)).ok == {"duplicatesOf": None}
    hidden = await someone(database, active=False, at={})
    assert (await ask(OF, by="bea", id=ident(hidden))).ok == {"duplicatesOf": None}
    assert (await ask(OF, by="bea", id="nonsense")).codes == ["BAD_USER_INPUT"]


@pytest.mark.rule("MRG-B05")
async def test_the_queue_has_pairs_the_most_alike_first_and_the_likely_ones_alone_when_asked(
    ask: Ask, database: Database
) -> None:
    ada, twin = await twins(database)
    phone = f"+44{20_0000_0000 + ada.number}"
    bob, again = await twins(database, phone_e164=phone)

    pairs = await queued(ask, ada, bob)
    assert [(each["score"], each["likely"]) for each in pairs] == [(85, True), (55, False)]
    assert [(each["first"]["id"], each["second"]["id"]) for each in pairs] == [
        (ident(bob), ident(again)),
        (ident(ada), ident(twin)),
    ]
    assert pairs[0]["reasons"][0] == "PHONE_EQUAL"
    assert [each["score"] for each in await queued(ask, ada, bob, likelyOnly=True)] == [85]


@pytest.mark.rule("MRG-B05")
async def test_a_pair_with_a_record_that_one_may_not_see_is_left_out(ask: Ask, database: Database) -> None:
    ada, twin = await twins(database)
    assert len(await queued(ask, ada)) == 1
    # The pair itself is still there, for nobody looked since.
    await change(database, twin, active=False)
    assert await queued(ask, ada) == []
    assert len(await queued(ask, ada, by="sam")) == 1


@pytest.mark.parametrize("by", ["bea", "femi", "olga", "gina"])
async def test_the_queue_and_dismissing_are_for_whoever_merges(ask: Ask, by: str, database: Database) -> None:
    assert (await ask(QUEUE, by=by)).codes == ["FORBIDDEN"]
    ada, twin = await twins(database)
    answer = await ask(DISMISS, by=by, first=ident(ada), second=ident(twin))
    assert answer.codes == ["FORBIDDEN"]
    assert await pairs_of(database, [ada])


@pytest.mark.rule("MRG-P21")
async def test_a_dismissed_pair_is_gone_from_the_queue_and_from_both_records(
    ask: Ask, database: Database
) -> None:
    ada, twin = await twins(database)
    assert await dismissed(ask, twin, ada) == {
        "first": {"id": ident(twin)},
        "second": {"id": ident(ada)},
        "errors": [],
    }
    assert await queued(ask, ada, twin) == []
    assert await alike(ask, ada) == await alike(ask, twin) == []
    assert await refresh(database, ada, twin) == frozenset()

    for one, other in ((ada, twin), (twin, ada)):
        entry = await database.one(select(AuditEntry).where(AuditEntry.customer_id == one.id))
        assert (entry.event, entry.username) == ("duplicate.dismissed", "ade")
        assert entry.paths == ["notTheSameAs", "reason"]
        assert f"{other.number}" not in entry.narrative


@pytest.mark.rule("MRG-P21")
async def test_dismissing_twice_leaves_one_entry(ask: Ask, database: Database) -> None:
    ada, twin = await twins(database)
    await dismissed(ask, ada, twin)
    assert (await dismissed(ask, twin, ada, reason="Cousins"))["errors"] == []
    assert await database.events(ada.id) == ["duplicate.dismissed"]
    held = select(DuplicateDismissal.reason).where(DuplicateDismissal.first_id == ada.id)
    assert await database.one(held) == "Father and son"


@pytest.mark.rule("MRG-P21")
@pytest.mark.parametrize("what", ["name", "address"])
async def test_a_dismissed_pair_comes_back_once_a_name_or_an_address_changes(
    ask: Ask, database: Database, what: str
) -> None:
    ada, twin = await twins(database)
    await dismissed(ask, ada, twin)
    if what == "name":
        saved(await update(ask, twin, firstName="Adam"))
    else:
        await database.save(make.address(twin.id, default_billing=False, default_delivery=False))
    assert await alike(ask, ada) == [ident(twin)]
    assert await refresh(database, twin) == {ada.id, twin.id}

    assert (await dismissed(ask, ada, twin, reason="Still others"))["errors"] == []
    assert await database.events(ada.id) == ["duplicate.dismissed"] * 2
    assert await queued(ask, ada) == []


@pytest.mark.rule("MRG-P21")
async def test_a_dismissed_pair_stays_away_when_something_else_changes(ask: Ask, database: Database) -> None:
    ada, twin = await twins(database)
    await dismissed(ask, ada, twin)
    saved(await update(ask, twin, phone="020 7946 0999"))
    assert await refresh(database, twin) == frozenset()
    assert await alike(ask, ada) == []


@pytest.mark.rule("MRG-P21")
async def test_what_cannot_be_dismissed_is_refused_and_changes_nothing(ask: Ask, database: Database) -> None:
    ada, twin = await twins(database)
    gone = await someone(database, active=False)
    merged = await someone(database, active=False, merged_into=ada.id)
    society = await choir(database)
    nobody = make.individual()[1]
    before = await database.snapshot(ada.id)
    cases: list[tuple[Any, dict[str, Any], str, str]] = [
        ((ada, twin), {"reason": "  "}, "REASON_REQUIRED", "reason"),
        ((ada, twin), {"reason": "x" * 201}, "TOO_LONG", "reason"),
        ((ada, ada), {}, "SAME_CUSTOMER", "secondId"),
        ((ada, society), {}, "WRONG_KIND", "secondId"),
        ((ada, gone), {}, "NOT_FOUND", "secondId"),
        ((nobody, ada), {}, "NOT_FOUND", "firstId"),
        ((merged, ada), {}, "CUSTOMER_MERGED", "firstId"),
    ]
    for both, given, code, path in cases:
        refused = await dismissed(ask, *both, **given)
        assert [(each["code"], each["path"][-1]) for each in refused["errors"]] == [(code, path)]
        assert refused["first"] is refused["second"] is None
    inactive = await dismissed(ask, ada, gone, by="sam")
    assert [each["code"] for each in inactive["errors"]] == ["CUSTOMER_INACTIVE"]
    assert await database.snapshot(ada.id) == before
    assert await pairs_of(database, [ada])
    assert not await database.all(
        select(DuplicateDismissal.reason).where(DuplicateDismissal.first_id == ada.id)
    )
