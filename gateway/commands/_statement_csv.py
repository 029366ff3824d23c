"""A statement as a table for spreadsheets (STM-P03)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from domain.money import decimal_of
from domain.statements import Amounts, Statement, StatementLine
from gateway.commands._statement_words import DEPOSITS, KINDS, MOVEMENTS, POSTINGS
from gateway.engine import ids

# A spreadsheet would take such a text for a formula, and run it.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"
_AMOUNTS = ("Price", "Commission", "Agent commission", "Of which gift", "Total")
_COLUMNS = ("Block", "Date", "Movement", "Kind", "Description", "Order", "Order item", *_AMOUNTS)

_WORDS: Mapping[Any, str] = {**DEPOSITS, **POSTINGS}


def csv_of(statement: Statement) -> bytes:
    """The statement as comma-separated values in UTF-8 with a byte order mark; each row says of which block it is."""
    written = StringIO()
    table = csv.DictWriter(written, _COLUMNS, restval="")
    table.writeheader()
    for row in _rows(statement):
        table.writerow({column: _plain(column, cell) for column, cell in row.items()})
    return (_BOM + written.getvalue()).encode()


def _plain(column: str, cell: Any) -> str:
    """A cell as a spreadsheet is to show it; amounts, which are no text of anybody's, are left as numbers."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if column not in _AMOUNTS and text.startswith(_BEGINS_FORMULA) else text


def _rows(statement: Statement) -> Iterator[Mapping[str, Any]]:
    currency = statement.currency
    for block, lines in (("Statement", statement.lines), ("Placed for others", statement.facilitated)):
        for line in lines:
            yield {"Block": block, **_of_line(line), **_amounts(line.amounts, currency)}
    for block, moves in (("Deposits", statement.deposits), ("Account credit", statement.credit)):
        for move in moves:
            yield {
                "Block": block,
                "Date": move.on,
                "Movement": _WORDS[move.kind],
                "Order": move.order_number,
                "Total": decimal_of(move.amount, currency),
            }
    for of in statement.by_kind:
        yield {"Block": "Totals", "Kind": KINDS[of.kind], **_amounts(of.amounts, currency)}
    yield {"Block": "Grand total", **_amounts(statement.grand, currency)}
    yield {"Block": "SHA-256", "Description": statement.hash}


def _of_line(line: StatementLine) -> Mapping[str, Any]:
    return {
        "Date": line.on,
        "Movement": MOVEMENTS[line.movement],
        "Kind": KINDS[line.kind],
        "Description": line.description,
        "Order": line.order_number,
        "Order item": ids.encode("itm", line.item_id),
    }


def _amounts(amounts: Amounts, currency: str) -> Mapping[str, str]:
    of = (amounts.price, amounts.commission, amounts.agent_commission, amounts.gift, amounts.total)
    return {name: decimal_of(minor, currency) for name, minor in zip(_AMOUNTS, of, strict=True)}
