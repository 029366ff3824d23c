"""What ids name: any entity, several at once, and what is said of an id that is no good."""

from __future__ import annotations

from gateway.engine.answers import GraphQLRequest
from tests.engine.world.both import CLERK, World


def an_id(word: str, number: int) -> str:
    return f"{word}1_{number:032x}"


HOUSES = [an_id("hou", number) for number in (1, 2, 3)]


async def test_nodes_of_several_types_in_the_order_of_their_ids(world: World) -> None:
    document = """query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on House { lit } ... on Named { name }
      ... on Dog { barks } } }"""

    await world.check(
        document,
        {
            "nodes": [
                {"__typename": "House", "id": an_id("hou", 2), "lit": False, "name": "Birch"},
                None,
                {"__typename": "House", "id": an_id("hou", 1), "lit": True, "name": "Alder"},
                {"__typename": "House", "id": an_id("hou", 2), "lit": False, "name": "Birch"},
                None,
                None,
            ]
        },
        statements=1,
        # A pet's node needs what the clerk may not read, which looks as if there were none.
        ids=[
            an_id("hou", 2),
            an_id("hou", 9),
            an_id("hou", 1),
            an_id("hou", 2),
            an_id("pet", 42),
            an_id("xyz", 1),
        ],
    )


async def test_graphql_core_reads_nodes_of_one_type_in_one_statement(world: World) -> None:
    asked = GraphQLRequest("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", variables={"ids": HOUSES})
    context = world.context(CLERK)

    answer = await world.reference.answer(asked, context)

    assert answer.data == {"nodes": [{"id": house} for house in HOUSES]}
    assert len(context.reader.statements) == 1


async def test_one_bad_id_of_several_is_the_error_of_all(world: World) -> None:
    await world.check(
        "query ($ids: [ID!]!) { album { title } nodes(ids: $ids) { id } }",
        None,
        "nodes BAD_USER_INPUT 1:40",
        ids=[*HOUSES, "Birch"],
    )


async def test_an_id_that_nobody_gave_out_is_an_error_at_its_field(world: World) -> None:
    await world.check(
        '{ house(name: "Birch") { lit } node(id: "Birch") { id } }',
        {"house": {"lit": False}, "node": None},
        "node BAD_USER_INPUT 1:32",
    )
