"""Changing the tags of a record over HTTP."""

from __future__ import annotations

from uuid import uuid4

import pytest
from uuid_utils.compat import uuid7

from db.models import CustomerTag, Tag
from gateway.engine import ids
from tests import factories as make
from tests.ask import Answered, Ask
from tests.database import Database

ERRORS = "errors { __typename ... on UserError { code message path } %s }"
STALE = "... on StaleVersion { currentVersion changedBy fields { field theirs yours conflicting } }"
SHOWN = "customer { tagsVersion tags { name label isAutotag } }"
SET = f"""
mutation Set($id: ID!, $version: Int!, $tags: [ID!]!) {{
  made: setCustomerTags(customerId: $id, expectedVersion: $version, tagIds: $tags) {{ {SHOWN} {ERRORS % STALE} }}
}}
"""
ADD = f"""
mutation Add($id: ID!, $tags: [ID!]!) {{
  made: addCustomerTags(customerId: $id, tagIds: $tags) {{ {SHOWN} {ERRORS % ""} }}
}}
"""
REMOVE = f"""
mutation Remove($id: ID!, $tags: [ID!]!) {{
  made: removeCustomerTags(customerId: $id, tagIds: $tags) {{ {SHOWN} {ERRORS % ""} }}
}}
"""
AUDIT = """
query Audit($id: ID!) { customer(id: $id) { audit { nodes { event narrative changes { path before after } } } } }
"""


def names(answer: Answered) -> list[str]:
    assert answer.ok["made"]["errors"] == []
    return [tag["name"] for tag in answer.ok["made"]["customer"]["tags"]]


def refused(answer: Answered) -> list[tuple[str, list[str]]]:
    assert answer.ok["made"]["customer"] is None
    return [(error["code"], error["path"]) for error in answer.ok["made"]["errors"]]


class Stage:
    """A record, and a group of tags named A, B and C, the autotag Auto and the archived tag Old."""

    def __init__(self) -> None:
        self.home, self.ada = make.individual()
        self.group = make.tag_group()
        self.tags = {
            name: make.tag(self.group.id, name=name, is_autotag=name == "Auto", archived=name == "Old")
            for name in ("A", "B", "C", "Auto", "Old")
        }

    @property
    def id(self) -> str:
        return ids.encode("cus", self.ada.id)

    def of(self, *names: str) -> list[str]:
        return [ids.encode("tag", self.tags[name].id) for name in names]

    def held(self, *names: str) -> list[CustomerTag]:
        return [CustomerTag(customer_id=self.ada.id, tag_id=self.tags[name].id) for name in names]


@pytest.fixture
async def stage(database: Database) -> Stage:
    made = Stage()
    await database.save(made.home, made.ada, made.group, *made.tags.values())
    return made


@pytest.mark.rule("TAG-P06", "TAG-07")
async def test_setting_tags_replaces_the_normal_ones_and_leaves_the_autotags(
    ask: Ask, database: Database, stage: Stage
) -> None:
    await database.save(*stage.held("A", "B", "Auto"))
    groups = (await ask("{ tagGroups { name tags { id name } } }")).ok["tagGroups"]
    (picker,) = [group["tags"] for group in groups if group["name"] == stage.group.name]
    assert {tag["name"] for tag in picker} == {"A", "B", "C", "Auto", "Old"}

    ticked = [tag["id"] for tag in picker if tag["name"] in ("B", "C")]
    answer = await ask(SET, id=stage.id, version=1, tags=ticked)

    assert names(answer) == ["Auto", "B", "C"]
    assert answer.ok["made"]["customer"]["tagsVersion"] == 2


@pytest.mark.rule("TAG-02", "TAG-09")
async def test_a_record_marks_its_autotags(ask: Ask, database: Database, stage: Stage) -> None:
    await database.save(*stage.held("A", "Auto"))
    answer = await ask("query Q($id: ID!) { customer(id: $id) { tags { label } } }", id=stage.id)
    assert answer.ok["customer"]["tags"] == [{"label": "A"}, {"label": "Auto (Autotag)"}]


@pytest.mark.rule("AUD-P08", "AUD-01")
async def test_a_change_of_tags_is_audited_with_the_names_before_and_after(
    ask: Ask, database: Database, stage: Stage
) -> None:
    await database.save(*stage.held("A", "Auto"))
    await ask(SET, id=stage.id, version=1, tags=stage.of("C", "B"))
    (entry,) = (await ask(AUDIT, id=stage.id)).ok["customer"]["audit"]["nodes"]
    assert entry == {
        "event": "tags.changed",
        "narrative": "Tags changed: tag",
        "changes": [{"path": "tag", "before": "A", "after": "B, C"}],
    }


@pytest.mark.rule("TAG-P06", "AUD-P05")
@pytest.mark.parametrize(("document", "held"), [(ADD, ("A", "B")), (REMOVE, ("C",))])
async def test_adding_what_is_there_and_removing_what_is_not_leaves_no_trace(
    ask: Ask, database: Database, stage: Stage, document: str, held: tuple[str, ...]
) -> None:
    await database.save(*stage.held(*held))
    before = await database.snapshot(stage.ada.id)

    answer = await ask(document, id=stage.id, tags=stage.of("A", "B", "A"))

    assert names(answer) == list(held)
    assert await database.snapshot(stage.ada.id) == before


@pytest.mark.rule("TAG-P06")
async def test_tags_are_added_and_removed_by_themselves(ask: Ask, database: Database, stage: Stage) -> None:
    await database.save(*stage.held("A", "Auto"))
    assert names(await ask(ADD, id=stage.id, tags=stage.of("A", "B"))) == ["A", "Auto", "B"]
    removed = await ask(REMOVE, id=stage.id, tags=stage.of("A", "C"))
    assert names(removed) == ["Auto", "B"]
    assert removed.ok["made"]["customer"]["tagsVersion"] == 3
    assert await database.events(stage.ada.id) == ["tags.changed", "tags.changed"]


@pytest.mark.rule("TAG-03", "ROL-13")
@pytest.mark.parametrize("document", [SET, ADD, REMOVE])
@pytest.mark.parametrize("by", ["bea", "ade", "olga", "sam"])
async def test_nobody_sets_adds_or_removes_an_autotag(
    ask: Ask, database: Database, stage: Stage, document: str, by: str
) -> None:
    await database.save(*stage.held("A", "Auto"))
    before = await database.snapshot(stage.ada.id)

    answer = await ask(document, by=by, id=stage.id, tags=stage.of("Auto", "B"), version=1)

    (error,) = answer.ok["made"]["errors"]
    assert error == {
        "__typename": "AutotagNotEditable",
        "code": "AUTOTAG_NOT_EDITABLE",
        "message": 'Leave out "Auto": autotags are set by their criteria.',
        "path": ["tagIds"],
    }
    assert await database.snapshot(stage.ada.id) == before


@pytest.mark.rule("ROL-13")
@pytest.mark.parametrize("by", ["gina", "ines"])
async def test_who_does_not_edit_records_does_not_edit_tags(
    ask: Ask, database: Database, stage: Stage, by: str
) -> None:
    before = await database.snapshot(stage.ada.id)
    answer = await ask(ADD, by=by, id=stage.id, tags=stage.of("A"))
    assert answer.codes == ["FORBIDDEN"]
    assert await database.snapshot(stage.ada.id) == before


@pytest.mark.parametrize("document", [SET, ADD])
async def test_archived_and_unknown_tags_are_not_given(
    ask: Ask, database: Database, stage: Stage, document: str
) -> None:
    before = await database.snapshot(stage.ada.id)

    async def asked(*tags: str) -> list[tuple[str, list[str]]]:
        return refused(await ask(document, id=stage.id, tags=tags, version=1))

    assert await asked(*stage.of("Old", "A")) == [("INVALID_VALUE", ["tagIds"])]
    assert await asked(*stage.of("A"), ids.encode("tag", uuid4())) == [("NOT_FOUND", ["tagIds", "1"])]
    assert await asked("A", stage.id) == [("NOT_FOUND", ["tagIds", "0"]), ("NOT_FOUND", ["tagIds", "1"])]
    assert await database.snapshot(stage.ada.id) == before


async def test_an_archived_tag_that_is_held_stays_and_can_be_removed(
    ask: Ask, database: Database, stage: Stage
) -> None:
    await database.save(*stage.held("Old"))
    assert names(await ask(SET, id=stage.id, version=1, tags=stage.of("Old", "A"))) == ["A", "Old"]
    assert names(await ask(REMOVE, id=stage.id, tags=stage.of("Old"))) == ["A"]


async def test_a_customer_has_at_most_250_tags(ask: Ask, database: Database, stage: Stage) -> None:
    many = [Tag(id=uuid7(), group_id=stage.group.id, name=f"T{n}") for n in range(250)]
    await database.save(*many)
    all_of_them = [ids.encode("tag", tag.id) for tag in many]
    assert len(names(await ask(SET, id=stage.id, version=1, tags=all_of_them))) == 250
    before = await database.snapshot(stage.ada.id)

    assert refused(await ask(ADD, id=stage.id, tags=stage.of("A"))) == [("TOO_MANY", ["tagIds"])]
    assert refused(await ask(SET, id=stage.id, version=2, tags=[*all_of_them, *stage.of("A")])) == [
        ("TOO_MANY", ["tagIds"])
    ]
    assert await database.snapshot(stage.ada.id) == before


@pytest.mark.rule("XCT-P03")
async def test_tags_that_were_read_before_another_save_are_not_overwritten(
    ask: Ask, database: Database, stage: Stage
) -> None:
    await ask(SET, id=stage.id, version=1, tags=stage.of("A", "B"), by="ade")
    before = await database.snapshot(stage.ada.id)

    answer = await ask(SET, id=stage.id, version=1, tags=stage.of("C"))

    (error,) = answer.ok["made"]["errors"]
    assert (error["code"], error["currentVersion"], error["changedBy"]) == ("STALE_VERSION", 2, "ade")
    assert error["fields"] == [{"field": "tag", "theirs": "A, B", "yours": "C", "conflicting": True}]
    assert await database.snapshot(stage.ada.id) == before


@pytest.mark.rule("TAG-P06")
async def test_an_inactive_customer_keeps_tags_and_gets_none(
    ask: Ask, database: Database, stage: Stage
) -> None:
    home, gone = make.individual(active=False)
    await database.save(home, gone, CustomerTag(customer_id=gone.id, tag_id=stage.tags["A"].id))
    before = await database.snapshot(gone.id)
    ident = ids.encode("cus", gone.id)

    assert refused(await ask(ADD, by="femi", id=ident, tags=stage.of("B"))) == [
        ("CUSTOMER_INACTIVE", ["customerId"])
    ]
    assert refused(await ask(ADD, by="bea", id=ident, tags=stage.of("B"))) == [("NOT_FOUND", ["customerId"])]
    assert await database.snapshot(gone.id) == before
    shown = await ask("query Q($id: ID!) { customer(id: $id) { tags { name } } }", by="femi", id=ident)
    assert shown.ok["customer"]["tags"] == [{"name": "A"}]
