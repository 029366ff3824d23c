"""Setting up attributes over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from db.models import AttributeDefinition, AttributeOption, AttributeValue
from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.database import Database
from tests.set_up import rows, told, trace

ERRORS = "errors { ... on UserError { code message path } ... on StaleVersion { currentVersion changedBy } }"
SHOWN = """definition { id name type description required isProtected appliesTo position visibleOnWeb archived version
  options { id label position archived } }"""
CREATE = f"""mutation Create($definition: NewAttributeDefinition!) {{
  createAttributeDefinition(definition: $definition) {{ {SHOWN} {ERRORS} }} }}"""
UPDATE = f"""mutation Update($id: ID!, $version: Int!, $definition: AttributeDefinitionChanges!) {{
  updateAttributeDefinition(definitionId: $id, expectedVersion: $version, definition: $definition) {{
    {SHOWN} {ERRORS} }} }}"""


async def create(ask: Ask, **definition: Any) -> Any:
    answer = await ask(CREATE, by="seth", definition={"type": "TEXT", **definition})
    return answer.ok["createAttributeDefinition"]


async def update(ask: Ask, definition_id: UUID, version: int, by: str = "seth", **changes: Any) -> Any:
    answer = await ask(
        UPDATE, by=by, id=ids.encode("atd", definition_id), version=version, definition=changes
    )
    return answer.ok["updateAttributeDefinition"]


def key(made: Any) -> UUID:
    found = ids.key_of("atd", made["definition"]["id"])
    assert found is not None
    return found


@pytest.mark.rule("NAV-P03")
async def test_an_attribute_and_its_options_resolve_through_node(ask: Ask) -> None:
    made = await create(ask, name=make.unique("Colours "), type="CHECKLIST", options=["Red", "Green"])
    shown = made["definition"]
    document = """query N($ids: [ID!]!) { nodes(ids: $ids) {
      ... on AttributeDefinition { id name } ... on AttributeOption { id label } } }"""

    found = await ask(document, by="ines", ids=[shown["id"], *(option["id"] for option in shown["options"])])

    assert found.ok["nodes"] == [
        {"id": shown["id"], "name": shown["name"]},
        *({"id": option["id"], "label": option["label"]} for option in shown["options"]),
    ]


@pytest.mark.rule("ATR-P01", "ATR-01")
async def test_an_attribute_is_set_up_with_all_that_it_holds(ask: Ask, database: Database) -> None:
    name = make.unique("Dietary needs ")

    made = await create(
        ask,
        name=name,
        type="CHECKLIST",
        description="For receptions",
        required=True,
        isProtected=True,
        appliesTo="INDIVIDUAL",
        visibleOnWeb=True,
        position=3,
        options=["Vegan", " Gluten free "],
    )

    assert made["errors"] == []
    definition = made["definition"]
    assert [(option["label"], option["position"]) for option in definition.pop("options")] == [
        ("Vegan", 0),
        ("Gluten free", 1),
    ]
    assert definition == {
        "id": definition["id"],
        "name": name,
        "type": "CHECKLIST",
        "description": "For receptions",
        "required": True,
        "isProtected": True,
        "appliesTo": "INDIVIDUAL",
        "position": 3,
        "visibleOnWeb": True,
        "archived": False,
        "version": 1,
    }
    assert [event for event, _, _ in await trace(database, "atd", key(made))] == [
        "attribute-definition.created"
    ]
    changes = await told(database, "atd", key(made), "attribute-definition.created")
    assert changes["options"] == (None, "Vegan, Gluten free")
    await update(ask, key(made), 1, required=False)  # other tests create records


@pytest.mark.rule("ATR-P01")
async def test_the_name_and_type_of_an_attribute_never_change(ask: Ask, database: Database) -> None:
    made = await create(ask, name=make.unique("Student id "))
    before = await rows(database, AttributeDefinition, AttributeDefinition.id == key(made))

    for change in ({"name": "Other"}, {"type": "DATE"}):
        answer = await ask(UPDATE, by="seth", id=made["definition"]["id"], version=1, definition=change)
        assert answer.codes == ["BAD_USER_INPUT"]
        assert f"not to include unknown field '{next(iter(change))}'" in answer.errors[0]["message"]
    assert await rows(database, AttributeDefinition, AttributeDefinition.id == key(made)) == before


@pytest.mark.rule("ATR-P01")
async def test_all_that_is_wrong_with_an_attribute_is_told_at_once(ask: Ask, database: Database) -> None:
    made = await create(ask, name="x" * 51, type="DROPDOWN", position=-1, options=["A", "a", ""])

    assert [(error["code"], error["path"]) for error in made["errors"]] == [
        ("TOO_LONG", ["definition", "name"]),
        ("NAME_TAKEN", ["definition", "options", "1", "label"]),
        ("REQUIRED", ["definition", "options", "2", "label"]),
        ("INVALID_VALUE", ["definition", "position"]),
    ]
    assert await rows(database, AttributeDefinition, AttributeDefinition.name == "x" * 51) == []
    special = await create(ask, name="Diet <b>")
    assert [error["code"] for error in special["errors"]] == ["INVALID_TEXT"]


async def test_no_two_attributes_have_one_name(ask: Ask, database: Database) -> None:
    name = make.unique("Twice ")
    await create(ask, name=name)
    again = await create(ask, name=name.upper())
    assert [(error["code"], error["path"]) for error in again["errors"]] == [
        ("NAME_TAKEN", ["definition", "name"])
    ]
    assert len(await rows(database, AttributeDefinition, AttributeDefinition.name.icontains(name))) == 1


async def test_options_are_added_archived_brought_back_and_reordered(ask: Ask, database: Database) -> None:
    made = await create(
        ask, name=make.unique("Seat "), type="DROPDOWN", options=["Aisle", "Middle", "Window"]
    )
    definition_id, options = key(made), made["definition"]["options"]
    aisle, middle, window = (option["id"] for option in options)

    changed = await update(
        ask,
        definition_id,
        1,
        addOptions=["Box"],
        archiveOptions=[middle],
        optionOrder=[window, aisle, middle],
    )
    back = await update(ask, definition_id, 2, unarchiveOptions=[middle], archiveOptions=[aisle])

    def listed(answer: Any) -> list[tuple[str, bool]]:
        return [(option["label"], option["archived"]) for option in answer["definition"]["options"]]

    assert listed(changed) == [("Window", False), ("Aisle", False), ("Middle", True), ("Box", False)]
    assert listed(back) == [("Window", False), ("Aisle", True), ("Middle", False), ("Box", False)]
    assert back["definition"]["version"] == 3
    assert await told(database, "atd", definition_id, "attribute-definition.changed") == {
        "archived_options": ("Middle", "Aisle")
    }


async def test_options_are_refused_that_clash_or_are_unknown_or_leave_nothing_to_choose(
    ask: Ask, database: Database
) -> None:
    made = await create(ask, name=make.unique("Meal "), type="DROPDOWN", options=["Fish", "Meat"])
    definition_id = key(made)
    fish, meat = (option["id"] for option in made["definition"]["options"])
    text = key(await create(ask, name=make.unique("Text ")))
    before = await rows(database, AttributeOption, AttributeOption.definition_id == definition_id)

    refused: dict[tuple[str, str], dict[str, Any]] = {
        ("NAME_TAKEN", "addOptions.0"): {"addOptions": ["FISH"]},
        ("ATTRIBUTE_OPTION_UNKNOWN", "archiveOptions"): {"archiveOptions": [fish, "nonsense"]},
        ("INVALID_VALUE", "optionOrder"): {"optionOrder": [fish]},
        ("REQUIRED", "archiveOptions"): {"archiveOptions": [fish, meat]},
        ("REQUIRED", "required"): {"required": None},
    }
    for (code, path), changes in refused.items():
        answer = await update(ask, definition_id, 1, **changes)
        errors = [(error["code"], ".".join(error["path"][1:])) for error in answer["errors"]]
        assert errors[0][0] == code
        assert errors[0][1].startswith(path)
    assert await rows(database, AttributeOption, AttributeOption.definition_id == definition_id) == before
    assert len(await trace(database, "atd", definition_id)) == 1
    plain = await update(ask, text, 1, addOptions=["Fish"])
    assert [error["path"] for error in plain["errors"]] == [["definition", "addOptions"]]


async def test_an_attribute_is_not_taken_from_records_that_have_a_value(ask: Ask, database: Database) -> None:
    spouse = make.attribute()
    home, ada = make.individual()
    await database.save(spouse, home, ada)
    await database.save(AttributeValue(customer_id=ada.id, definition_id=spouse.id, text_value="Kim"))

    refused = await update(ask, spouse.id, 1, appliesTo="ORGANISATION")
    allowed = await update(ask, spouse.id, 1, appliesTo="INDIVIDUAL")

    assert [(error["code"], error["path"]) for error in refused["errors"]] == [
        ("WRONG_KIND", ["definition", "appliesTo"])
    ]
    assert allowed["definition"]["appliesTo"] == "INDIVIDUAL"


@pytest.mark.rule("AUD-P05", "XCT-C01")
async def test_saving_an_attribute_as_it_is_leaves_no_trace_and_a_stale_save_changes_nothing(
    ask: Ask, database: Database
) -> None:
    spouse = make.attribute(description="Who else")
    await database.save(spouse)

    same = await update(ask, spouse.id, 1, description="Who else", required=False, appliesTo="BOTH")
    assert (same["errors"], same["definition"]["version"]) == ([], 1)
    assert await trace(database, "atd", spouse.id) == []

    await update(ask, spouse.id, 1, position=4)
    before = await rows(database, AttributeDefinition, AttributeDefinition.id == spouse.id)
    stale = await update(ask, spouse.id, 1, position=5)
    assert [(error["code"], error["changedBy"]) for error in stale["errors"]] == [("STALE_VERSION", "seth")]
    assert await rows(database, AttributeDefinition, AttributeDefinition.id == spouse.id) == before
