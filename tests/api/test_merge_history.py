"""What a merge did, afterwards: on the record, value by value, and in the archive that Support alone may read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import AuditEntry, Customer, Note
from domain.audit import Method
from gateway.engine import ids
from tests import factories as make
from tests.api._unmerging import turn_back
from tests.ask import Ask
from tests.database import Database
from tests.merged_by_hand import MERGED_AT, changed, merged, two

HISTORY = """
query($id: ID!) {
  customer(id: $id) {
    mergedFrom
    merges {
      number at by retiredId retiredName reversibleUntil reversedAt reversedBy
      rows { what moved changed dropped added }
      values { path takenFrom survivor loser result reason redacted }
    }
  }
}
"""
EXPLAIN = """
query($id: ID!, $path: String!) {
  explainValue(customerId: $id, path: $path) {
    path explanation stands changedAt changedBy
    setBy {
      number at by other takenFrom survivor loser result reason redacted
      merge { number retiredId }
    }
  }
}
"""
ARCHIVE = """
query($id: ID!, $merge: ID!) {
  customer(id: $id) { audit { nodes { event } } }
  mergedAuditArchive(mergeId: $merge) {
    number retiredId retiredName
    entries { totalCount nodes { event narrative } }
  }
}
"""
PHONE = {"phone": {"survivor": "1", "loser": "2", "result": "2", "reason": "It was chosen."}}
note = Note.__table__


def entry(of: Customer, event: str, at: datetime = MERGED_AT, **given: Any) -> AuditEntry:
    """An entry of the audit as it stands in the store."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "customer_id": of.id,
        "sequence": 1,
        "at": at,
        "username": "bea",
        "method": Method.USER.value,
        "event": event,
        "narrative": f"{event} of the test",
        "paths": [],
        "correlation_id": "test",
        "hash": b"0",
    }
    return AuditEntry(**{**made, **given})


def friendly(who: Customer) -> str:
    return f"{who.kind}-{who.number:07d}"


@pytest.mark.rule("MRG-N01", "MRG-P10")
async def test_the_record_shows_what_was_merged_into_it_and_what_moved(ask: Ask, database: Database) -> None:
    ada, bob = await two(database)
    merge = await merged(
        database,
        ada,
        bob,
        lambda ledger: ledger.change(note, note.c.customer_id == ada.id, {"body": "x"}, reason="edited"),
        changed(ada, phone="2"),
        values=PHONE,
    )

    answer = await ask(HISTORY, id=friendly(ada))

    assert answer.ok["customer"] == {
        "mergedFrom": [friendly(bob)],
        "merges": [
            {
                "number": f"M-{merge.number}",
                "at": "2026-11-22T09:00:00+00:00",
                "by": "ade",
                "retiredId": friendly(bob),
                "retiredName": "Bob Byron",
                "reversibleUntil": "2026-12-22T09:00:00+00:00",
                "reversedAt": None,
                "reversedBy": None,
                "rows": [
                    {"what": "Details", "moved": 0, "changed": 2, "dropped": 0, "added": 0},
                    {"what": "Note", "moved": 1, "changed": 1, "dropped": 0, "added": 0},
                ],
                "values": [
                    {
                        "path": "phone",
                        "takenFrom": "LOSER",
                        "survivor": "1",
                        "loser": "2",
                        "result": "2",
                        "reason": "It was chosen.",
                        "redacted": False,
                    }
                ],
            }
        ],
    }


@pytest.mark.rule("MRG-P10", "MRG-N01")
async def test_a_chain_shows_every_merge_on_the_final_survivor_the_latest_first(
    ask: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    home, eve = make.individual()
    await database.save(home, eve)
    first = await merged(database, bob, eve)
    second = await merged(database, ada, bob)

    shown = (await ask(HISTORY, id=friendly(eve))).ok["customer"]

    assert [each["number"] for each in shown["merges"]] == [f"M-{second.number}", f"M-{first.number}"]
    assert sorted(shown["mergedFrom"]) == sorted([friendly(bob), friendly(eve)])


@pytest.mark.rule("MRG-N01")
async def test_a_merge_is_reached_by_its_id_where_the_record_may_be_seen(
    ask: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob)
    document = "query($id: ID!) { node(id: $id) { ... on Merge { number } } }"

    found = await ask(document, id=ids.encode("mrg", merge.id))

    assert found.ok["node"] == {"number": f"M-{merge.number}"}


@pytest.mark.rule("MRG-N01")
async def test_a_value_is_explained_by_the_merge_that_it_came_with(ask: Ask, database: Database) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob, changed(ada, phone="2"), values=PHONE)

    told = (await ask(EXPLAIN, id=friendly(ada), path="phone")).ok["explainValue"]

    assert told == {
        "path": "phone",
        "explanation": f"phone came from {friendly(bob)} in merge M-{merge.number}.",
        "stands": True,
        "changedAt": None,
        "changedBy": None,
        "setBy": {
            "number": f"M-{merge.number}",
            "at": "2026-11-22T09:00:00+00:00",
            "by": "ade",
            "other": friendly(bob),
            "takenFrom": "LOSER",
            "survivor": "1",
            "loser": "2",
            "result": "2",
            "reason": "It was chosen.",
            "redacted": False,
            "merge": {"number": f"M-{merge.number}", "retiredId": friendly(bob)},
        },
    }


@pytest.mark.rule("MRG-N01")
async def test_a_value_that_was_changed_since_is_told_to_be_another(ask: Ask, database: Database) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob, values=PHONE)
    later = entry(ada, "customer.updated", MERGED_AT + timedelta(minutes=1), paths=["phone"])
    await database.save(later)

    told = (await ask(EXPLAIN, id=friendly(ada), path="phone")).ok["explainValue"]

    assert (told["stands"], told["changedBy"], told["changedAt"]) == (
        False,
        "bea",
        "2026-11-22T09:01:00+00:00",
    )
    assert told["explanation"] == (
        f"phone came from {friendly(bob)} in merge M-{merge.number}. It was changed since, by bea."
    )


@pytest.mark.rule("MRG-N01")
async def test_a_value_that_no_merge_touched_and_one_of_a_merge_turned_back_are_told_so(
    ask: Ask, turning: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    merge = await merged(database, ada, bob, values=PHONE)
    untouched = (await ask(EXPLAIN, id=friendly(ada), path="email")).ok["explainValue"]
    assert (await turn_back(turning, merge))["errors"] == []
    back = (await ask(EXPLAIN, id=friendly(ada), path="phone")).ok["explainValue"]

    for told, path in ((untouched, "email"), (back, "phone")):
        assert told == {
            "path": path,
            "explanation": f"No merge or conversion touched {path}.",
            "stands": False,
            "changedAt": None,
            "changedBy": None,
            "setBy": None,
        }


@pytest.mark.rule("MRG-N01")
async def test_nothing_is_explained_of_a_record_that_there_is_not(ask: Ask) -> None:
    assert (await ask(EXPLAIN, id="I-9999999", path="phone")).ok["explainValue"] is None


@pytest.mark.rule("ATR-P03", "MRG-N01")
async def test_values_of_a_protected_attribute_are_shown_to_nobody(ask: Ask, database: Database) -> None:
    ada, bob = await two(database)
    attribute = make.attribute(protected=True)
    await database.save(attribute)
    path = f"attribute.{attribute.name}"
    await merged(
        database, ada, bob, values={path: {"survivor": "secret", "loser": "hidden", "result": "hidden"}}
    )

    told = (await ask(EXPLAIN, id=friendly(ada), path=path)).ok["explainValue"]["setBy"]
    (shown,) = (await ask(HISTORY, id=friendly(ada))).ok["customer"]["merges"][0]["values"]

    for each in (told, shown):
        assert (each["survivor"], each["loser"], each["result"], each["redacted"]) == (None, None, None, True)


@pytest.mark.rule("MRG-11", "MRG-12", "MRG-P14")
async def test_the_losers_audit_is_in_the_archive_for_support_and_never_on_the_survivor(
    ask: Ask, database: Database
) -> None:
    ada, bob = await two(database)
    await database.save(entry(bob, "customer.updated"), entry(ada, "address.added"))
    merge = await merged(database, ada, bob)

    shown = (await ask(ARCHIVE, by="sam", id=friendly(bob), merge=ids.encode("mrg", merge.id))).ok

    assert shown["customer"]["audit"] == {"nodes": [{"event": "address.added"}]}
    assert shown["mergedAuditArchive"] == {
        "number": f"M-{merge.number}",
        "retiredId": friendly(bob),
        "retiredName": "Bob Byron",
        "entries": {
            "totalCount": 1,
            "nodes": [{"event": "customer.updated", "narrative": "customer.updated of the test"}],
        },
    }


@pytest.mark.rule("MRG-P14", "AUD-05", "ROL-P06")
@pytest.mark.parametrize("by", ["bea", "ade", "femi", "olga"])
async def test_nobody_but_support_reads_the_archive(ask: Ask, database: Database, by: str) -> None:
    ada, bob = await two(database)
    old = entry(bob, "customer.updated")
    await database.save(old)
    merge = await merged(database, ada, bob)

    answer = await ask(ARCHIVE, by=by, id=friendly(bob), merge=ids.encode("mrg", merge.id))

    assert answer.codes == ["FORBIDDEN"]
    assert answer.data == {"customer": {"audit": {"nodes": []}}, "mergedAuditArchive": None}
    by_id = await ask("query($id: ID!) { node(id: $id) { id } }", by=by, id=ids.encode("aud", old.id))
    assert by_id.ok["node"] is None
