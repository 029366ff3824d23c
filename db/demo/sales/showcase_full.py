"""What Ottilie Marchbanks bought and holds: something on every tab."""

from __future__ import annotations

from datetime import timedelta

from db.demo.fixed import Series, fixed_id
from db.demo.holdings.credit import Account
from db.demo.holdings.gift_aid import File
from db.demo.holdings.mailings import email
from db.demo.holdings.rows import MailingClickRow
from db.demo.holdings.vouchers import goodwill, voucher
from db.demo.holdings.wallets import preferring
from db.demo.house.connections import FRIEND, PARENT, PARTNER
from db.demo.house.giving import BAR_FUND, CAMPAIGNS, ROOF
from db.demo.house.memberships import PATRON
from db.demo.house.programme import Instance
from db.demo.house.tickets import GROUP_NAME, OCCASION, PRODUCTS
from db.demo.record import Record
from db.demo.rows import Batch
from db.demo.sales.cast import ONLINE, PAPER, Cast
from db.demo.sales.drafts import Confirm, Deposit, Draft, Exchange, Expire, Gift, Item, Return
from db.demo.sales.extras import merchandise
from db.demo.sales.patrons import Patron
from db.demo.sales.tickets import like, some_tickets
from db.demo.sales.till import Aside
from db.demo.sales.visits import SWEEP
from domain.events import Availability
from domain.fixed_series import SeriesState
from domain.gift_aid import EvidenceMethod
from domain.mailings import BounceType, MailingKind
from domain.orders import (
    DeliveryMethod,
    DonationSource,
    ItemKind,
    OrderEventKind,
    PaymentMethod,
    SalesChannel,
)
from domain.waiting_lists import WaitingStatus

_DAY = timedelta(days=1)
OPEN_CODE, EXPIRED_CODE, EARLY_CODE, REDEEMED_CODE = (
    "HARB0R1ANTERN001",
    "HARB0R1ANTERN002",
    "HARB0R1ANTERN003",
    "HARB0R1ANTERN004",
)
"""Codes of gift vouchers, as they are compared: one that anybody may redeem, and three that nobody can."""

_UPLOADED = PAPER._replace(evidence=EvidenceMethod.UPLOAD)


def ottilie(cast: Cast, batch: Batch, patron: Patron, record: Record) -> None:
    """Everything of hers, into the batch."""
    cards = preferring(
        [
            cast.card(patron, cast.ago(400), cast.house.now + 700 * _DAY),
            cast.card(patron, cast.ago(900), cast.house.now + 40 * _DAY),
            cast.card(patron, cast.ago(2000), cast.ago(800), removed=cast.ago(900)),
        ]
    )
    for card in cards:
        batch.add(card)
    drafts = [
        *_evenings(cast, patron),
        *_reservations(cast, patron),
        *_gifts(cast, patron),
        *_things(cast, patron),
    ]
    times = cast.ago(1000), cast.ago(650), cast.ago(280)
    drafts += cast.membership(batch, patron, 1, PATRON, *times, card_id=cards[0].id)
    drafts += cast.membership(batch, patron, 2, cast.house.season_circle, cast.ago(1300))
    drafts += _subscriptions(cast, batch, patron)
    drafts += _series(cast, batch, patron)
    for draft in drafts:
        # Her credit is for the brochures: some of it stays, to be seen and to be spent.
        draft.spends_credit = draft.items[0].product_id == PRODUCTS[1].id
    file = _gift_aid(cast, batch, record)
    cast.settle(batch, patron, drafts, _credit(cast, batch, patron), file)
    _people(cast, batch)
    _mailings(cast, batch, patron)
    cast.wait(batch, 1, patron, 12)
    over = [
        each
        for each in cast.house.programme.between(cast.ago(400), cast.ago(250))
        if each.cancelled_at is None
    ]
    cast.office.waiting_lists.put(
        batch,
        patron.id,
        over[0].event.id,
        WaitingStatus.EXPIRED,
        cast.ago(420),
        quantity=1,
        any_instance=True,
    )


def _order(
    cast: Cast, patron: Patron, days: float, items: list[Item], channel: SalesChannel = SalesChannel.WEB
) -> Draft:
    by = "Web" if channel is SalesChannel.WEB else "bea"
    return Draft(patron.id, patron.name, cast.ago(days), channel, by, PaymentMethod.CARD, items)


def _night(cast: Cast, days: float) -> Instance:
    """The first seated night from three days after that day on."""
    first = cast.ago(days) + 3 * _DAY
    found = cast.house.programme.between(first, first + 120 * _DAY)
    return next(each for each in found if each.cancelled_at is None and each.plan.on_sale)


def _tickets(
    cast: Cast, night: Instance, wanted: int, channel: SalesChannel, by: DeliveryMethod
) -> list[Item]:
    items = some_tickets(cast.dice, night, wanted, channel)
    for item in items:
        item.delivery = by
    return items


def _evenings(cast: Cast, patron: Patron) -> list[Draft]:
    """Tickets long ago, some returned and some exchanged, and tickets of evenings to come."""
    web, phone, counter = SalesChannel.WEB, SalesChannel.PHONE, SalesChannel.COUNTER
    long_ago = _tickets(cast, _night(cast, 1650), 2, web, DeliveryMethod.E_TICKET)
    four = _tickets(cast, _night(cast, 1130), 4, phone, DeliveryMethod.POST)
    half = Return(tuple(four[2:]), to_credit=True)
    two = _tickets(cast, _night(cast, 760), 2, counter, DeliveryMethod.COLLECT)
    others = Exchange(tuple(two), tuple(like(cast.dice, two, _night(cast, 700))))
    family = _tickets(cast, _night(cast, 430), 4, web, DeliveryMethod.PRINT_AT_HOME)
    gala = _tickets(cast, _night(cast, 300), 2, phone, DeliveryMethod.POST)
    ahead = cast.to_come(20, Availability.LIMITED, Availability.ON_SALE)
    soon = _tickets(cast, ahead, 2, web, DeliveryMethod.PRINT_AT_HOME)
    later = cast.to_come(60, Availability.ON_SALE)
    spring = _tickets(cast, later, 3, phone, DeliveryMethod.E_TICKET)
    restricted = _order(cast, patron, 300, gala, phone)
    restricted.restricted = True
    restricted.answers = [(GROUP_NAME.id, "Table of the chair"), (OCCASION.id, "Supporters' gala")]
    restricted.events = [(OrderEventKind.RESTRICTED, restricted.placed_at, "femi", "Order restricted", None)]
    return [
        _order(cast, patron, 1650, long_ago).bought(),
        _order(cast, patron, 1130, four, phone).bought().then(cast.ago(1129), "bea", half),
        _order(cast, patron, 760, two, counter).bought().then(cast.ago(759), "ade", others),
        _order(cast, patron, 430, family).bought(),
        restricted.bought(),
        _order(cast, patron, 25, soon).bought(),
        _order(cast, patron, 8, spring, phone).bought(),
    ]


def _reservations(cast: Cast, patron: Patron) -> list[Draft]:
    """One that is held, with a deposit; one that is over, whose deposit nobody asked back; one that was bought."""
    phone = SalesChannel.PHONE
    held = _order(
        cast,
        patron,
        5,
        _tickets(
            cast,
            cast.to_come(15, Availability.LIMITED, Availability.ON_SALE),
            2,
            phone,
            DeliveryMethod.COLLECT,
        ),
        phone,
    )
    held.reserved_until = cast.ago(-9, 18)
    held.then(held.placed_at, "bea", Deposit(2000))
    lapsed = _order(
        cast, patron, 60, _tickets(cast, _night(cast, 40), 2, phone, DeliveryMethod.COLLECT), phone
    )
    lapsed.reserved_until = cast.ago(45, 18)
    lapsed.then(lapsed.placed_at, "bea", Deposit(1500)).then(lapsed.reserved_until, SWEEP, Expire())
    bought = _order(
        cast, patron, 520, _tickets(cast, _night(cast, 495), 5, phone, DeliveryMethod.POST), phone
    )
    bought.reserved_until = cast.ago(500, 18)
    bought.then(bought.placed_at, "ade", Deposit(3000)).then(cast.ago(510), "ade", Confirm())
    return [held, lapsed, bought]


def _gifts(cast: Cast, patron: Patron) -> list[Draft]:
    """A gift with everything said of it, one without Gift Aid, and one for a fund that is not eligible."""
    slate = Gift(ROOF.id, DonationSource.STANDALONE, 25000, CAMPAIGNS[7].id, "Ottilie and José Marchbanks")
    slate.tribute = "In memory of her mother, who sold programmes here"
    excluded = Gift(ROOF.id, DonationSource.STANDALONE, 4000, CAMPAIGNS[6].id)
    excluded.excluded = "Paid from the laboratory's account"
    plain = (Gift(ROOF.id, DonationSource.STANDALONE, amount) for amount in (1000, 2000))
    bar = Gift(BAR_FUND.id, DonationSource.STANDALONE, 1000)
    days = (140, 44, 1200, 580, 200)
    return [
        _order(
            cast, patron, ago, [Item(ItemKind.DONATION, gift.amount, gift=gift)], SalesChannel.PHONE
        ).bought()
        for ago, gift in zip(days, (slate, excluded, *plain, bar), strict=True)
    ]


def _things(cast: Cast, patron: Patron) -> list[Draft]:
    """Programmes and a bag; and two brochures bought with a voucher, of which one came back."""
    bag = [*merchandise(PRODUCTS[0], 2), *merchandise(PRODUCTS[6], 1)]
    brochures = merchandise(PRODUCTS[1], 2)
    with_credit = _order(cast, patron, 195, brochures, SalesChannel.COUNTER)
    with_credit.bought().then(cast.ago(190), "bea", Return((brochures[1],)))
    return [_order(cast, patron, 100, bag, SalesChannel.COUNTER_QUICK).bought(), with_credit]


def _subscriptions(cast: Cast, batch: Batch, patron: Patron) -> list[Draft]:
    """One with vouchers left, and one that is over."""
    five, _, six, *_ = cast.house.offers
    sell = cast.office.subscriptions.sell
    current, over = (fixed_id(Series.TICKET_SUBSCRIPTION, ordinal) for ordinal in (1, 2))
    return [
        *sell(
            batch,
            five,
            patron,
            cast.ago(120),
            id=current,
            redeem=[[cast.ago(110), cast.ago(35)], [cast.ago(20)]],
        ),
        *sell(
            batch, six, patron, cast.ago(1250), id=over, redeem=[[cast.ago(days) for days in (1240, 1180)]]
        ),
    ]


def _series(cast: Cast, batch: Batch, patron: Patron) -> list[Draft]:
    """A seat that is held for the next season, and one that was bought."""
    *_, bought, held = sorted(cast.house.groups, key=lambda group: group.begins)
    at = min(cast.ago(30), bought.begins - 20 * _DAY)
    subscribe = cast.office.series.subscribe
    first, second = (fixed_id(Series.SERIES_SUBSCRIPTION, ordinal) for ordinal in (1, 2))
    subscribe(batch, patron, held, cast.ago(20), SeriesState.HELD, id=first, held_for=30 * _DAY)
    return subscribe(batch, patron, bought, at, SeriesState.PURCHASED, id=second)


def _credit(cast: Cast, batch: Batch, patron: Patron) -> list[Aside]:
    """A voucher redeemed, goodwill that runs out this month, and vouchers whose codes examples name."""
    issued, redeemed = cast.ago(340), cast.ago(330)
    expires, today = (cast.house.now + 300 * _DAY).date(), cast.house.now.date()
    ids = [fixed_id(Series.GIFT_VOUCHER, ordinal) for ordinal in range(1, 5)]
    batch.add(voucher(OPEN_CODE, 2500, issued, expires, id=ids[0]))
    batch.add(voucher(EXPIRED_CODE, 2500, cast.ago(800), cast.ago(70).date(), id=ids[1]))
    starts = today + 20 * _DAY
    batch.add(voucher(EARLY_CODE, 2500, issued, starts + 365 * _DAY, id=ids[2], valid_from=starts))
    batch.add(
        voucher(REDEEMED_CODE, 5000, issued, expires, id=ids[3], redeemed_by=patron.id, redeemed_at=redeemed)
    )
    given = cast.ago(70)

    def redeem(account: Account) -> None:
        account.redeem(redeemed, ids[3], 5000, expires, "bea", lot_id=fixed_id(Series.CREDIT_LOT, 1))

    note = goodwill(given, 1500, today + 20 * _DAY, "The heating failed", fixed_id(Series.CREDIT_LOT, 2))
    return [(redeemed, redeem), (given, note)]


def _gift_aid(cast: Cast, batch: Batch, record: Record) -> File:
    """A declaration on paper, cancelled when she retired; and another, made on the web since."""
    file, desk = File(), cast.office.gift_aid
    if desk is not None:
        first, second = (fixed_id(Series.DECLARATION, ordinal) for ordinal in (1, 2))
        desk.declare(batch, file, record, _UPLOADED, cast.ago(1400), id=first)
        desk.cancel(batch, file, record.id, cast.ago(700), id=fixed_id(Series.CANCELLATION, 1))
        desk.declare(batch, file, record, ONLINE, cast.ago(610), id=second)
    return file


def _people(cast: Cast, batch: Batch) -> None:
    """Her husband, her children, a friend for now and one for ever."""
    cast.relate(batch, 2, PARTNER, 1, 7, since=7000, importance=(5, 5))
    cast.relate(batch, 3, PARENT, 1, 8, importance=(4, 3))
    cast.relate(batch, 4, PARENT, 1, 9, importance=(4, 3))
    cast.relate(batch, 5, FRIEND, 1, 12, since=300, ended=-120, importance=(2, 3))


def _mailings(cast: Cast, batch: Batch, patron: Patron) -> None:
    """The emails of a year: opened, followed, opened by a machine, bounced once; and two brochures."""
    sent = [each for each in cast.house.mailings if each.created_at > cast.ago(330)]
    emails = [each for each in sent if each.kind == MailingKind.INTEGRATED_EMAIL]
    for nth, mailing in enumerate(sent, start=1):
        at = mailing.created_at
        to = patron.email if mailing in emails else None
        row = email(fixed_id(Series.MAILING_RECORD, nth), mailing.id, patron.id, at, to)
        place = emails.index(mailing) % 5 if mailing in emails else None
        opened = min(at + timedelta(hours=3), cast.house.now)
        if place in {0, 1}:
            row = row._replace(opened_at=opened, open_count=1 + place, machine_open=False)
        if place == 1:
            link = "https://playhouse.example/book/the-winter-bear"
            batch.add(MailingClickRow(cast.dice.key(opened), row.id, link, opened))
        if place == 2:
            row = row._replace(opened_at=opened, open_count=1, machine_open=True)
        if place == 3:
            row = row._replace(bounced_at=at + timedelta(minutes=2), bounce_type=BounceType.SOFT)
        batch.add(row)
