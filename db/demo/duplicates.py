"""The pairs of the showcase that are alike, so that they are there before anybody compares all the customers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from db.demo.showcase import LAST_NUMBER
from db.duplicates import as_known
from domain.duplicates import score

if TYPE_CHECKING:
    from db.demo.personas import AnyConnection

_SHOWN = """
select c.id, c.kind, c.first_name, c.last_name, c.name, c.email, c.birth_date, c.phone_e164, c.mobile_e164,
  array(select a.postcode_key from address a where a.customer_id = c.id) as postcodes,
  array(select a.line1_key from address a where a.customer_id = c.id) as lines
from customer c where c.number <= $1 and c.active and c.merged_into is null
order by c.id
"""


class PairRow(NamedTuple):
    first_id: UUID
    second_id: UUID
    score: int
    likely: bool
    metric_a: bool
    reasons: Sequence[str]
    found_at: datetime


async def pairs(connection: AnyConnection, now: datetime) -> list[PairRow]:
    """The pairs among customers that are stored already, found at that time."""
    known = [(row["id"], as_known(dict(row))) for row in await connection.fetch(_SHOWN, LAST_NUMBER)]
    scored = ((one, other, score(a, b)) for (one, a), (other, b) in combinations(known, 2))
    return [
        PairRow(one, other, match.score, match.likely, match.metric_a, match.reasons, now)
        for one, other, match in scored
        if match.worth_a_look
    ]
