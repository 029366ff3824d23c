"""What is only counted tells no more than what is shown: the sections of a record count what their tabs show."""

from __future__ import annotations

from typing import Any

import pytest

from tests.matrix.askers import ACCOUNTS, THOROUGH, Account
from tests.matrix.derived import TABS, section_policy
from tests.matrix.ways import NOW, SCHEMA
from tests.matrix.world import WHOLE, World

# Sections whose tab is something else than a list of what is counted.
_WITHIN = {
    "MAILING_RECORDS": "mailings { records { totalCount } }",
    "CREDIT": "creditAccount { lots { __typename } }",
    "STORED_CARDS": "... on Individual { wallet { storedCards { __typename } } }",
    "NOTES": "blueNotes { __typename } pinkNotes { __typename }",
}
# Attributes without a value are shown too, and what fundraisers keep is counted where it is tested.
_COUNTED = sorted(
    TABS.keys()
    - {"ORDERS", "WALLET", "SUBSCRIPTIONS", "ATTRIBUTES", "OPPORTUNITIES", "PLEDGES"}
    - {"TIMELINE", "INVITATIONS"}
)
_FIELDS: Any = SCHEMA.type_map["Customer"].fields  # type: ignore[attr-defined]


def tab_of(key: str) -> str:
    """The tab of a section, counted."""
    name = TABS[key]
    paged = "first" in _FIELDS[name].args
    return _WITHIN.get(key) or f"{name} {{ {'totalCount' if paged else '__typename'} }}"


DOCUMENT = f"""query S($id: ID!) {{ customer(id: $id) {{ sections {{ key available count }}
  {" ".join(dict.fromkeys(map(tab_of, _COUNTED)))} }} }}"""


def counted(shown: Any) -> int:
    """How many rows there are in a tab, whatever stands around them."""
    if isinstance(shown, list):
        return len(shown)
    return int(shown["totalCount"]) if "totalCount" in shown else counted(next(iter(shown.values())))


@pytest.mark.rule("NAV-P01", "NOT-P06", "ORD-P13")
@pytest.mark.parametrize(
    "account", [each for each in ACCOUNTS if each.asker.name in THOROUGH], ids=lambda each: each.asker.name
)
async def test_a_section_counts_what_its_tab_shows_to_whoever_asks(world: World, account: Account) -> None:
    answer = await world.ask(DOCUMENT, by=account.asker.name, now=NOW, id=f"I-{WHOLE}")
    record = answer.data["customer"]
    if not account.asker.holds("record"):
        assert record is None
        return

    told = {each["key"]: each["count"] for each in record["sections"]}
    wanted = {}
    for key in _COUNTED:
        name = "wallet" if key == "STORED_CARDS" else TABS[key]
        opens = account.asker.holds(section_policy(key))
        wanted[key] = counted(record[name]) if opens else None
    wanted["NOTES"] = len(record["blueNotes"]) + len(record["pinkNotes"] or ())
    assert {key: told[key] for key in _COUNTED} == wanted
