"""Setting up tags and their groups over HTTP."""

from __future__ import annotations

import asyncio

import pytest

from db.models import CustomerTag, Tag, TagGroup
from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.database import Database
from tests.set_up import rows, told, trace

ERRORS = """errors { __typename ... on UserError { code message path }
  ... on StaleVersion { currentVersion changedBy fields { field theirs yours conflicting } } }"""
CREATE_GROUP = f"""mutation Create($group: NewTagGroup!) {{ createTagGroup(tagGroup: $group) {{
  tagGroup {{ id name description onWeb position version tags {{ name }} }} {ERRORS} }} }}"""
UPDATE_GROUP = f"""mutation Update($id: ID!, $version: Int!, $group: TagGroupChanges!) {{
  updateTagGroup(tagGroupId: $id, expectedVersion: $version, tagGroup: $group) {{
    tagGroup {{ name description onWeb position version }} {ERRORS} }} }}"""
CREATE_TAG = f"""mutation Create($tag: NewTag!) {{ createTag(tag: $tag) {{
  tag {{ id name label isAutotag archived position version group {{ name }} }} {ERRORS} }} }}"""
UPDATE_TAG = f"""mutation Update($id: ID!, $version: Int!, $tag: TagChanges!) {{
  updateTag(tagId: $id, expectedVersion: $version, tag: $tag) {{
    tag {{ name label description archived position version group {{ name }} }} {ERRORS} }} }}"""


@pytest.mark.rule("TAG-P01")
async def test_a_tag_belongs_to_a_group_with_its_name_description_place_and_whether_it_is_on_the_web(
    ask: Ask, database: Database
) -> None:
    name, tag = make.unique("Interests "), make.unique("Opera ")
    group = (
        await ask(
            CREATE_GROUP,
            by="gina",
            group={"name": f"  {name} ", "description": "What they like", "onWeb": True},
        )
    ).ok["createTagGroup"]
    made = (await ask(CREATE_TAG, by="gina", tag={"groupId": group["tagGroup"]["id"], "name": tag})).ok[
        "createTag"
    ]

    assert group["errors"] == made["errors"] == []
    shown = {key: group["tagGroup"][key] for key in ("name", "description", "onWeb", "version", "tags")}
    assert shown == {"name": name, "description": "What they like", "onWeb": True, "version": 1, "tags": []}
    expected = {"name": tag, "label": tag, "isAutotag": False, "archived": False, "position": 0, "version": 1}
    assert made["tag"] == {"id": made["tag"]["id"], **expected, "group": {"name": name}}
    group_id, tag_id = (ids.decode(each["id"]) for each in (group["tagGroup"], made["tag"]))
    assert group_id is not None
    assert tag_id is not None
    (entry,) = await trace(database, "tgr", group_id[1])
    assert entry == (
        "tag-group.created",
        f'Tag group "{name}" created: name, description, on_web, position',
        None,
    )
    assert (await told(database, "tag", tag_id[1], "tag.created"))["group"] == (None, name)


@pytest.mark.rule("TAG-P01")
async def test_a_name_is_unique_within_its_group_in_any_case_and_free_in_another(
    ask: Ask, database: Database
) -> None:
    here, there = make.tag_group(), make.tag_group()
    opera = make.tag(here.id, name="Opera")
    await database.save(here, there, opera)

    refused = await ask(CREATE_TAG, by="gina", tag={"groupId": ids.encode("tgr", here.id), "name": "OPERA"})
    allowed = await ask(CREATE_TAG, by="gina", tag={"groupId": ids.encode("tgr", there.id), "name": "OPERA"})

    (error,) = refused.ok["createTag"]["errors"]
    assert (error["code"], error["path"]) == ("NAME_TAKEN", ["tag", "name"])
    assert refused.ok["createTag"]["tag"] is None
    assert len(await rows(database, Tag, Tag.group_id == here.id)) == 1
    assert allowed.ok["createTag"]["tag"]["group"] == {"name": there.name}

    clash = await ask(
        UPDATE_TAG,
        by="gina",
        id=allowed.ok["createTag"]["tag"]["id"],
        version=1,
        tag={"groupId": ids.encode("tgr", here.id)},
    )
    assert [error["code"] for error in clash.ok["updateTag"]["errors"]] == ["NAME_TAKEN"]
    assert len(await rows(database, Tag, Tag.group_id == there.id)) == 1


async def test_of_two_groups_made_at_once_under_one_name_one_is_made(ask: Ask, database: Database) -> None:
    name = make.unique("Race ")

    answers = await asyncio.gather(*(ask(CREATE_GROUP, by="gina", group={"name": name}) for _ in range(2)))

    codes = [[error["code"] for error in answer.ok["createTagGroup"]["errors"]] for answer in answers]
    assert sorted(codes) == [[], ["NAME_TAKEN"]]
    assert len(await rows(database, TagGroup, TagGroup.name == name)) == 1


async def test_a_stale_save_is_told_who_saved_what_and_changes_nothing(ask: Ask, database: Database) -> None:
    group = make.tag_group(name=make.unique("Old "))
    await database.save(group)
    ident, new = ids.encode("tgr", group.id), make.unique("New ")
    saved = await ask(UPDATE_GROUP, by="gina", id=ident, version=1, group={"name": new, "position": 7})
    assert saved.ok["updateTagGroup"]["tagGroup"]["version"] == 2
    before = await rows(database, TagGroup, TagGroup.id == group.id)

    stale = await ask(UPDATE_GROUP, by="gina", id=ident, version=1, group={"name": "Mine", "onWeb": True})

    (error,) = stale.ok["updateTagGroup"]["errors"]
    assert (error["code"], error["currentVersion"], error["changedBy"]) == ("STALE_VERSION", 2, "gina")
    assert error["fields"] == [
        {"field": "name", "theirs": new, "yours": "Mine", "conflicting": True},
        {"field": "position", "theirs": "7", "yours": None, "conflicting": False},
    ]
    assert await rows(database, TagGroup, TagGroup.id == group.id) == before
    assert [event for event, _, _ in await trace(database, "tgr", group.id)] == ["tag-group.changed"]


@pytest.mark.rule("AUD-P05")
async def test_saving_a_tag_as_it_is_leaves_no_trace(ask: Ask, database: Database) -> None:
    group = make.tag_group()
    opera = make.tag(group.id, description="Sings")
    await database.save(group, opera)

    same = {
        "name": f" {opera.name}",
        "description": "Sings",
        "archived": False,
        "groupId": ids.encode("tgr", group.id),
    }
    answer = await ask(UPDATE_TAG, by="gina", id=ids.encode("tag", opera.id), version=1, tag=same)

    assert answer.ok["updateTag"]["errors"] == []
    assert answer.ok["updateTag"]["tag"]["version"] == 1
    assert await trace(database, "tag", opera.id) == []


async def test_a_tag_moves_to_another_group_and_stays_on_its_records(ask: Ask, database: Database) -> None:
    here, there = make.tag_group(), make.tag_group()
    opera = make.tag(here.id)
    home, ada = make.individual()
    await database.save(here, there, opera, home, ada, CustomerTag(customer_id=ada.id, tag_id=opera.id))

    answer = await ask(
        UPDATE_TAG,
        by="gina",
        id=ids.encode("tag", opera.id),
        version=1,
        tag={"groupId": ids.encode("tgr", there.id), "archived": True, "description": None},
    )

    assert answer.ok["updateTag"]["tag"]["group"] == {"name": there.name}
    assert answer.ok["updateTag"]["tag"]["archived"] is True
    assert await told(database, "tag", opera.id, "tag.changed") == {
        "archived": ("false", "true"),
        "group": (here.name, there.name),
    }
    record = await ask(
        "query($id: ID!) { customer(id: $id) { tags { name } } }", id=ids.encode("cus", ada.id)
    )
    assert record.ok["customer"]["tags"] == [{"name": opera.name}]


@pytest.mark.rule("TAG-02")
async def test_an_autotag_is_renamed_like_any_tag_and_stays_one(ask: Ask, database: Database) -> None:
    group = make.tag_group()
    local = make.tag(group.id, is_autotag=True)
    await database.save(group, local)
    name = make.unique("Local ")

    answer = await ask(
        UPDATE_TAG,
        by="gina",
        id=ids.encode("tag", local.id),
        version=1,
        tag={"name": name, "description": "Near by"},
    )

    assert answer.ok["updateTag"]["tag"]["label"] == f"{name} (Autotag)"
    for document in (CREATE_TAG, UPDATE_TAG):
        by_hand = await ask(
            document,
            by="gina",
            id="",
            version=1,
            tag={"groupId": ids.encode("tgr", group.id), "name": "x", "isAutotag": True},
        )
        assert by_hand.codes == ["BAD_USER_INPUT"]
    assert len(await rows(database, Tag, Tag.group_id == group.id)) == 1


async def test_all_that_is_wrong_with_a_tag_group_is_told_at_once(ask: Ask, database: Database) -> None:
    answer = await ask(
        CREATE_GROUP, by="gina", group={"name": "  ", "description": "x" * 501, "position": -1}
    )

    errors = answer.ok["createTagGroup"]["errors"]
    assert [(error["code"], error["path"]) for error in errors] == [
        ("REQUIRED", ["tagGroup", "name"]),
        ("TOO_LONG", ["tagGroup", "description"]),
        ("INVALID_VALUE", ["tagGroup", "position"]),
    ]


async def test_a_tag_cannot_be_made_in_or_moved_to_a_group_that_is_not_there(
    ask: Ask, database: Database
) -> None:
    group = make.tag_group()
    opera = make.tag(group.id)
    await database.save(group, opera)
    for missing in (ids.encode("tgr", opera.id), "nonsense"):
        made = await ask(CREATE_TAG, by="gina", tag={"groupId": missing, "name": "Opera"})
        moved = await ask(
            UPDATE_TAG, by="gina", id=ids.encode("tag", opera.id), version=1, tag={"groupId": missing}
        )
        for errors in (made.ok["createTag"]["errors"], moved.ok["updateTag"]["errors"]):
            assert [(error["code"], error["path"]) for error in errors] == [("NOT_FOUND", ["tag", "groupId"])]
    assert [row["version"] for row in await rows(database, Tag, Tag.group_id == group.id)] == [1]


async def test_a_repeat_under_one_key_makes_one_tag(ask: Ask, database: Database) -> None:
    group = make.tag_group()
    await database.save(group)
    tag = {"groupId": ids.encode("tgr", group.id), "name": "Once"}
    first, second = [await ask(CREATE_TAG, by="gina", key=f"k{group.id}", tag=tag) for _ in range(2)]

    assert second.ok == first.ok
    assert second.extensions["replayed"] == ["createTag"]
    assert len(await rows(database, Tag, Tag.group_id == group.id)) == 1
