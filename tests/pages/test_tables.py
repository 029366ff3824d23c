"""The tables of the page for clients are those that the code makes."""

from __future__ import annotations

import re

import pytest

from gateway.engine.errors import RequestCode
from tests.cli.processes import ROOT
from tests.pages.tables import NOT_YET, PAGE, with_tables


def test_the_tables_are_as_the_code_has_them() -> None:
    page = PAGE.read_text("utf-8")
    assert page == with_tables(page), "run `poe docs`"


def test_every_code_has_its_row_and_no_other_has() -> None:
    page = PAGE.read_text("utf-8")
    assert "| `UNAUTHENTICATED` | 401 | Nobody is signed in" in page
    assert "| `GRAPHQL_PARSE_FAILED` | 400 / 200 | The document is not GraphQL" in page
    assert "| `STALE_VERSION` | `StaleVersion` | Somebody saved this section" in page
    outdated = page.replace("| `FORBIDDEN` | 403 |", "| `FORBIDDEN` | 404 |").replace(
        "| `NOT_FOUND` |", "| `GONE` |"
    )
    assert with_tables(outdated) == page


def test_a_page_without_a_place_for_a_table_is_a_mistake() -> None:
    with pytest.raises(AssertionError, match="no place for refusals, limits"):
        with_tables("<!-- requests -->\n<!-- end -->\n")


def test_only_codes_that_nothing_gives_are_said_to_come_later() -> None:
    text = "".join(path.read_text("utf-8") for path in (ROOT / "gateway").rglob("*.py"))
    # As an argument, that is; the tables of statuses have codes as keys.
    given = set(re.findall(r"RequestCode\.([A-Z_]+)[,)]", text))
    assert {code for code in RequestCode if code.name not in given} == NOT_YET
