"""A statement as what its printed paper is made of (STM-P03)."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.money import decimal_of
from domain.statements import Amounts, Statement, StatementLine
from gateway.commands._statement_words import DEPOSITS, KINDS, MOVEMENTS, POSTINGS
from gateway.engine import ids


def paper_of(statement: Statement) -> dict[str, Any]:
    """What the paper `statement` is made of."""
    currency = statement.currency
    return {
        "name": statement.name,
        "friendly_id": statement.friendly_id,
        "first": _written(statement.period.first),
        "last": _written(statement.period.last),
        "currency": currency,
        "hash": statement.hash,
        "restricted": statement.has_restricted_items,
        "lines": [_line_of(line, currency) for line in statement.lines],
        "facilitated": [_line_of(line, currency) for line in statement.facilitated],
        "totals": [
            {"kind": KINDS[of.kind], "amounts": _amounts(of.amounts, currency)} for of in statement.by_kind
        ],
        "grand": _amounts(statement.grand, currency),
        "deposits": [
            _moved(each.on, DEPOSITS[each.kind], each.order_number, each.amount, currency)
            for each in statement.deposits
        ],
        "credit": [
            _moved(each.on, POSTINGS[each.kind], each.order_number, each.amount, currency)
            for each in statement.credit
        ],
    }


def _line_of(line: StatementLine, currency: str) -> dict[str, Any]:
    return {
        "on": _written(line.on),
        "movement": MOVEMENTS[line.movement],
        "kind": KINDS[line.kind],
        "description": line.description,
        "order": str(line.order_number),
        "item": ids.encode("itm", line.item_id),
        "amounts": _amounts(line.amounts, currency),
    }


def _moved(on: date, what: str, order_number: int | None, minor: int, currency: str) -> dict[str, Any]:
    return {
        "on": _written(on),
        "what": what,
        "order": "" if order_number is None else str(order_number),
        "amount": decimal_of(minor, currency),
    }


def _written(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _amounts(amounts: Amounts, currency: str) -> list[str]:
    of = (amounts.price, amounts.commission, amounts.agent_commission, amounts.gift, amounts.total)
    return [decimal_of(minor, currency) for minor in of]
