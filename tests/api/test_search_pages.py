"""The order of hits and their pages."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.api._searching import SEARCH, friendly, names, people, surname
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("SRC-P04")
async def test_exact_names_come_first_then_beginnings_then_words_each_by_last_activity_then_id(
    ask: Ask, database: Database
) -> None:
    last = surname()

    def someone(first: str, name: str, day: int) -> dict[str, Any]:
        return {
            "first_name": first,
            "last_name": name,
            "last_activity_at": datetime(2026, 11, day, tzinfo=UTC),
        }

    tied = await people(database, someone("Tie", last, 2), someone("Tie", last, 2))
    await people(
        database,
        someone("Word", f"Ng-{last}", 9),
        someone("Later", f"{last}sson", 8),
        someone("Early", f"{last}son", 7),
        someone("New", last, 6),
        someone("Old", last, 1),
    )

    found = (await ask(SEARCH, term=last)).ok["search"]["edges"]

    assert [edge["node"]["fullName"].split()[0] for edge in found] == [
        *("New", "Tie", "Tie", "Old"),
        *("Later", "Early"),
        "Word",
    ]
    assert [edge["node"]["friendlyId"] for edge in found[1:3]] == [
        friendly(each) for each in sorted(tied, key=lambda each: each.id)
    ]


@pytest.mark.rule("SRC-P06", "XCT-P05")
async def test_pages_follow_one_another_without_a_gap_and_an_entry_twice(
    ask: Ask, database: Database
) -> None:
    last = surname()
    await people(database, *({"last_name": last, "first_name": f"N{i:02}"} for i in range(26)))

    default = (await ask(SEARCH, term=last)).ok["search"]
    assert (len(default["edges"]), default["totalCount"], default["totalCountCapped"]) == (25, 26, False)

    shown: list[str] = []
    after, pages, more = None, 0, True
    while more:
        found = (await ask(SEARCH, term=last, first=7, after=after)).ok["search"]
        assert found["pageInfo"]["hasPreviousPage"] is (pages > 0)
        assert found["pageInfo"]["startCursor"] == found["edges"][0]["cursor"]
        assert found["totalCount"] == 26
        shown += [edge["node"]["friendlyId"] for edge in found["edges"]]
        after, pages = found["pageInfo"]["endCursor"], pages + 1
        more = found["pageInfo"]["hasNextPage"]

    assert pages == 4
    assert len(shown) == len(set(shown)) == 26
    assert shown[:25] == [edge["node"]["friendlyId"] for edge in default["edges"]]


@pytest.mark.rule("XCT-P05")
async def test_a_cursor_of_another_search_is_refused(ask: Ask, database: Database) -> None:
    last = surname()
    (ada,) = await people(database, {"last_name": last})
    cursor = (await ask(SEARCH, term=last)).ok["search"]["pageInfo"]["endCursor"]

    assert names(await ask(SEARCH, term=last, after=cursor)) == []
    assert names(await ask(SEARCH, term=f"  {last.upper()} ", after=cursor)) == []
    for other in (
        {"term": f"{last},"},
        {"term": last, "type": "ORGANISATIONS"},
        {"term": last, "filter": {"hasEmail": False}},
        {"term": friendly(ada)},
    ):
        refused = await ask(SEARCH, after=cursor, **other)
        assert (refused.data, refused.codes) == ({"search": None}, ["BAD_USER_INPUT"])
    for nonsense in ("", "bm90IG91cnM=", "x" * 5000, "\0", cursor[:-4]):
        refused = await ask(SEARCH, term=last, after=nonsense)
        assert (refused.data, refused.codes) == ({"search": None}, ["BAD_USER_INPUT"])


@pytest.mark.parametrize(
    ("place", "forged"),
    [(1, 2**63), (1, "1"), (2, "0001-01-01T00:00:00+14:00"), (2, "soon"), (3, "no-key"), (3, 1)],
)
async def test_a_cursor_put_together_by_hand_is_refused_where_it_cannot_be_read(
    ask: Ask, database: Database, place: int, forged: object
) -> None:
    last = surname()
    await people(database, {"last_name": last})
    cursor = (await ask(SEARCH, term=last)).ok["search"]["pageInfo"]["endCursor"]
    values = json.loads(base64.urlsafe_b64decode(cursor))
    values[place] = forged

    refused = await ask(
        SEARCH, term=last, after=base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    )

    assert (refused.data, refused.codes) == ({"search": None}, ["BAD_USER_INPUT"])


async def test_the_cursor_of_an_id_ends_its_list(ask: Ask, database: Database) -> None:
    (ada,) = await people(database, {})
    cursor = (await ask(SEARCH, term=friendly(ada))).ok["search"]["pageInfo"]["endCursor"]

    found = (await ask(SEARCH, term=friendly(ada), after=cursor)).ok["search"]

    assert (found["edges"], found["pageInfo"]["hasPreviousPage"]) == ([], True)


@pytest.mark.rule("SRC-P06")
@pytest.mark.parametrize("first", [0, -1, 101])
async def test_a_page_out_of_range_is_an_error_and_not_a_smaller_page(ask: Ask, first: int) -> None:
    refused = await ask(SEARCH, term="Smith", first=first)

    assert (refused.data, refused.codes) == ({"search": None}, ["BAD_USER_INPUT"])
    assert str(first) in refused.errors[0]["message"]


@pytest.mark.rule("SRC-P06", "SRC-P04")
async def test_a_broad_term_reads_a_thousand_and_says_so_those_last_active_among_them(
    ask: Ask, database: Database
) -> None:
    last = surname()
    many = f"""
        with person as (select n, uuidv7() as id, uuidv7() as home from generate_series(1, 1100) n),
        homes as (insert into household (id, primary_id) select home, id from person)
        insert into customer (id, kind, first_name, last_name, first_key, last_key, household_id, last_activity_at)
        select id, 'I', 'N' || n, '{last}', 'n' || n, '{last.lower()}', home,
            timestamptz '2026-01-01' + n * interval '1 minute'
        from person
        """
    async with database.store.primary.acquire() as connection:
        await connection.execute(many)

    found = (await ask(SEARCH, term=last, first=2)).ok["search"]
    narrower = (await ask(SEARCH, term=f"{last}, N110")).ok["search"]

    assert [edge["node"]["fullName"] for edge in found["edges"]] == [f"N1100 {last}", f"N1099 {last}"]
    assert (found["totalCount"], found["totalCountCapped"], found["candidatesCapped"]) == (1000, True, True)
    assert (narrower["totalCount"], narrower["candidatesCapped"]) == (2, False)
