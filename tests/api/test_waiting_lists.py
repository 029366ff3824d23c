"""Waiting lists on the record: what somebody waits for, and which place they have."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from db.models import Customer
from domain.waiting_lists import Entry, WaitingStatus, ranks
from gateway.engine import ids
from gateway.settings import Settings
from tests import box_office, people
from tests.ask import Ask
from tests.database import Database

OPEN = """
query ($id: ID!, $all: Boolean! = false) { customer(id: $id) {
  waitingLists(includeClosed: $all) { totalCount nodes {
    id event { name } position anyInstance quantity note status createdAt createdBy offeredAt customer { id }
    instances { position instance { id startsAt } }
  } }
} }
"""
EARLIER, TODAY, LATER = (datetime(2026, 11, day, 19, 30, tzinfo=UTC) for day in (20, 22, 24))


def cus(customer: Customer) -> str:
    return ids.encode("cus", customer.id)


async def persons(database: Database, number: int) -> list[Customer]:
    return [(await people.family(database))[1] for _ in range(number)]


async def waiting(ask: Ask, who: Customer, **asked: Any) -> list[dict[str, Any]]:
    found = (await ask(OPEN, id=cus(who), **asked)).ok["customer"]["waitingLists"]
    assert found["totalCount"] == len(found["nodes"])
    nodes: list[dict[str, Any]] = found["nodes"]
    return nodes


@pytest.mark.rule("WLS-01", "WLS-03", "WLS-P01")
async def test_an_entry_tells_what_is_waited_for_and_who_put_the_customer_on_the_list(
    ask: Ask, database: Database
) -> None:
    (ada,) = await persons(database, 1)
    show = box_office.show("The Sold Out Show", TODAY, availability="SOLD_OUT")
    later = show.again(LATER, availability="SOLD_OUT")
    entry, *named = people.waits(
        ada, show, later, quantity=20, note="An aisle seat.", offered_at=people.SOME_DAY
    )
    await database.save(*show.rows, later, entry, *named)

    (shown,) = await waiting(ask, ada)

    assert shown == {
        "id": ids.encode("wle", entry.id),
        "event": {"name": "The Sold Out Show"},
        "position": 1,
        "anyInstance": False,
        "quantity": 20,
        "note": "An aisle seat.",
        "status": "WAITING",
        "createdAt": "2026-03-14T09:00:00+00:00",
        "createdBy": "bea",
        "offeredAt": "2026-03-14T09:00:00+00:00",
        "customer": {"id": cus(ada)},
        "instances": [
            {
                "position": 1,
                "instance": {"id": ids.encode("ins", later.id), "startsAt": "2026-11-24T19:30:00+00:00"},
            }
        ],
    }
    document = "query ($id: ID!) { node(id: $id) { ... on WaitingListEntry { quantity } } }"
    assert (await ask(document, id=shown["id"])).ok == {"node": {"quantity": 20}}


@pytest.mark.rule("WLS-02", "WLS-05")
async def test_a_record_shows_every_list_that_the_customer_is_on_the_latest_first(
    ask: Ask, database: Database
) -> None:
    (ada,) = await persons(database, 1)
    shows = [box_office.show(name, LATER) for name in ("First", "Second", "Third")]
    for quantity, show in enumerate(shows, 1):
        await database.save(*show.rows)
        added = datetime(2026, quantity, 1, tzinfo=UTC)
        await database.save(*people.waits(ada, show, quantity=quantity, created_at=added))

    shown = await waiting(ask, ada)

    assert [(each["event"]["name"], each["quantity"]) for each in shown] == [
        ("Third", 3),
        ("Second", 2),
        ("First", 1),
    ]


@pytest.mark.rule("WLS-04", "WLS-P02")
async def test_the_place_is_among_those_who_wait_for_the_event_and_for_each_instance(
    ask: Ask, database: Database
) -> None:
    first, served, second, third, elsewhere = await persons(database, 5)
    show, other = box_office.show(starts_at=TODAY), box_office.show()
    later = show.again(LATER)
    await database.save(*show.rows, later, *other.rows)
    # Staff have moved the one who came last to the front.
    for rows in (
        people.waits(second, show, later, place=20),
        people.waits(served, show, place=5, status="FULFILLED"),
        people.waits(third, show, place=30),
        people.waits(first, show, show.instance, place=10),
        people.waits(elsewhere, other, place=1),
    ):
        await database.save(*rows)

    async def places(who: Customer) -> tuple[int | None, dict[str, int | None]]:
        (shown,) = await waiting(ask, who, all=True)
        return shown["position"], {
            each["instance"]["startsAt"][8:10]: each["position"] for each in shown["instances"]
        }

    assert await places(first) == (1, {"22": 1})
    assert await places(second) == (2, {"24": 1})
    assert await places(third) == (3, {"22": 2, "24": 2})
    assert await places(served) == (None, {"22": None, "24": None})


@pytest.mark.rule("WLS-P02")
async def test_the_store_ranks_a_list_as_the_rule_does(ask: Ask, database: Database) -> None:
    everybody = await persons(database, 7)
    show = box_office.show(starts_at=TODAY)
    later = show.again(LATER)
    await database.save(*show.rows, later)
    chosen = [(), (later,), (show.instance,), (show.instance, later), (later,), (), (show.instance,)]
    entries = []
    for number, (who, named) in enumerate(zip(everybody, chosen, strict=True)):
        # Places that two share are told apart by who came first.
        rows = people.waits(who, show, *named, place=5 - number // 2)
        entries.append(rows[0])
        await database.save(*rows)
    listed = [
        Entry(
            row.id, row.event_id, row.created_at, int(row.place), WaitingStatus.WAITING,
            frozenset(each.id for each in named) or None,
        )
        for row, named in zip(entries, chosen, strict=True)
    ]  # fmt: skip

    for who, entry in zip(everybody, listed, strict=True):
        (shown,) = await waiting(ask, who)
        assert shown["position"] == ranks(entry, listed).of_event
        for each, instance in zip(
            shown["instances"],
            [i for i in (show.instance, later) if entry.instance_ids is None or i.id in entry.instance_ids],
            strict=True,
        ):
            assert each["position"] == ranks(entry, listed, instance.id).of_instance


@pytest.mark.rule("WLS-P01", "WLS-P07")
async def test_only_live_entries_are_shown_until_all_are_asked_for_and_those_of_past_events_have_expired(
    ask: Ask, database: Database
) -> None:
    (ada,) = await persons(database, 1)
    for status in WaitingStatus:
        show = box_office.show(status, TODAY)
        await database.save(*show.rows, *people.waits(ada, show, status=status))
    for name, starts_at in (("PAST", EARLIER), ("UNDATED", None)):
        show = box_office.show(name, starts_at or TODAY)
        rows = [row for row in show.rows if starts_at or row is not show.instance]
        await database.save(*rows, *people.waits(ada, show))
    show = box_office.show("NAMED PAST", EARLIER)
    later = show.again(LATER)
    await database.save(*show.rows, later, *people.waits(ada, show, show.instance))

    def stands(found: list[dict[str, Any]]) -> dict[str, tuple[str, int | None]]:
        return {each["event"]["name"]: (each["status"], each["position"]) for each in found}

    live = {"WAITING": ("WAITING", 1), "OFFERED": ("OFFERED", None), "UNDATED": ("WAITING", 1)}
    assert stands(await waiting(ask, ada)) == live
    assert stands(await waiting(ask, ada, all=True)) == {
        **live,
        "FULFILLED": ("FULFILLED", None),
        "REMOVED": ("REMOVED", None),
        "EXPIRED": ("EXPIRED", None),
        "PAST": ("EXPIRED", None),
        "NAMED PAST": ("EXPIRED", None),
    }


@pytest.mark.rule("WLS-P01")
async def test_any_instance_means_those_that_are_still_to_come(ask: Ask, database: Database) -> None:
    (ada,) = await persons(database, 1)
    show = box_office.show(starts_at=EARLIER)
    now = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)  # the instant at which tests ask
    instances = [show.again(at) for at in (now, TODAY, LATER)]
    await database.save(*show.rows, *instances, *people.waits(ada, show))

    (shown,) = await waiting(ask, ada)

    assert [each["instance"]["id"] for each in shown["instances"]] == [
        ids.encode("ins", each.id) for each in instances[1:]
    ]


async def test_the_places_of_many_take_no_more_statements_than_those_of_one(
    settings: Settings, database: Database
) -> None:
    everybody = await persons(database, 3)
    show = box_office.show(starts_at=LATER)
    await database.save(*show.rows)
    for who in everybody:
        await database.save(*people.waits(who, show))
    document = """query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer {
      waitingLists { nodes { position event { name } instances { position } } } } } }"""

    one = await people.statements(settings, document, ids=[cus(everybody[0])])
    all_three = await people.statements(settings, document, ids=[cus(each) for each in everybody])

    assert (one, all_three) == (4, 4)
