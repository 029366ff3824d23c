"""Fixed series on the record: the seat and where it stands, what may be done with it, and which are listed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from db.models import Customer, Seat
from domain.fixed_series import SeriesState, is_current
from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import subscriptions as hold
from tests.ask import Ask
from tests.database import Database

WHOLE = """query ($id: ID!) { customer(id: $id) { fixedSeries {
  name groupName state current subscribedOn heldUntil seat { area label } venue { name town }
  series { name groups { name instances { startsAt } } } group { name series { name } }
  instances { startsAt event { name } } actions { action allowed reason } order { id number }
} } }"""
LISTED = """query ($id: ID!, $past: Boolean!) { customer(id: $id) {
  usual: fixedSeries { id current } asked: fixedSeries(includePast: $past) { id current } } }"""
ACTIONS = """query ($id: ID!) { customer(id: $id) { fixedSeries { state actions { action allowed } } } }"""
FIRST, SECOND = datetime(2026, 12, 2, 19, 30, tzinfo=UTC), datetime(2027, 1, 6, 19, 30, tzinfo=UTC)


async def person(database: Database, **given: Any) -> Customer:
    home, ada = make.individual(**given)
    await database.save(home, ada)
    return ada


async def season(database: Database, *starts: datetime) -> hold.Series:
    """A series of events that begin then, in a house of its own, saved."""
    house = sell.show()
    shows = [sell.show(f"Night {number}", starts_at) for number, starts_at in enumerate(starts, start=1)]
    made = hold.series(house, *shows)
    await database.save(*house.rows, *(row for show in shows for row in show.rows), *made.rows)
    return made


@pytest.mark.rule("FXS-02", "FXS-03", "FXS-04")
@pytest.mark.rule("FXS-05", "FXS-06", "FXS-10")
async def test_a_fixed_series_tells_its_seat_its_group_and_its_instances(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    # Told in the order of their dates, whatever the order of the group.
    made = await season(database, SECOND, FIRST)
    held = hold.series_subscription(ada, made, state="PURCHASED", held_until=date(2026, 10, 1))
    order, used_in, show = sell.order(ada), sell.order(ada), sell.show()
    used = sell.ticket(used_in, show, full_price_minor=0, series_subscription_id=held.id)
    await database.save(*show.rows, held, order, used_in, used, hold.series_sold(order, held.id))

    [found] = (await ask(WHOLE, id=f"{ada.number}")).ok["customer"]["fixedSeries"]

    times = [{"startsAt": "2026-12-02T19:30:00+00:00"}, {"startsAt": "2027-01-06T19:30:00+00:00"}]
    bought = "It is bought, and can only be returned."
    assert found == {
        "name": made.series.name,
        "groupName": "First Wednesdays",
        "state": "PURCHASED",
        "current": True,
        "subscribedOn": "2026-09-01",
        "heldUntil": "2026-10-01",
        "seat": {"area": "Stalls", "label": "Stalls C12"},
        "venue": {"name": made.venue.name, "town": "Bristol"},
        "series": {"name": made.series.name, "groups": [{"name": "First Wednesdays", "instances": times}]},
        "group": {"name": "First Wednesdays", "series": {"name": made.series.name}},
        "instances": [
            {**times[0], "event": {"name": "Night 2"}},
            {**times[1], "event": {"name": "Night 1"}},
        ],
        "actions": [
            {"action": "RELEASE", "allowed": False, "reason": bought},
            {"action": "BUY", "allowed": False, "reason": bought},
            {"action": "RETURN", "allowed": True, "reason": None},
        ],
        "order": {"id": ids.encode("ord", order.id), "number": order.number},
    }


@pytest.mark.rule("FXS-01", "FXS-P01")
async def test_past_series_are_listed_too_and_left_out_where_that_is_asked_for(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    evening, past_midnight = datetime(2026, 11, 21, 19, tzinfo=UTC), datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
    groups = {
        date(2026, 12, 2): await season(database, evening, FIRST),
        date(2026, 11, 21): await season(database, evening),
        date(2026, 11, 22): await season(database, past_midnight, evening),
        None: await season(database),
    }
    today = date(2026, 11, 22)
    current = set()
    for (last, made), state, held_until in product(
        groups.items(), SeriesState, (None, date(2026, 11, 21), today)
    ):
        seat = Seat(
            id=uuid7(), seating_plan_id=made.seat.seating_plan_id, area="Circle", label=make.unique("A")
        )
        held = hold.series_subscription(ada, made, state=state.value, held_until=held_until, seat_id=seat.id)
        await database.save(seat, held)
        if is_current(state, held_until, last, today):
            current.add(ids.encode("fxs", held.id))

    found = (await ask(LISTED, id=f"{ada.number}", past=False)).ok["customer"]
    everything = (await ask(LISTED, id=f"{ada.number}", past=True)).ok["customer"]

    # Of each of the three groups that are not over: bought, or held until today or for good.
    assert len(current) == 3 * (3 + 2)
    assert {each["id"] for each in found["asked"]} == current
    assert {each["id"] for each in found["usual"] if each["current"]} == current
    assert len(found["usual"]) == 4 * 6 * 3
    assert everything["asked"] == everything["usual"] == found["usual"]


@pytest.mark.rule("FXS-P01", "ROL-P06")
async def test_what_may_be_done_with_a_hold_depends_on_who_asks_and_on_the_day(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    made = await season(database, FIRST)
    await database.save(hold.series_subscription(ada, made, held_until=date(2026, 12, 31)))

    async def allowed(by: str, day: str) -> Any:
        found = await ask(ACTIONS, by=by, id=f"{ada.number}", now=f"{day}T12:00:00+00:00")
        [shown] = found.ok["customer"]["fixedSeries"]
        return shown["state"], [each["action"] for each in shown["actions"] if each["allowed"]]

    assert await allowed("bea", "2026-12-02") == ("HELD", ["RELEASE", "BUY"])
    assert await allowed("femi", "2026-12-02") == ("HELD", ["RELEASE"])
    assert await allowed("bea", "2026-12-03") == ("HELD", ["RELEASE"])
    assert await allowed("bea", "2027-01-01") == ("EXPIRED", [])


@pytest.mark.rule("NAV-P03", "ROL-P07")
async def test_a_series_and_a_subscription_to_it_resolve_by_id(ask: Ask, database: Database) -> None:
    ada = await person(database, active=False)
    made = await season(database, FIRST)
    held = hold.series_subscription(ada, made)
    await database.save(held)
    keys = [("fxs", held.id), ("fse", made.series.id), ("fsg", made.group.id)]
    document = """query ($ids: [ID!]!) { nodes(ids: $ids) { __typename
      ... on FixedSeriesSubscription { customer { fullName } order { id } } } }"""

    found = {
        by: (await ask(document, by=by, ids=[ids.encode(word, key) for word, key in keys])).ok["nodes"]
        for by in ("femi", "bea")
    }

    series = [{"__typename": "FixedSeries"}, {"__typename": "SeriesGroup"}]
    held_by = {"__typename": "FixedSeriesSubscription", "customer": {"fullName": "Ada Byron"}, "order": None}
    assert found == {"femi": [held_by, *series], "bea": [None, *series]}
