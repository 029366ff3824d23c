"""Clients and checkers that come as npm packages, each against a gateway that really serves."""

from __future__ import annotations

import pytest

from db.demo.personas import BEA, FEMI
from gateway.engine import ids
from tests import factories as make
from tests.cli.processes import Running
from tests.clients.conftest import Token
from tests.clients.npm import Workshop, furnish
from tests.database import Database


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return furnish(tmp_path_factory.mktemp("clients"))


@pytest.fixture(scope="session")
def compiled(workshop: Workshop) -> Workshop:
    """The programs, with the types and artifacts that come of the schema, as plain JavaScript in `out`."""
    workshop.run("graphql-codegen")
    workshop.run("relay-compiler")
    workshop.run("tsc")
    return workshop


@pytest.fixture
async def crowd(database: Database) -> dict[str, str]:
    """Seven people of one surname and one tag, which nobody else has."""
    surname = make.unique("Crowd")
    group = make.tag_group()
    tag = make.tag(group.id)
    people = [make.individual(first_name=first, last_name=surname) for first in "ABCDEFG"]
    await database.save(group, tag, *(row for pair in people for row in pair))
    await database.save(*(make.customer_tag(person.id, tag.id) for _, person in people))
    return {"CLIENT_CROWD": surname, "CLIENT_CROWD_TAG": ids.encode("tag", tag.id)}


def test_the_schema_keeps_the_rules_for_schemas_and_for_relay(workshop: Workshop) -> None:
    workshop.run("eslint", "--max-warnings=0", "schema.graphql")


def test_what_was_not_asked_for_does_not_compile(compiled: Workshop) -> None:
    assert (compiled.folder / "out" / "typed.js").is_file()


def test_the_endpoint_passes_all_61_audits_of_graphql_over_http(
    compiled: Workshop, running: Running, token: Token
) -> None:
    said = compiled.run(
        *("node", "--test", "--test-reporter=tap", "out/audit.js"),
        CLIENT_URL=f"{running.url}/graphql",
        CLIENT_SALES_TOKEN=token(BEA),
    )
    assert "\n# tests 61\n# suites 0\n# pass 61\n" in said


@pytest.mark.parametrize(("client", "district"), [("apollo", "BS1"), ("urql", "BS2"), ("relay", "BS3")])
@pytest.mark.rule("XCT-P02", "XCT-P03", "XCT-P05")
def test_a_client_does_the_work_of_both_apps(
    client: str, district: str, compiled: Workshop, running: Running, token: Token, crowd: dict[str, str]
) -> None:
    compiled.run(
        *("node", "--test", f"out/{client}.test.js"),
        CLIENT_URL=f"{running.url}/graphql",
        CLIENT_SALES_TOKEN=token(BEA),
        CLIENT_OPPORTUNITIES_TOKEN=token(FEMI),
        CLIENT_DISTRICT=district,
        CLIENT_SURNAME=make.unique("Quillfeather"),
        **crowd,
    )
