"""Finding customers: what a term means, in which order hits come, and what is offered where there are none."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests import factories as make
from tests.ask import Answered, Ask
from tests.database import Database

SEARCH = """
query Search($term: String!, $type: CustomerType! = INDIVIDUALS, $filter: CustomerFilter, $first: Int! = 25,
    $after: String) {
  search(term: $term, type: $type, filter: $filter, first: $first, after: $after) {
    edges { cursor mergedFrom node { friendlyId fullName active } }
    nodes { fullName }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount totalCountCapped candidatesCapped
    otherKind { type friendlyId mergedFrom customer { fullName } }
    whyNoMatch { reason message friendlyId postcode customer { fullName } }
    createFrom { firstName lastName name email postcode }
    canCreate
  }
}
"""


def names(answered: Answered) -> list[str]:
    """The full names of the hits, in their order; the same with cursors and without."""
    found = answered.ok["search"]
    with_cursors = [edge["node"]["fullName"] for edge in found["edges"]]
    assert [node["fullName"] for node in found["nodes"]] == with_cursors
    return with_cursors


def surname() -> str:
    """A surname that no other test uses, of letters only, as surnames are."""
    return make.unique("Z").translate(str.maketrans("0123456789", "ghijklmnop")).title()


async def people(database: Database, *given: dict[str, Any]) -> list[Any]:
    """Individuals, in the order given."""
    made = [make.individual(**each) for each in given]
    await database.save(*(row for pair in made for row in pair))
    return [customer for _, customer in made]


def friendly(customer: Any) -> str:
    return f"{customer.kind}-{customer.number:07d}"


# --- the term


@pytest.mark.rule("SRC-01", "SRC-02")
async def test_a_surname_comma_and_initial_finds_individuals_and_no_organisation(
    ask: Ask, database: Database
) -> None:
    last = surname()
    await people(
        database,
        {"first_name": "Jo", "last_name": last},
        {"first_name": "Jim", "last_name": last},
        {"first_name": "Kay", "last_name": last},
    )
    await database.save(make.organisation(name=f"{last} Jewellers"))

    assert sorted(names(await ask(SEARCH, term=f"{last}, J"))) == [f"Jim {last}", f"Jo {last}"]
    assert names(await ask(SEARCH, term=f"{last}, jim")) == [f"Jim {last}"]
    assert names(await ask(SEARCH, term=f"{last}, Jim", type="ORGANISATIONS")) == []
    assert names(await ask(SEARCH, term=last, type="ORGANISATIONS")) == [f"{last} Jewellers"]


@pytest.mark.rule("SRC-03", "SRC-P02", "SRC-P03")
async def test_individuals_are_found_by_id_by_whole_postcode_and_by_whole_email(
    ask: Ask, database: Database
) -> None:
    last = surname()
    email = f"{last}@Example.org"
    (ada,) = await people(database, {"last_name": last, "email": email})
    await database.save(make.address(ada.id, postcode="ZE3 9JP"))
    await database.save(
        make.address(ada.id, postcode="ZE3 9JP", default_billing=False, default_delivery=False)
    )
    friendly_id = friendly(ada)

    for term in (friendly_id, friendly_id.replace("-", "").lower(), friendly_id[2:]):
        assert names(await ask(SEARCH, term=term)) == [f"Ada {last}"]
    for term in ("ZE3 9JP", "ze39jp", email, f" {email.upper()} "):
        assert names(await ask(SEARCH, term=term)) == [f"Ada {last}"]
    assert names(await ask(SEARCH, term="ZE3 9J")) == []
    assert names(await ask(SEARCH, term=email[:-1])) == []


@pytest.mark.rule("SRC-04")
async def test_organisations_are_found_by_name_by_id_and_by_postcode_but_never_by_an_email_address(
    ask: Ask, database: Database
) -> None:
    last = surname()
    choir = make.organisation(name=f"{last} Choir, Leeds")
    (ada,) = await people(database, {"last_name": last, "email": f"{last}@example.org"})
    await database.save(choir, make.address(choir.id, postcode="ZE2 9LB"), make.address(ada.id))

    async def found(term: str) -> list[str]:
        return names(await ask(SEARCH, term=term, type="ORGANISATIONS"))

    for term in (f"{last} choir", friendly(choir), "ze29lb"):
        assert await found(term) == [f"{last} Choir, Leeds"]
    assert await found(f"{last}@example.org") == []


@pytest.mark.rule("SRC-P01")
async def test_a_term_without_a_comma_begins_the_surname_or_is_a_whole_word_of_any_name(
    ask: Ask, database: Database
) -> None:
    last, first = surname(), surname()
    await people(
        database,
        {"first_name": "Ann", "last_name": f"{last}son"},
        {"first_name": f"{first} {last}", "last_name": "Hill"},
        {"first_name": first, "last_name": f"Reed-{last}"},
        {"first_name": f"{last}ella", "last_name": "Hill"},
    )

    assert names(await ask(SEARCH, term=last)) == [
        f"Ann {last}son",
        f"{first} {last} Hill",
        f"{first} Reed-{last}",
    ]
    assert names(await ask(SEARCH, term=f"reed-{last}")) == [f"{first} Reed-{last}"]
    assert names(await ask(SEARCH, term=f"{last} {first} hill")) == [f"{first} {last} Hill"]
    assert names(await ask(SEARCH, term=f"{last} {first} hall")) == []


@pytest.mark.rule("SRC-P01")
@pytest.mark.parametrize(
    ("first", "last", "term"),
    [
        ("José", "Ñíguezx", "niguezx, jose"),
        ("Jose", "Niguezy", "ÑÍGUEZY, JOSÉ"),
        ("Siân", "Ołówekz", "olowekz"),
        ("Pat", "O’Brienx", "o'brienx, p"),
        ("Pat", "O'Brieny", "O`Brieny"),
        ("Pat", "O'Brienz", "brienz"),
        ("Иван", "Петровx", "петровx, и"),
        ("Иван", "Сидоровy", "иван сидоровy"),
        ("太郎", "山田x", "太郎"),
        ("Ann", "Smith–Jonesx", "smith-jonesx"),
    ],
)
async def test_case_accents_apostrophes_and_dashes_make_no_difference(
    ask: Ask, database: Database, first: str, last: str, term: str
) -> None:
    await people(database, {"first_name": first, "last_name": last})

    assert names(await ask(SEARCH, term=term)) == [f"{first} {last}"]


@pytest.mark.rule("SRC-P01")
async def test_an_organisation_is_found_by_how_its_name_or_any_word_in_it_begins_and_a_comma_is_ordinary(
    ask: Ask, database: Database
) -> None:
    last = surname()
    await database.save(
        make.organisation(name=f"{last}, Frost & Daughters"), make.organisation(name=f"The {last}ians")
    )

    async def found(term: str) -> list[str]:
        return names(await ask(SEARCH, term=term, type="ORGANISATIONS"))

    assert await found(last) == [f"{last}, Frost & Daughters", f"The {last}ians"]
    assert await found(f"{last}, Frost") == [f"{last}, Frost & Daughters"]
    assert await found(f"daught {last[:-2]}") == [f"{last}, Frost & Daughters"]
    assert await found(f"the {last}") == [f"The {last}ians"]
    assert await found(f"{last[1:]}") == []


@pytest.mark.rule("SRC-P03")
async def test_an_id_of_the_other_kind_is_named_and_not_listed(ask: Ask, database: Database) -> None:
    choir = make.organisation(name=f"{surname()} Choir")
    await database.save(choir)

    found = (await ask(SEARCH, term=friendly(choir))).ok["search"]

    assert (found["edges"], found["totalCount"]) == ([], 0)
    assert found["otherKind"] == {
        "type": "ORGANISATIONS",
        "friendlyId": friendly(choir),
        "mergedFrom": None,
        "customer": {"fullName": choir.name},
    }


@pytest.mark.rule("SRC-P03", "MRG-P10")
async def test_an_id_merged_away_leads_to_the_survivor_and_says_so(ask: Ask, database: Database) -> None:
    last = surname()
    (survivor,) = await people(database, {"last_name": last})
    (loser,) = await people(
        database, {"last_name": last, "active": False, "merged_into": survivor.id, "email": None}
    )

    found = (await ask(SEARCH, term=friendly(loser))).ok["search"]

    (edge,) = found["edges"]
    assert edge["node"]["friendlyId"] == friendly(survivor)
    assert edge["mergedFrom"] == friendly(loser)
    assert names(await ask(SEARCH, term=last)) == [f"Ada {last}"]


@pytest.mark.rule("SRC-P07")
@pytest.mark.parametrize("term", ["", "  ", ",", "\u200b", " , "])
async def test_a_search_for_nothing_is_refused(ask: Ask, term: str) -> None:
    refused = await ask(SEARCH, term=term)

    assert refused.data == {"search": None}
    assert refused.codes == ["BAD_USER_INPUT"]
    assert refused.errors[0]["extensions"]["reason"] == "CRITERION_REQUIRED"


@pytest.mark.parametrize(
    "term",
    [
        "Robert'); drop table customer;--",
        "%",
        "_%_",
        "a\\",
        "' & | ! <-> :* ( )",
        "zz:*",
        "'zz'|'aa'",
        '"quoted"',
        "\U0010ffff",
        "zz\U0010ffff",
        "é" * 254,
        "$1",
        "1" * 18,
        "I-999999999999999999",
        "a@b",
        "@",
        "☃",
        "हिन्दी",
        ", '",
    ],
)
@pytest.mark.parametrize("type", ["INDIVIDUALS", "ORGANISATIONS"])
async def test_strange_terms_are_searched_for_as_they_stand(ask: Ask, term: str, type: str) -> None:
    answered = await ask(SEARCH, term=term, type=type)

    assert answered.errors == []
    assert [name for name in names(answered) if term.lower() not in name.lower()] == []


@pytest.mark.parametrize(("term", "reason"), [("a\0b", "INVALID_TEXT"), ("x" * 255, "TOO_LONG")])
async def test_a_term_that_no_name_can_be_is_refused_with_what_to_change(
    ask: Ask, term: str, reason: str
) -> None:
    refused = await ask(SEARCH, term=term)

    assert refused.data == {"search": None}
    assert [error["extensions"]["reason"] for error in refused.errors] == [reason]


# --- who sees whom


@pytest.mark.rule("SRC-07", "ROL-09", "ROL-P07")
async def test_sales_never_finds_an_inactive_customer_by_any_term(ask: Ask, database: Database) -> None:
    last = surname()
    email = f"{last}@example.org"
    (gone,) = await people(database, {"last_name": last, "email": email, "active": False})
    await database.save(make.address(gone.id, postcode="ZE1 0BB"))

    for by in ("bea", "ade"):
        for term in (last, f"{last}, A", email, friendly(gone), "ZE1 0BB"):
            assert names(await ask(SEARCH, by=by, term=term)) == []


@pytest.mark.rule("SRC-08", "ROL-08")
async def test_opportunities_search_the_same_way_and_find_inactive_customers_as_well(
    ask: Ask, database: Database
) -> None:
    last = surname()
    await people(database, {"last_name": last, "active": False}, {"last_name": last, "first_name": "Bo"})

    for term in (last, f"{last},"):
        found = (await ask(SEARCH, by="femi", term=term)).ok["search"]
        shown = {edge["node"]["fullName"]: edge["node"]["active"] for edge in found["edges"]}
        assert shown == {f"Ada {last}": False, f"Bo {last}": True}
    advanced = await ask(SEARCH, by="femi", term=last, filter={"active": False})
    assert names(advanced) == [f"Ada {last}"]


@pytest.mark.parametrize("by", ["gina", "seth", "ines"])
async def test_who_may_not_open_a_record_may_not_search(ask: Ask, by: str) -> None:
    refused = await ask(SEARCH, by=by, term="Smith")

    assert refused.data == {"search": None}
    assert refused.codes == ["FORBIDDEN"]


# --- the order and the pages


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


# --- nothing found


@pytest.mark.rule("SRC-06", "SRC-11")
@pytest.mark.parametrize(
    ("term", "type", "form"),
    [
        ("Zzyx, Ann ", "INDIVIDUALS", {"firstName": "Ann", "lastName": "Zzyx"}),
        ("ann van Zzyx", "INDIVIDUALS", {"firstName": "ann van", "lastName": "Zzyx"}),
        ("Zzyx", "INDIVIDUALS", {"lastName": "Zzyx"}),
        ("nobody@zzyx.example", "INDIVIDUALS", {"email": "nobody@zzyx.example"}),
        ("ZE2 9ZZ", "INDIVIDUALS", {"postcode": "ZE2 9ZZ"}),
        ("Zzyx, Frost & Sons", "ORGANISATIONS", {"name": "Zzyx, Frost & Sons"}),
        ("999999999", "ORGANISATIONS", {}),
    ],
)
async def test_where_nobody_is_found_a_new_record_can_be_made_of_what_was_typed(
    ask: Ask, term: str, type: str, form: dict[str, str]
) -> None:
    found = (await ask(SEARCH, term=term, type=type)).ok["search"]

    assert (found["edges"], found["canCreate"]) == ([], True)
    empty = dict.fromkeys(("firstName", "lastName", "name", "email", "postcode"))
    assert found["createFrom"] == {**empty, **form}


@pytest.mark.rule("SRC-N01")
async def test_an_empty_result_tells_of_a_postcode_one_character_off(ask: Ask, database: Database) -> None:
    last = surname()
    (ada, gone) = await people(database, {"last_name": last}, {"last_name": last, "active": False})
    await database.save(make.address(ada.id, postcode="ZE1 7QQ"), make.address(gone.id, postcode="ZE1 7QX"))

    for term in ("ZE1 7QZ", "ZE1 7Q", "ZE1 17QQ"):
        (near,) = (await ask(SEARCH, term=term)).ok["search"]["whyNoMatch"]
        assert (near["reason"], near["postcode"], near["customer"]) == ("POSTCODE", "ZE1 7QQ", None)
    assert (await ask(SEARCH, term="ZE1 7QZ", type="ORGANISATIONS")).ok["search"]["whyNoMatch"] == []
    assert (await ask(SEARCH, term="ZE1 7PP")).ok["search"]["whyNoMatch"] == []
    assert (await ask(SEARCH, term="ZE1 7QQ")).ok["search"]["whyNoMatch"] == []


@pytest.mark.rule("SRC-N01")
async def test_an_empty_result_tells_of_a_name_that_went_in_a_merge(ask: Ask, database: Database) -> None:
    old, new, hidden = surname(), surname(), surname()
    survivor, gone = await people(database, {"last_name": new}, {"last_name": new, "active": False})
    retired = {"active": False, "email": None}
    (loser, _) = await people(
        database,
        {"last_name": old, "merged_into": survivor.id, **retired},
        {"last_name": hidden, "merged_into": gone.id, **retired},
    )

    (near,) = (await ask(SEARCH, term=f"{old}, A")).ok["search"]["whyNoMatch"]

    assert (near["reason"], near["friendlyId"]) == ("MERGED", friendly(loser))
    assert near["customer"] == {"fullName": f"Ada {new}"}
    assert (await ask(SEARCH, term=hidden)).ok["search"]["whyNoMatch"] == []
    assert [
        each["reason"] for each in (await ask(SEARCH, by="femi", term=hidden)).ok["search"]["whyNoMatch"]
    ] == ["MERGED"]


@pytest.mark.rule("SRC-N01", "ROL-P07")
async def test_a_hidden_inactive_record_is_told_by_its_id_and_to_those_only_who_may_reactivate_it(
    ask: Ask, database: Database
) -> None:
    last = surname()
    (gone,) = await people(database, {"last_name": last, "active": False})

    async def why(by: str, term: str) -> list[dict[str, Any]]:
        found = (await ask(SEARCH, by=by, term=term)).ok["search"]
        assert (found["edges"], found["otherKind"]) == ([], None)
        near: list[dict[str, Any]] = found["whyNoMatch"]
        return near

    (near,) = await why("ade", friendly(gone))
    assert (near["reason"], near["friendlyId"], near["customer"]) == ("INACTIVE", friendly(gone), None)
    assert last not in near["message"]
    assert await why("ade", last) == []
    assert await why("bea", friendly(gone)) == []
    unknown = (await ask(SEARCH, by="bea", term="I-999999999")).ok
    assert unknown == (await ask(SEARCH, by="bea", term=friendly(gone))).ok


async def test_support_searches_too(ask: Ask, database: Database) -> None:
    last = surname()
    await people(database, {"last_name": last, "active": False})

    assert names(await ask(SEARCH, by="sam", term=last)) == [f"Ada {last}"]
