"""`gateway explain`: a document is told without a database, or refused with its errors and exit code 2."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Ended

TAGS = "query Tags($id: ID!) { customer(id: $id) { tags { name } } }"
AUDIT = 'query Audit { customer(id: "I-1000001") { audit(filter: { text: "a" }) { nodes { event } } } }'

TOLD = """\
query Tags
==========
price: 20 of at most 5,000; rows: 6
statements: 1

customer: one of customers under the key that its arguments make; read at once; needs CUSTOMER_READ; columns kind, id; \
1 selection
  tags: list of tags under customer_id = id; needs CUSTOMER_READ; columns name; 1 selection

-- customer: customers-by-number and all below it
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return tmp_path / "document.graphql"


def test_each_operation_of_a_file_is_told_without_any_service(document: Path, command: Command) -> None:
    document.write_text(f"{TAGS}\n{AUDIT}")

    told = command("explain", str(document), "--variables", '{"id": "I-1000001"}')

    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(TOLD)
    assert "\n\nquery Audit\n===========\nprice: 22 of at most 5,000; rows: 26\nstatements: 1\n" in told.out


def test_one_operation_is_told_by_its_name(document: Path, command: Command) -> None:
    document.write_text(f"{TAGS}\n{AUDIT}")

    assert command("explain", str(document), "--operation", "Audit").out.startswith("query Audit\n")


def test_a_document_comes_from_standard_input_too(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TAGS.encode())))

    told = command("explain", "-", "--variables", '{"id": "I-1000001"}')

    assert told.out.startswith(TOLD)


def test_the_limits_of_the_deployment_hold(document: Path, command: Command) -> None:
    document.write_text(AUDIT)

    assert (
        "price: 22 of at most 20; it is refused;"
        in command("explain", str(document), GATEWAY_LIMIT_COST="20").out
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{ customer(id: ", "1:16: Syntax Error: Unexpected <EOF>.\n"),
        (
            "{\n  nobody\n  viewer { nam }\n}",
            "2:3: Cannot query field 'nobody' on type 'Query'. Did you mean 'node'?\n3:12: Cannot query ",
        ),
        (
            AUDIT.replace("Audit", "Audit($first: Int = 1)", 1),
            "1:13: Variable '$first' is never used in operation 'Audit'.\n",
        ),
    ],
    ids=["syntax", "validation", "an unused variable"],
)
def test_the_errors_of_a_document_are_printed_with_their_places(
    text: str, said: str, document: Path, command: Command
) -> None:
    document.write_text(text)

    refused = command("explain", str(document))

    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--variables", "{"), "--variables is not JSON: "),
        (("--variables", "[1]"), "--variables is to be a JSON object.\n"),
        (("--operation", "Nobody"), "The document has no operation named 'Nobody'.\n"),
        (("--variables", '{"id": {}}'), "1:12: Variable '$id' has invalid value: "),
    ],
    ids=["no JSON", "no object", "no such operation", "no such value"],
)
def test_what_is_to_be_changed_is_said_in_one_line(
    arguments: tuple[str, str], said: str, document: Path, command: Command
) -> None:
    document.write_text(TAGS)

    refused = command("explain", str(document), *arguments)

    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(said)
    assert refused.err.count("\n") == 1


def test_a_file_that_is_not_there_is_refused(document: Path, command: Command) -> None:
    refused: Ended = command("explain", str(document))

    assert (refused.code, refused.out) == (2, "")
    assert "No such file or directory" in refused.err
