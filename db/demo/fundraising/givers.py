"""A customer as the fundraisers know them: who can give something, from when and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from db.demo.sales.patrons import Patron

_AT_LEAST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Giver:
    """Whatever they give is given from `first` to `last`; for an Organisation a facilitator orders it."""

    patron: Patron
    first: datetime
    last: datetime
    facilitator_id: UUID | None = None
    died_on: date | None = None

    @property
    def gives(self) -> bool:
        """Whether there are days enough for them to give anything."""
        return self.last - self.first > _AT_LEAST
