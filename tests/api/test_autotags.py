"""Autotags come and go by their criteria: setting these, evaluating, and what the audit tells."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from db.models import AuditEntry, Autotag, Tag
from gateway.commands.autotags import Swept, evaluate, sweep
from gateway.engine import ids
from tests import factories as make
from tests.api._autotags import EVALUATE, EXPLAIN, LONDON, SET, Stage, bearers, system
from tests.ask import Ask
from tests.database import Database
from tests.set_up import rows, told

ADD = """mutation($id: ID!, $tags: [ID!]!) {
  addCustomerTags(customerId: $id, tagIds: $tags) { errors { __typename } } }"""
REMOVE = ADD.replace("add", "remove")
AUDIT = """query($id: ID!) { customer(id: $id) { tagsVersion audit(first: 1) { nodes {
  event user method interface narrative changes { path before after } } } } }"""
NEW = """mutation($tag: NewTag!) { createTag(tag: $tag) {
  tag { id label version criteriaText } errors { __typename } } }"""


@pytest.mark.rule("TAG-04", "TAG-05", "TAG-P03")
async def test_an_autotag_comes_when_its_criteria_are_met_and_goes_when_they_no_longer_are(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    await database.save(*stage.rows)
    ada = f"{stage.ada.number}"
    made = await stage.set(ask, {"all": [stage.bears, {"hasEmail": True}]})
    assert made == {
        "tag": {
            "version": 2,
            "isAutotag": True,
            "criteriaText": f'all of (has the tag "{stage.normal.name}"; has an email address)',
            "criteriaSavedBy": "gina",
        },
        "errors": [],
    }

    came = (await ask(EVALUATE, id=ada)).ok["made"]
    assert (came["came"], came["went"], came["errors"]) == ([{"name": stage.auto.name}], [], [])
    assert {tag["name"] for tag in came["customer"]["tags"]} == {stage.auto.name, stage.normal.name}
    record = (await ask(AUDIT, id=ada)).ok["customer"]
    assert record["audit"]["nodes"] == [
        {
            "event": "customer.autotagged",
            "user": "system\\autotagging",
            "method": "AUTOTAG",
            "interface": None,
            "narrative": f"Autotags changed after bea asked for it: autotag.{stage.auto.name}",
            "changes": [{"path": f"autotag.{stage.auto.name}", "before": "false", "after": "true"}],
        }
    ]
    # Nobody who edits tags meanwhile is told that somebody else did.
    assert record["tagsVersion"] == 1

    again = (await ask(EVALUATE, id=ada)).ok["made"]
    assert (again["came"], again["went"]) == ([], [])
    assert await database.events(stage.ada.id) == ["customer.autotagged"]

    await ask(REMOVE, id=ada, tags=[ids.encode("tag", stage.normal.id)])
    went = (await ask(EVALUATE, id=ada)).ok["made"]
    assert (went["came"], went["went"]) == ([], [{"name": stage.auto.name}])
    assert went["customer"]["tags"] == []


@pytest.mark.rule("TAG-P03", "TAG-N01")
async def test_what_happened_to_a_record_is_evaluated_and_explained_by_its_correlation_id(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    await database.save(*stage.rows[:-1])
    await stage.set(ask, stage.bears)
    await ask(ADD, id=f"{stage.ada.number}", tags=[stage.bears["hasTag"]])
    [cause] = await database.all(select(AuditEntry).where(AuditEntry.customer_id == stage.ada.id))

    async with system(database, cause.correlation_id) as tx:
        assert await evaluate(tx, [stage.ada.id], zone=LONDON, cause=cause.event, events=["note.added"]) == ()
    assert await bearers(database, stage.auto) == set()
    async with system(database, cause.correlation_id) as tx:
        (flip,) = await evaluate(tx, [stage.ada.id], zone=LONDON, cause=cause.event, events=[cause.event])

    assert (flip.customer_id, flip.came, flip.went) == (stage.ada.id, (stage.auto.id,), ())
    # A tag that is renamed is the same tag.
    renamed = """mutation($id: ID!) { updateTag(tagId: $id, expectedVersion: 2, tag: {name: "Renamed"}) {
      errors { __typename } } }"""
    await ask(renamed, by="gina", id=ids.encode("tag", stage.auto.id))
    why = (await ask(EXPLAIN, id=f"{stage.ada.number}", tag=ids.encode("tag", stage.auto.id))).ok[
        "autotagExplain"
    ]
    assert {key: why[key] for key in ("held", "met", "evaluated")} == dict.fromkeys(
        ("held", "met", "evaluated"), True
    )
    assert why["lastFlip"] == {
        "at": "2026-11-22T10:00:00+00:00",
        "came": True,
        "cause": "tags.changed",
        "correlationId": cause.correlation_id,
        "causeEntry": {"event": "tags.changed", "user": "bea"},
        "entry": {"event": "customer.autotagged", "user": "system\\autotagging"},
    }
    (answer,) = why["answers"]
    assert answer == {
        "part": {"path": "", "depth": 0, "kind": "QUESTION", "text": f'has the tag "{stage.normal.name}"'},
        "actual": "yes",
        "verdict": True,
        "redacted": False,
    }


@pytest.mark.rule("TAG-P03", "TAG-P06")
async def test_the_sweep_judges_the_store_in_batches_and_leaves_inactive_records_alone(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    people = [make.organisation(name=make.choir()) for _ in range(4)]
    gone = make.organisation(name=make.choir(), active=False)
    survivor = make.organisation(name=make.choir())
    merged = make.organisation(name=make.choir(), active=False, merged_into=survivor.id)
    await database.save(*stage.rows, *people, gone, survivor, merged)
    tagged = [*people[:2], gone, merged]
    await database.save(*(make.customer_tag(each.id, stage.normal.id) for each in tagged))
    # These two bear the autotag without meeting its criteria, and without being looked at.
    lapsed = make.organisation(name=make.choir(), active=False)
    await database.save(lapsed, make.customer_tag(people[3].id, stage.auto.id))
    await database.save(make.customer_tag(lapsed.id, stage.auto.id))
    await stage.set(ask, stage.bears)

    begin = partial(system, database, "a night")
    first = await sweep(begin, zone=LONDON, cause="the night", tags=[stage.auto.id], at_once=50)
    again = await sweep(begin, zone=LONDON, cause="the night", tags=[stage.auto.id], at_once=50)

    assert (first.changed, again) == (4, Swept(first.judged, 0))
    assert await bearers(database, stage.auto) == {stage.ada.id, people[0].id, people[1].id, lapsed.id}
    assert await database.events(people[3].id) == ["customer.autotagged"]
    refused = await ask(EVALUATE, by="femi", id=f"{lapsed.number}")
    assert [error["code"] for error in refused.ok["made"]["errors"]] == ["CUSTOMER_INACTIVE"]


async def test_an_autotag_without_criteria_and_an_archived_one_are_never_touched(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    await database.save(*stage.rows, make.customer_tag(stage.ada.id, stage.auto.id))
    none = (await ask(EVALUATE, id=f"{stage.ada.number}")).ok["made"]
    assert (none["came"], none["went"]) == ([], [])

    await stage.set(ask, {"all": [stage.bears, {"hasEmail": False}]})
    archive = """mutation($id: ID!) { updateTag(tagId: $id, expectedVersion: 2, tag: {archived: true}) {
      errors { __typename } } }"""
    await ask(archive, by="gina", id=ids.encode("tag", stage.auto.id))
    archived = (await ask(EVALUATE, id=f"{stage.ada.number}")).ok["made"]
    assert (archived["came"], archived["went"]) == ([], [])
    why = (await ask(EXPLAIN, id=f"{stage.ada.number}", tag=ids.encode("tag", stage.auto.id))).ok
    told_of = {key: why["autotagExplain"][key] for key in ("held", "met", "evaluated")}
    assert told_of == {"held": True, "met": False, "evaluated": False}

    await stage.set(ask, None, 3)
    assert await rows(database, Autotag, Autotag.tag_id == stage.auto.id) == []
    changed = await told(database, "tag", stage.auto.id, "tag.changed")
    assert changed["criteria"] == (
        f'all of (has the tag "{stage.normal.name}"; has no email address)',
        None,
    )


@pytest.mark.rule("TAG-P04")
async def test_an_autotag_may_not_ask_for_an_autotag_nor_a_tag_that_is_asked_for_become_one(
    ask: Ask, database: Database
) -> None:
    stage, other = Stage(), make.tag_group()
    another = make.tag(other.id, is_autotag=True)
    await database.save(*stage.rows, other, another)

    asked = {"any": [{"hasEmail": True}, {"not": {"hasTag": ids.encode("tag", another.id)}}]}
    (cycle,) = (await stage.set(ask, asked))["errors"]
    assert (cycle["code"], cycle["path"]) == ("AUTOTAG_CYCLE", ["criteria", "any", "1", "not", "hasTag"])
    (itself,) = (await stage.set(ask, {"hasTag": ids.encode("tag", stage.auto.id)}))["errors"]
    assert itself["code"] == "AUTOTAG_CYCLE"
    assert await rows(database, Autotag, Autotag.tag_id == stage.auto.id) == []

    await stage.set(ask, stage.bears)
    before = await rows(database, Tag, Tag.id == stage.normal.id)
    becomes = stage.input({"hasEmail": True}, tag=stage.normal)
    (turned,) = (await ask(SET, by="gina", input=becomes)).ok["made"]["errors"]
    assert turned["code"] == "AUTOTAG_CYCLE"
    assert f'The criteria of "{stage.auto.name}" ask for "{stage.normal.name}"' in turned["message"]
    assert await rows(database, Tag, Tag.id == stage.normal.id) == before


@pytest.mark.rule("TAG-P02")
async def test_criteria_that_cannot_be_are_refused_all_at_once_with_the_way_to_each(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    secret, amount = make.attribute(protected=True), make.attribute(type="CURRENCY")
    await database.save(*stage.rows, secret, amount)
    wrong = {
        "all": [
            {"age": {"atLeast": 30, "atMost": 20}},
            {"any": []},
            {"orderCount": {"period": {"lastDays": 30}}},
            {"created": {"firstDay": "2026-02-01", "lastDay": "2026-01-01"}},
        ]
    }
    errors = (await stage.set(ask, wrong))["errors"]
    assert [(error["code"], ".".join(error["path"])) for error in errors] == [
        ("INVALID_VALUE", "criteria.all.0.age.atMost"),
        ("CRITERION_REQUIRED", "criteria.all.1.any"),
        ("INVALID_VALUE", "criteria.all.2.orderCount"),
        ("INVALID_DATE", "criteria.all.3.created.period.lastDay"),
    ]
    named = {
        "any": [
            {"attribute": {"definitionId": ids.encode("atd", secret.id), "text": "x"}},
            {"attribute": {"definitionId": ids.encode("atd", amount.id), "text": "x"}},
            {"contactPreference": {"definitionId": ids.encode("prf", uuid4()), "answer": "YES"}},
        ]
    }
    errors = (await stage.set(ask, named))["errors"]
    assert [(error["code"], ".".join(error["path"])) for error in errors] == [
        ("PROTECTED_ATTRIBUTE", "criteria.any.0.attribute.definitionId"),
        ("ATTRIBUTE_TYPE_MISMATCH", "criteria.any.1.attribute.money"),
        ("NOT_FOUND", "criteria.any.2.contactPreference"),
    ]
    deep: dict[str, Any] = {"hasEmail": True}
    for _ in range(7):
        deep = {"not": deep}
    assert [error["code"] for error in (await stage.set(ask, deep))["errors"]] == ["TOO_MANY"]
    assert await rows(database, Autotag, Autotag.tag_id == stage.auto.id) == []


@pytest.mark.rule("TAG-02", "ROL-P06")
async def test_a_general_administrator_makes_an_autotag_and_nobody_else_sets_its_criteria(
    ask: Ask, database: Database
) -> None:
    stage = Stage()
    await database.save(*stage.rows)
    given = {"groupId": ids.encode("tgr", stage.group.id), "name": "Regular", "autotag": True}
    made = (await ask(NEW, by="gina", tag=given)).ok["createTag"]["tag"]
    assert {**made, "id": ""} == {"id": "", "label": "Regular (Autotag)", "version": 1, "criteriaText": None}
    for who in ("bea", "ade", "olga", "seth"):
        denied = await ask(SET, by=who, input=stage.input(stage.bears))
        assert denied.codes == ["FORBIDDEN"]
    assert await rows(database, Autotag, Autotag.tag_id == stage.auto.id) == []
    assert (await ask(EVALUATE, by="gina", id=f"{stage.ada.number}")).codes == ["FORBIDDEN"]
