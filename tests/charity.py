"""The charity and its statement for tests: one version of each, which every test finds and none changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert

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
    """See to it that the charity and its statement are set up."""
    async with database.store.writes.begin() as connection:
        for model, values in ((CharityDetails, _DETAILS), (GiftAidStatement, {"text": STATEMENT})):
            await connection.execute(insert(model).values(**_MADE, **values).on_conflict_do_nothing())
