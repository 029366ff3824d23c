"""A merge does what its plan says: the plan is made under the locks, and carried out line by line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.event import listen, remove

from db.models import Customer, Order
from domain.merges import BlockerCode, BothLive, FieldChoice, MergeChoices, MergePlan, Pick
from gateway.commands.customers import details_of
from gateway.commands.merges import Merged, carry_out, hold
from gateway.loaders._merge_plans import plan_of
from gateway.loaders.statements import rows_in
from tests import box_office
from tests import factories as make
from tests.carrying_out import ledger_of, now_of, working
from tests.database import Database
from tests.merge_plans import ZONE, here, planned
from tests.whole_records import Surroundings, everything, record


async def merge_as_planned(
    database: Database, survivor: Customer, loser: Customer, choices: MergeChoices
) -> tuple[MergePlan, Merged]:
    """The plan as it is made in the merging transaction, and the merge by it."""
    async with working(database) as tx:
        kept, gone = await hold(tx, survivor.id, loser.id)
        circumstances = here(tx.actor)
        plan = await plan_of(rows_in(tx, ZONE), circumstances, kept.id, gone.id, choices)
        assert plan.blockers == ()
        return plan, await carry_out(tx, plan, circumstances, {})


@pytest.fixture
async def whole(database: Database) -> tuple[Surroundings, Customer, Customer]:
    """Two records with everything that a record can have."""
    around = Surroundings()
    home, ada = record(around)
    other, bob = record(around, phone="0117 496 0123", title="Dr")
    await database.save(*around.rows, home, ada, other, bob)
    await database.save(*everything(around, home, ada, agent=False))
    await database.save(*everything(around, other, bob, agent=True))
    return around, ada, bob


@pytest.mark.rule("MRG-29", "MRG-P02", "MRG-19")
async def test_the_merged_record_is_what_the_plan_showed(
    database: Database, whole: tuple[Surroundings, Customer, Customer]
) -> None:
    around, ada, bob = whole
    choices = MergeChoices(
        fields={"email": FieldChoice(Pick.LOSER)}, memberships={around.friends.id: BothLive.KEEP_BOTH}
    )

    plan, done = await merge_as_planned(database, ada, bob, choices)

    stands = details_of(await now_of(database, ada))
    assert stands == plan.decisions.details
    assert (stands.email, stands.phone, stands.title) == (bob.email, bob.phone, bob.title)
    shown = {line.path: line.result for line in plan.lines}
    assert {name: shown[name] for name in ("email", "phone", "title")} == {
        "email": bob.email,
        "phone": bob.phone,
        "title": bob.title,
    }
    ledger = await ledger_of(database, done)
    moved = [(row.relation, row.moved) for row in ledger if row.action == "MOVED"]
    assert moved.count(("customer_order", "owner_id")) == plan.moves.orders == 1
    assert moved.count(("gift_aid_declaration", "customer_id")) == plan.moves.declarations == 1
    again = await planned(database, ada, bob)
    assert BlockerCode.CUSTOMER_MERGED in [each.code for each in again.blockers]


@pytest.mark.rule("MRG-P05", "MRG-P04")
async def test_what_was_typed_in_the_place_of_both_stands(database: Database) -> None:
    (home, ada), (other, bob) = (
        make.individual(),
        make.individual(first_name="Augusta", phone="0117 496 0123"),
    )
    await database.save(home, ada, other, bob)
    typed = FieldChoice(Pick.CUSTOM, "Augusta Ada")

    await merge_as_planned(database, ada, bob, MergeChoices(fields={"first_name": typed}))

    kept = await now_of(database, ada)
    assert (kept.first_name, kept.first_key) == ("Augusta Ada", "augusta ada")
    assert (kept.phone, kept.phone_e164) == ("0117 496 0123", "+441174960123")


@contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    """The statements that the store is sent meanwhile."""
    sent: list[str] = []

    def see(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine = database.store.writes.sync_engine
    listen(engine, "before_cursor_execute", see)
    try:
        yield sent
    finally:
        remove(engine, "before_cursor_execute", see)


@pytest.mark.rule("MRG-35", "MRG-P13")
async def test_a_large_record_is_merged_by_as_many_statements_as_a_small_one(database: Database) -> None:
    taken = []
    for rows in (1, 60):
        (home, ada), (other, bob) = make.individual(), make.individual()
        await database.save(home, ada, other, bob)
        placed = [box_office.order(bob) for _ in range(rows)]
        await database.save(*placed, *(make.note(bob.id) for _ in range(rows)))
        with _counted(database) as sent:
            await merge_as_planned(database, ada, bob, MergeChoices())
        taken.append(len(sent))
        owned = sa.select(sa.func.count()).select_from(Order).where(Order.owner_id == ada.id)
        assert await database.one(owned) == rows
    assert taken[0] == taken[1]
