"""What criteria would do, shown before they are saved (TAG-P05)."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Autotag
from domain.customers import Kind, friendly_id
from gateway.commands import _autotag_previews as previews
from gateway.commands.autotags import sweep
from gateway.engine import ids
from tests import factories as make
from tests.api._autotags import LONDON, PREVIEW, SET, Stage, bearers, system
from tests.ask import Ask
from tests.database import Database
from tests.set_up import rows

SAMPLE = """query Preview($criteria: AutotagCriteriaInput!) { autotagPreview(criteria: $criteria) {
  sample { friendlyId customer { id } } } }"""


async def crowd(database: Database, stage: Stage, number: int) -> None:
    """So many organisations that bear the normal tag."""
    async with AsyncSession(database.store.writes) as session:
        await session.execute(
            text(
                "with made as (insert into customer (kind, name, last_key)"
                " select 'O', 'Choir ' || gen_random_uuid(), 'choir' || n"
                " from generate_series(1, :number) n returning id)"
                " insert into customer_tag (customer_id, tag_id) select id, :tag from made"
            ),
            {"number": number, "tag": stage.normal.id},
        )
        await session.commit()


@pytest.mark.rule("TAG-P05")
async def test_a_preview_is_what_evaluation_then_does(ask: Ask, database: Database) -> None:
    stage = Stage()
    met, unmet = (make.organisation(name=make.choir()) for _ in range(2))
    inactive = make.organisation(name=make.choir(), active=False)
    await database.save(*stage.rows, met, unmet, inactive)
    await database.save(*(make.customer_tag(each.id, stage.normal.id) for each in (met, inactive)))
    await database.save(*(make.customer_tag(each.id, stage.auto.id) for each in (met, unmet)))
    tag = ids.encode("tag", stage.auto.id)

    shown = (await ask(PREVIEW, by="gina", tag=tag, criteria=stage.bears)).ok["autotagPreview"]
    new = (await ask(PREVIEW, by="gina", tag=None, criteria=stage.bears)).ok["autotagPreview"]

    assert (shown["wouldAdd"], shown["wouldRemove"]) == (1, 1)
    assert shown["sample"] == [
        {"friendlyId": friendly_id(Kind.INDIVIDUAL, stage.ada.number), "added": True},
        {"friendlyId": friendly_id(Kind.ORGANISATION, unmet.number), "added": False},
    ]
    assert (new["wouldAdd"], new["wouldRemove"], len(new["sample"])) == (2, 0, 2)
    assert await bearers(database, stage.auto) == {met.id, unmet.id}

    assert (await stage.set(ask, stage.bears, previewToken=shown["token"]))["errors"] == []
    begin = partial(system, database)
    swept = await sweep(begin, zone=LONDON, cause="criteria", tags=[stage.auto.id])
    assert swept.changed == 2
    assert await bearers(database, stage.auto) == {met.id, stage.ada.id}
    after = (await ask(PREVIEW, by="gina", tag=tag, criteria=stage.bears)).ok["autotagPreview"]
    assert (after["wouldAdd"], after["wouldRemove"], after["sample"]) == (0, 0, [])


@pytest.mark.rule("TAG-P05")
async def test_a_preview_of_many_pages_is_that_of_one(
    ask: Ask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage()
    await database.save(*stage.rows)
    await crowd(database, stage, 250)
    tag = ids.encode("tag", stage.auto.id)

    whole = (await ask(PREVIEW, by="gina", tag=tag, criteria=stage.bears)).ok["autotagPreview"]
    monkeypatch.setattr(previews, "PREVIEWED_AT_ONCE", 100)
    paged = (await ask(PREVIEW, by="gina", tag=tag, criteria=stage.bears)).ok["autotagPreview"]

    assert (whole["wouldAdd"], whole["wouldRemove"], len(whole["sample"])) == (251, 0, 20)
    assert {**paged, "token": None} == {**whole, "token": None}


@pytest.mark.rule("TAG-P05")
async def test_more_than_a_thousand_records_are_changed_by_whoever_saw_that_very_preview(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    await database.save(*stage.rows)
    tag = ids.encode("tag", stage.auto.id)
    await crowd(database, stage, 999)
    assert (await stage.set(ask, stage.bears))["errors"] == []
    await crowd(database, stage, 1)

    async def refused(criteria: Any, **given: Any) -> tuple[str, int, int]:
        made = await stage.set(ask, criteria, 2, **given)
        assert made["tag"] is None
        [error] = made["errors"]
        return error["code"], error["wouldAdd"], error["wouldRemove"]

    wider = {"any": [stage.bears, stage.bears]}
    seen = (await ask(PREVIEW, by="gina", tag=tag, criteria=wider)).ok["autotagPreview"]
    assert (seen["wouldAdd"], len(seen["sample"])) == (1001, 20)
    before = await rows(database, Autotag, Autotag.tag_id == stage.auto.id)
    assert await refused(wider) == ("PREVIEW_REQUIRED", 1001, 0)
    assert await refused({"all": [stage.bears]}, previewToken=seen["token"]) == ("PREVIEW_CHANGED", 1001, 0)
    assert await refused(wider, previewToken="nonsense") == ("PREVIEW_CHANGED", 1001, 0)
    later = "2026-11-22T10:15:01+00:00"
    over = stage.input(wider, 2, previewToken=seen["token"])
    assert (await ask(SET, by="gina", now=later, input=over)).ok["made"]["errors"][0][
        "code"
    ] == "PREVIEW_CHANGED"
    await crowd(database, stage, 1)
    assert await refused(wider, previewToken=seen["token"]) == ("PREVIEW_CHANGED", 1002, 0)
    assert await rows(database, Autotag, Autotag.tag_id == stage.auto.id) == before

    again = (await ask(PREVIEW, by="gina", tag=tag, criteria=wider)).ok["autotagPreview"]
    assert (await stage.set(ask, wider, 2, previewToken=again["token"]))["errors"] == []


async def test_a_preview_is_for_who_sets_tags_up_and_names_nobody_to_who_may_not_read_records(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    await database.save(*stage.rows)
    assert (await ask(PREVIEW, by="olga", criteria=stage.bears)).codes == ["FORBIDDEN"]

    asked = await ask(SAMPLE, by="gina", criteria=stage.bears)
    number = friendly_id(Kind.INDIVIDUAL, stage.ada.number)
    assert asked.data["autotagPreview"]["sample"] == [{"friendlyId": number, "customer": None}]
    assert asked.codes == ["FORBIDDEN"]
    wrong = await ask(PREVIEW, by="gina", criteria={"all": []})
    assert wrong.codes == ["BAD_USER_INPUT"]
    [problem] = wrong.errors[0]["extensions"]["problems"]
    assert (problem["code"], problem["path"]) == ("CRITERION_REQUIRED", ["criteria", "all"])
