"""What stands behind the totals of an opportunity, row by row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raise_
from tests.ask import Ask
from tests.database import Database

ITEMS = "amount { amount } count byKind { kind amount { amount } count }"
DOCUMENT = f"""query ($id: ID!) {{ opportunity(id: $id) {{
  received {{ amount }} reserved {{ amount }} pledged {{ amount }}
  breakdown {{
    received {{ {ITEMS} items(first: 2) {{ totalCount pageInfo {{ hasNextPage }} nodes {{ __typename id }} }} }}
    reserved {{ {ITEMS} items {{ nodes {{ id state }} }} }}
    pledged {{ amount {{ amount }} pledges {{ amount }} legacies {{ amount }}
      promises {{ totalCount nodes {{ __typename id outstanding {{ amount }} }} }} }}
  }} }} }}"""


def money(amount: str) -> dict[str, str]:
    return {"amount": amount}


@pytest.mark.rule("OPP-P04", "OPP-08")
async def test_each_total_is_that_of_the_rows_behind_it(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    campaign, stage, fund, show, mug = (
        raise_.campaign(),
        raise_.stage(),
        sell.fund(),
        sell.show(),
        sell.product("Mug", 900),
    )
    made = raise_.opportunity(ada, campaign, stage)
    order = sell.order(ada, restricted=True)
    held = sell.order(ada, state="RESERVED", reserved_until=datetime(2026, 12, 1, tzinfo=UTC))
    lapsed = sell.order(ada, state="RESERVED", reserved_until=datetime(2026, 11, 1, tzinfo=UTC))
    gift, donation = sell.donation(order, fund, 5_000)
    at = [datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2, 3, 4, 5)]
    sold = [sell.ticket(order, show, added_at=when) for when in at[:2]]
    gift.added_at = at[2]
    back = sell.merchandise(order, mug, state="RETURNED", returned_at=order.edited_at)
    mugs = [
        sell.merchandise(held, mug, state="RESERVED", commission_minor=50, added_at=when) for when in at[:2]
    ]
    seat = sell.ticket(held, show, state="RESERVED", added_at=at[3])
    late = sell.ticket(lapsed, show, state="RESERVED")
    raise_.link(made, gift, *sold, back, *mugs, seat, late)
    pledge, paid = raise_.pledge(made, fund, 9_000), raise_.pledge(made, fund, 1_000)
    legacy = raise_.legacy(made, fund, created_at=datetime(2026, 1, 1, tzinfo=UTC))
    gone = raise_.pledge(made, fund, cancelled_at=at[0])
    await database.save(home, ada, campaign, stage, fund, *show.rows, mug, made, order, held, lapsed)
    await database.save(gift, donation, *sold, back, *mugs, seat, late, pledge, paid, legacy, gone)
    part, given = (
        raise_.paid(pledge, donation, amount_minor=4_000),
        raise_.paid(paid, donation, amount_minor=1_000),
    )
    await database.save(part, given)

    found = (await ask(DOCUMENT, by="femi", id=ids.encode("opp", made.id))).ok["opportunity"]

    assert found.pop("breakdown") == {
        "received": {
            "amount": money("100.00"),
            "count": 3,
            "byKind": [
                {"kind": "DONATION", "amount": money("50.00"), "count": 1},
                {"kind": "TICKET", "amount": money("50.00"), "count": 2},
            ],
            "items": {
                "totalCount": 3,
                "pageInfo": {"hasNextPage": True},
                "nodes": [
                    {"__typename": "DonationItem", "id": ids.encode("itm", gift.id)},
                    {"__typename": "TicketItem", "id": ids.encode("itm", sold[1].id)},
                ],
            },
        },
        "reserved": {
            "amount": money("44.00"),
            "count": 3,
            "byKind": [
                {"kind": "MERCHANDISE", "amount": money("19.00"), "count": 2},
                {"kind": "TICKET", "amount": money("25.00"), "count": 1},
            ],
            "items": {
                "nodes": [
                    {"id": ids.encode("itm", each.id), "state": "RESERVED"}
                    for each in (seat, *reversed(mugs))
                ]
            },
        },
        "pledged": {
            "amount": money("5050.00"),
            "pledges": money("50.00"),
            "legacies": money("5000.00"),
            "promises": {
                "totalCount": 2,
                "nodes": [
                    {
                        "__typename": "Pledge",
                        "id": ids.encode("plg", pledge.id),
                        "outstanding": money("50.00"),
                    },
                    {
                        "__typename": "Legacy",
                        "id": ids.encode("plg", legacy.id),
                        "outstanding": money("5000.00"),
                    },
                ],
            },
        },
    }
    assert found == {"received": money("100.00"), "reserved": money("44.00"), "pledged": money("5050.00")}


async def test_of_an_opportunity_that_brought_nothing_there_is_nothing_to_break_down(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    campaign, stage = raise_.campaign(), raise_.stage()
    made = raise_.opportunity(ada, campaign, stage)
    await database.save(home, ada, campaign, stage, made)

    found = (await ask(DOCUMENT, by="femi", id=ids.encode("opp", made.id))).ok["opportunity"]["breakdown"]

    nothing: dict[str, Any] = {"amount": money("0.00"), "count": 0, "byKind": []}
    assert found["received"] == {
        **nothing,
        "items": {"totalCount": 0, "pageInfo": {"hasNextPage": False}, "nodes": []},
    }
    assert found["reserved"] == {**nothing, "items": {"nodes": []}}
    assert found["pledged"]["promises"] == {"totalCount": 0, "nodes": []}
