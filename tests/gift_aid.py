"""Rows of Gift Aid for tests: declarations, cancellations and documents. Each has a default for every field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from uuid_utils.compat import uuid7

from db.models import CancelledDeclaration, Customer, Document, GiftAidCancellation, GiftAidDeclaration


def declaration(of: Customer, made_on: date = date(2026, 1, 1), **values: Any) -> GiftAidDeclaration:
    """A declaration on paper from the day on which it was made, with all that it has to say."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "customer_id": of.id,
        "made_at": datetime.combine(made_on, time(9), UTC),
        "made_on": made_on,
        "coverage": "FROM_TODAY",
        "coverage_from": made_on,
        "type": "PAPER",
        "evidence": "MANUAL",
        "evidence_text": "Signed at the counter.",
        "first_name": of.first_name,
        "last_name": of.last_name,
        "address_line1": "12 Harbour Row",
        "postcode": "BS1 4AA",
        "country_code": "GB",
        "charity_name": "The Harbour Theatres",
        "statement_version": 1,
        "created_by": "bea",
    }
    return GiftAidDeclaration(**{**made, **values})


def cancellation(
    named: Iterable[GiftAidDeclaration], made_on: date = date(2026, 6, 1), **values: Any
) -> tuple[Any, ...]:
    """A cancellation of these declarations, from the day on which it was made; to be saved in this order."""
    named = list(named)
    made: dict[str, Any] = {
        "id": uuid7(),
        "customer_id": named[0].customer_id,
        "made_at": datetime.combine(made_on, time(9), UTC),
        "made_on": made_on,
        "option": "FROM_TODAY",
        "effective_from": made_on,
        "created_by": "bea",
    }
    row = GiftAidCancellation(**{**made, **values})
    return row, *(CancelledDeclaration(cancellation_id=row.id, declaration_id=each.id) for each in named)


def document(on: Customer, **values: Any) -> Document:
    """A scan of a letter, which bea put on the record."""
    made: dict[str, Any] = {
        "id": uuid7(),
        "customer_id": on.id,
        "name": "letter.pdf",
        "media_type": "application/pdf",
        "bytes": 20480,
        "content_hash": "c0ffee",
        "uploaded_at": datetime(2026, 1, 2, 9, tzinfo=UTC),
        "uploaded_by": "bea",
    }
    return Document(**{**made, **values})
