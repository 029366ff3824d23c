"""What an address finder is to the gateway, and what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.addresses import one_line


class FinderAway(Exception):
    """The provider does not answer; addresses can be typed by hand all the while."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"try again in {retry_after} seconds")
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """One of the addresses of a postcode, as it would be entered."""

    line1: str
    line2: str | None
    line3: str | None
    town: str
    county: str | None
    postcode: str
    country_code: str

    @property
    def one_line(self) -> str:
        """The address for a list to pick from."""
        return one_line(self.line1, self.line2, self.line3, self.town, self.county, self.postcode)


class Provider(Protocol):
    """Answers with the addresses of a postcode, none for one that it does not know; raises FinderAway."""

    async def find(self, postcode: str, country: str) -> Sequence[FoundAddress]: ...

    async def aclose(self) -> None: ...
