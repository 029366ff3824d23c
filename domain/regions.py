"""How words are spelt where the organisation is."""

from __future__ import annotations

from dataclasses import dataclass

from domain.customers import Kind


@dataclass(frozen=True, slots=True)
class Spelling:
    """The words of the record that differ between regions (CUS-31)."""

    organisation: str
    mobile: str

    def kind(self, kind: Kind) -> str:
        """What a record of this kind is called."""
        return "Individual" if kind is Kind.INDIVIDUAL else self.organisation


_BRITISH = Spelling(organisation="Organisation", mobile="Mobile")
_AMERICAN = Spelling(organisation="Organization", mobile="Cell")
_OF_REGION = {"UK": _BRITISH, "IE": _BRITISH, "US": _AMERICAN, "CA": _AMERICAN}


def spelling(region: str) -> Spelling:
    """The spelling of a region: UK, IE, US or CA."""
    return _OF_REGION[region]
