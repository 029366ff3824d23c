"""What a search offers that finds nothing: a new record, and what is near."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories as make
from tests.api._searching import SEARCH, friendly, people, surname
from tests.ask import Ask
from tests.database import Database


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
