"""What the store itself does not let happen to the books of the box office."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError
from uuid_utils.compat import uuid7

from db.models import FixedSeries, SeriesGroup, SeriesGroupInstance, WaitingListEntry
from tests import box_office as office
from tests import factories as make
from tests.database import Database


@pytest.mark.parametrize("ledger", ["order_payment", "order_event", "credit_lot", "credit_entry"])
@pytest.mark.parametrize("change", ["update {} set id = id", "delete from {}"])
async def test_ledgers_are_only_ever_added_to(database: Database, ledger: str, change: str) -> None:
    async with database.store.writes.connect() as connection:
        with pytest.raises(DBAPIError, match=f"permission denied for table {ledger}"):
            await connection.execute(sa.text(change.format(ledger)))


async def test_what_a_declaration_said_is_never_rewritten(database: Database) -> None:
    async with database.store.writes.connect() as connection:
        with pytest.raises(DBAPIError, match="permission denied for table gift_aid_declaration"):
            await connection.execute(sa.text("update gift_aid_declaration set coverage_from = coverage_from"))


@pytest.mark.rule("FXS-P03")
async def test_a_group_of_a_series_has_one_instance_of_an_event(database: Database) -> None:
    show = office.show()
    again = show.again(show.instance.starts_at.replace(day=27))
    series = FixedSeries(id=uuid7(), name=make.unique("Matinees"), venue_id=show.venue.id)
    group = SeriesGroup(id=uuid7(), series_id=series.id, name="Saturdays")

    def of(instance_id: object) -> SeriesGroupInstance:
        return SeriesGroupInstance(group_id=group.id, event_id=show.event.id, instance_id=instance_id)

    await database.save(*show.rows, again, series, group, of(show.instance.id))

    with pytest.raises(IntegrityError, match="pk_series_group_instance"):
        await database.save(of(again.id))


async def test_nobody_waits_twice_for_one_event(database: Database) -> None:
    home, ada = make.individual()
    show = office.show()

    def waits(status: str) -> WaitingListEntry:
        return WaitingListEntry(
            event_id=show.event.id,
            customer_id=ada.id,
            quantity=2,
            place=1,
            status=status,
            created_by="bea",
        )

    await database.save(home, ada, *show.rows, waits("REMOVED"), waits("WAITING"))

    with pytest.raises(IntegrityError, match="uq_waiting_list_entry_live"):
        await database.save(waits("OFFERED"))


async def test_a_seat_is_sold_once_at_a_time(database: Database) -> None:
    home, ada = make.individual()
    show = office.show()
    seat = office.seat(show)
    order = office.order(ada)
    back = office.ticket(order, show, seat_id=seat.id, state="RETURNED", returned_at=office.PLACED)
    sold = office.ticket(order, show, seat_id=seat.id)
    await database.save(home, ada, *show.rows, seat, order, back, sold)

    with pytest.raises(IntegrityError, match="uq_order_item_seat"):
        await database.save(office.ticket(order, show, seat_id=seat.id, state="RESERVED"))
