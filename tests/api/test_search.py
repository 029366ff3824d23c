"""Finding customers: what a term means, and who finds whom."""

from __future__ import annotations

import pytest

from domain.searching import name_key
from domain.texts import words_of
from tests import factories as make
from tests.api._searching import SEARCH, friendly, names, people, surname
from tests.ask import Ask
from tests.database import Database

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
    wanted = words_of(name_key(term))
    for found in names(answered):
        # Nothing in a term is a wildcard or an operator: a hit has each of its words, or one that begins so.
        assert all(any(word.startswith(part) for word in words_of(name_key(found))) for part in wanted)


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


async def test_support_searches_too(ask: Ask, database: Database) -> None:
    last = surname()
    await people(database, {"last_name": last, "active": False})

    assert names(await ask(SEARCH, by="sam", term=last)) == [f"Ada {last}"]
