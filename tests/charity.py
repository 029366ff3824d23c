"""The charity and its statement for tests: the first version of each, and which is in force on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from db.models import CharityDetails, GiftAidStatement
from tests.database import Database

NAME = "The Harbour Theatres"
STATEMENT = "You pay enough tax in the United Kingdom, and make up any difference yourself."
BEGAN = date(2000, 1, 1)
_MADE = {
    "version": 1,
    "effective_from": BEGAN,
    "created_at": datetime(2000, 1, 1, tzinfo=UTC),
    "created_by": "seth",
}
_DETAILS: dict[str, Any] = {
    "name": NAME,
    "hmrc_reference": "XR12345",
    "regulator": "CCEW",
    "registered_number": "1098765",
    "address": "1 Harbour Row, Bristol",
    "postcode": "BS1 4RX",
    "official_first_name": "Gina",
    "official_last_name": "Marchetti",
    "official_phone": "0117 496 0100",
    "official_postcode": "BS1 4RX",
}


async def charity(database: Database) -> None:
    """Set up the charity and its statement in a new store."""
    await database.save(CharityDetails(**_MADE, **_DETAILS), GiftAidStatement(**_MADE, text=STATEMENT))


async def in_force(database: Database, model: Any, day: date = date(2026, 11, 22)) -> Any:
    """The version in force on a day: other tests make versions too."""
    versions = select(model).where(model.effective_from <= day).order_by(model.version.desc())
    return await database.one(versions.limit(1))
