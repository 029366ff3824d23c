"""What the twelve customers of the showcase bought and hold: the same in every store, whatever its seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from db.demo.entries import enter_opportunity
from db.demo.fixed import Series, fixed_id
from db.demo.holdings.gift_aid import File
from db.demo.holdings.households import write_household
from db.demo.holdings.vouchers import goodwill
from db.demo.holdings.wallets import preferring
from db.demo.house.agencies import HOTELS
from db.demo.house.connections import BOOKS_FOR, FRIEND
from db.demo.house.memberships import CORPORATE, MONTHLY
from db.demo.house.memberships import FRIEND as FRIEND_TYPE
from db.demo.house.rows import House
from db.demo.record import Record
from db.demo.rows import Batch
from db.demo.sales.cast import BY_EMAIL, BY_POST, ONLINE, PAPER, Cast
from db.demo.sales.patrons import Patron, patron_of
from db.demo.sales.showcase_full import ottilie
from db.demo.sales.showcase_fundraising import serve_fundraisers
from db.demo.showcase import (
    BARNABY,
    BEATRIX,
    CHOIR,
    CUSTOMERS,
    ETIENNE,
    INES,
    JOSE,
    KATE,
    KATHERINE,
    LINUS,
    OTTILIE,
    SIOBHAN,
    WINIFRED,
)

_DAY = timedelta(days=1)


class Showcase:
    """Serves the twelve."""

    def __init__(self, house: House, country: str) -> None:
        self.cast = Cast(house, country)
        self._patrons: dict[UUID, Patron] = {}

    def serve(self, record: Record, batch: Batch) -> None:
        """Everything of the customer of this record."""
        write_household(batch, self.cast.dice, record, self.cast.house.now)
        patron = self._patrons[record.id] = patron_of(record, self.cast.house.now)
        for prospect in self.cast.prospects.values():
            if prospect.customer_id == record.id:
                enter_opportunity(record, prospect)
        script = _SCRIPTS.get(record.id)
        if script is None:
            self.cast.office.mailings.some(batch, record)
        else:
            script(self.cast, batch, patron, record)
        if len(self._patrons) == CUSTOMERS:
            serve_fundraisers(self.cast, batch, self._patrons)


def _choir(show: Cast, batch: Batch, patron: Patron, record: Record) -> None:
    """An Organisation for which Ottilie books."""
    show.relate(batch, 1, BOOKS_FOR, 1, 2, since=1500, importance=(4, 5))
    ottilie = fixed_id(Series.CUSTOMER, 1)
    until = show.ago(16, 9)
    drafts = [
        show.office.visits.order(patron, show.ago(days), facilitator_id=ottilie, of_own_accord_until=until)
        for days in (700, 340, 40)
    ]
    for draft in (corporate := show.membership(batch, patron, 20, CORPORATE, show.ago(520), show.ago(170))):
        draft.facilitator_id = ottilie
    show.settle(batch, patron, drafts + corporate)
    show.office.mailings.some(batch, record)


def _barnaby(show: Cast, batch: Batch, patron: Patron, record: Record) -> None:
    """What an inactive customer left: orders, a membership that ran out, and a card that was removed."""
    drafts = [show.office.visits.order(patron, show.ago(days)) for days in (1500, 1400, 1302)]
    drafts += show.membership(batch, patron, 21, FRIEND_TYPE, show.ago(1600))
    batch.add(show.card(patron, show.ago(1600), show.ago(900), removed=show.ago(1301)))
    show.settle(batch, patron, drafts)


def _winifred(show: Cast, batch: Batch, patron: Patron, record: Record) -> None:
    """What somebody who died had given."""
    file = File()
    if show.office.gift_aid is not None:
        key = fixed_id(Series.DECLARATION, 20)
        show.office.gift_aid.declare(batch, file, record, PAPER, show.ago(2500), id=key)
    gifts = [show.gift(patron, days) for days in (2100, 1400, 930)]
    drafts = [*gifts, *show.membership(batch, patron, 22, FRIEND_TYPE, show.ago(1700), show.ago(1340))]
    show.settle(batch, patron, drafts, file=file)
    show.relate(batch, 6, FRIEND, 1, 4, since=5000, ended=820)


def _katherine(show: Cast, batch: Batch, patron: Patron, record: Record) -> None:
    """The first of the two records of one person: both are members, and wait for the same event."""
    cards = [show.card(patron, show.ago(400), show.house.now + 500 * _DAY)]
    drafts = [show.office.visits.order(patron, show.ago(days)) for days in (1100, 720, 400, 75)]
    drafts += show.membership(
        batch, patron, 23, FRIEND_TYPE, show.ago(380), show.ago(72), card_id=cards[0].id
    )
    drafts.append(show.gift(patron, 100))
    drafts[-1].soft_credits.append((fixed_id(Series.CUSTOMER, 1), "Introduced by"))
    file = File()
    if show.office.gift_aid is not None:
        desk, (letter, email) = show.office.gift_aid, (fixed_id(Series.DECLARATION, at) for at in (21, 22))
        desk.declare(batch, file, record, ONLINE, show.ago(720))
        # By telephone: a letter that waits to be posted, and a mail that never went out.
        desk.declare(batch, file, record, BY_POST, show.ago(12), id=letter)
        desk.declare(batch, file, record, BY_EMAIL, show.ago(11), id=email)
    for each in preferring(cards):
        batch.add(each)
    show.wait(batch, 2, patron, 71)
    at = show.ago(600)
    note = goodwill(at, 1500, None, "Seat behind the pillar", fixed_id(Series.CREDIT_LOT, 20))
    show.settle(batch, patron, drafts, [(at, note)], file)
    show.office.mailings.some(batch, record)


def _kate(show: Cast, batch: Batch, patron: Patron, record: Record) -> None:
    """The second."""
    drafts = [show.office.visits.order(patron, show.ago(days)) for days in (200, 10)]
    drafts += show.membership(batch, patron, 24, FRIEND_TYPE, show.ago(190))
    cards = preferring([show.card(patron, show.ago(200), show.house.now + 800 * _DAY)])
    batch.add(cards[0])
    show.wait(batch, 3, patron, 12, quantity=4)
    at = show.ago(90)
    note = goodwill(at, 2000, (at + 400 * _DAY).date(), "The heating failed", fixed_id(Series.CREDIT_LOT, 21))
    show.settle(batch, patron, drafts, [(at, note)])
    show.office.mailings.some(batch, record)


def _orders_of(*days: float) -> Callable[[Cast, Batch, Patron, Record], None]:
    """Somebody who came so many days ago, and to whom nothing special happened."""

    def come(show: Cast, batch: Batch, patron: Patron, record: Record) -> None:
        show.settle(batch, patron, [show.office.visits.order(patron, show.ago(each)) for each in days])
        show.office.mailings.some(batch, record)

    return come


def _jose(show: Cast, batch: Batch, patron: Patron, record: Record) -> None:
    """Ottilie's husband, whose gift she is thanked for too."""
    drafts = [show.office.visits.order(patron, show.ago(days)) for days in (1000, 420, 41)]
    gift = show.gift(patron, 150)
    gift.soft_credits.append((fixed_id(Series.CUSTOMER, 1), "In honour of"))
    show.settle(batch, patron, [*drafts, gift])


def _siobhan(show: Cast, batch: Batch, patron: Patron, record: Record) -> None:
    """An agent."""
    drafts = show.office.agencies.appoint(batch, patron, show.ago(900), HOTELS.id, api=False, orders=9)
    show.settle(batch, patron, drafts)
    show.office.mailings.some(batch, record)


def _etienne(show: Cast, batch: Batch, patron: Patron, record: Record) -> None:
    """A member who pays month by month from abroad."""
    cards = [show.card(patron, show.ago(160), show.house.now + 5 * _DAY)]
    card_id = cards[0].id
    drafts = show.membership(batch, patron, 25, MONTHLY, show.ago(160), card_id=card_id, monthly=True)
    for each in preferring(cards):
        batch.add(each)
    drafts.append(show.office.visits.order(patron, show.ago(62)))
    show.settle(batch, patron, drafts)


_SCRIPTS: dict[UUID, Callable[[Cast, Batch, Patron, Record], None]] = {
    OTTILIE: ottilie,
    CHOIR: _choir,
    BARNABY: _barnaby,
    WINIFRED: _winifred,
    KATHERINE: _katherine,
    KATE: _kate,
    JOSE: _jose,
    LINUS: _orders_of(600, 260, 90, 6),
    INES: _orders_of(),
    SIOBHAN: _siobhan,
    BEATRIX: _orders_of(800, 500, 331),
    ETIENNE: _etienne,
}
