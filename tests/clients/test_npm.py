"""Clients and checkers that come as npm packages, each against a gateway that really serves."""

from __future__ import annotations

import pytest

from db.demo.personas import BEA, FEMI
from tests import factories as make
from tests.cli.processes import Running
from tests.clients.conftest import Token
from tests.clients.npm import Workshop, furnish


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return furnish(tmp_path_factory.mktemp("clients"))


@pytest.fixture(scope="session")
def generated(workshop: Workshop) -> Workshop:
    """The programs, and beside them the types and artifacts that come of the schema and their operations."""
    workshop.run("graphql-codegen")
    workshop.run("relay-compiler")
    return workshop


@pytest.fixture(scope="session")
def compiled(generated: Workshop) -> Workshop:
    """The programs as plain JavaScript in `out`."""
    generated.run("tsc")
    return generated


def test_the_schema_keeps_the_rules_for_schemas_and_for_relay(workshop: Workshop) -> None:
    workshop.run("eslint", "--max-warnings=0", "schema.graphql")


def test_the_operations_of_both_apps_are_typed_as_the_schema_has_it(generated: Workshop) -> None:
    generated.run("tsc", "--noEmit", "--strict")


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
