"""The funds and campaigns of the demo house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from db.demo.fixed import Series, fixed_id

CHARITY = "The Harbour Playhouse Trust"


class FundRow(NamedTuple):
    id: UUID
    name: str
    description: str | None
    gift_aid_eligible: bool
    active: bool


class CampaignRow(NamedTuple):
    id: UUID
    parent_id: UUID | None
    name: str
    level: int
    parent_level: int | None
    active: bool


FUNDS = tuple(
    FundRow(fixed_id(Series.FUND, place), *fund)
    for place, fund in enumerate(
        (
            ("Playhouse Fund", "Where it is needed most.", True, True),
            ("New Voices", "First plays by young writers.", True, True),
            ("Raise the Roof", "New lead for the fly tower.", True, True),
            ("Friends' Bar", "For the new bar; no Gift Aid, since donors get drinks for it.", False, True),
            ("Ghost Light Appeal", "Closed when the doors opened again.", True, False),
        ),
        start=1,
    )
)
PLAYHOUSE_FUND, NEW_VOICES, ROOF, BAR_FUND, GHOST_LIGHT = FUNDS

_TREE: dict[str, dict[str, tuple[str, ...]]] = {
    "Annual giving": {"Christmas appeal": ("Letter", "Email"), "Summer appeal": ("Letter", "Telephone")},
    "Raise the Roof": {"Name a slate": ("Foyer", "Web"), "Major gifts": ()},
    "New Voices": {"Commission a play": ()},
    "Ghost Light Appeal": {},
    "Remember the Playhouse": {"Legacies": ()},
    "Partners": {"Corporate partners": (), "Trusts and foundations": ()},
}


def _campaigns() -> Iterator[CampaignRow]:
    ordinal = 0

    def campaign(name: str, parent: CampaignRow | None, active: bool) -> CampaignRow:
        nonlocal ordinal
        ordinal += 1
        above = (parent.id, parent.level) if parent else (None, None)
        level = 1 + (parent.level if parent else 0)
        return CampaignRow(fixed_id(Series.CAMPAIGN, ordinal), above[0], name, level, above[1], active)

    for name, below in _TREE.items():
        yield (top := campaign(name, None, name != "Ghost Light Appeal"))
        for middle_name, leaves in below.items():
            yield (middle := campaign(middle_name, top, True))
            yield from [campaign(leaf, middle, True) for leaf in leaves]


CAMPAIGNS = tuple(_campaigns())
APPEALS = CAMPAIGNS[:14]
"""The campaigns for which anybody may give; after them come a closed one, and those of fundraisers alone."""


def campaign(*names: str) -> CampaignRow:
    """The campaign of these names, from the top down."""
    above: UUID | None = None
    for name in names:
        found = next(each for each in CAMPAIGNS if (each.parent_id, each.name) == (above, name))
        above = found.id
    return found


GHOST_LIGHT_APPEAL = campaign("Ghost Light Appeal")
LEGACIES = campaign("Remember the Playhouse", "Legacies")
MAJOR_GIFTS, COMMISSION = (
    campaign("Raise the Roof", "Major gifts"),
    campaign("New Voices", "Commission a play"),
)
NAME_A_SLATE = campaign("Raise the Roof", "Name a slate", "Foyer")
CHRISTMAS = campaign("Annual giving", "Christmas appeal", "Letter")
CORPORATE_PARTNERS, TRUSTS = (
    campaign("Partners", name) for name in ("Corporate partners", "Trusts and foundations")
)
