"""What the fundraisers have on the twelve: promises of every kind and in every state, and what was given for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID

from db.demo.fixed import Series, fixed_id
from db.demo.fundraising.givers import Giver
from db.demo.fundraising.portfolio import Portfolio
from db.demo.fundraising.promises import Promise
from db.demo.fundraising.shown import (
    CHOIR_PLAY,
    CHOIR_TRUST,
    ESTATE,
    HUSBANDS,
    OWN_LEGACY,
    PLAY_LOST,
    ROOF_GIFT,
)
from db.demo.rows import Batch
from db.demo.sales.cast import Cast
from db.demo.sales.drafts import Draft
from db.demo.sales.patrons import Patron
from db.demo.sales.showcase_invitations import shown_activities, shown_invitations, shown_pins
from db.demo.showcase import CHOIR, JOSE, OTTILIE, WINIFRED
from domain.orders import PaymentMethod
from domain.pledge_plans import Frequency, Instalment, planned
from domain.pledges import PledgeEventKind

_BY_BANK = PaymentMethod.BANK_TRANSFER


def serve_fundraisers(cast: Cast, batch: Batch, patrons: Mapping[UUID, Patron]) -> None:
    """Everything of fundraising, when all the twelve have what they bought: their orders are numbered after those."""
    promises = []
    for patron_id, promise, drafts in _promised(cast, patrons):
        promises.append(promise)
        cast.settle(batch, patrons[patron_id], drafts)
    portfolio = Portfolio(list(cast.prospects.values()), promises)
    portfolio.invited = shown_invitations(cast, batch, patrons[OTTILIE])
    portfolio.activities = shown_activities(cast)
    portfolio.pins = shown_pins(cast)
    portfolio.write(batch, cast.dice, cast.house.zone)


def _promised(cast: Cast, patrons: Mapping[UUID, Patron]) -> Iterator[tuple[UUID, Promise, list[Draft]]]:
    """Each promise with the orders that paid for it, and who gave them."""
    ottilie, choir, jose, winifred = (
        Giver(patrons[who], patrons[who].joined, cast.house.now) for who in (OTTILIE, CHOIR, JOSE, WINIFRED)
    )
    for_the_choir = Giver(choir.patron, choir.first, choir.last, facilitator_id=OTTILIE)
    yield OTTILIE, *_roof(cast, ottilie)
    yield OTTILIE, *_lost(cast, ottilie)
    yield OTTILIE, _in_will(cast, 3, OWN_LEGACY, 5000000, 190), []
    yield CHOIR, *_overpaid(cast, for_the_choir)
    yield CHOIR, *_reinstated(cast, for_the_choir)
    estate = _in_will(cast, 6, ESTATE, 850000, 1500)
    yield WINIFRED, estate, [estate.pay(winifred, cast.ago(400), 850000, method=_BY_BANK)]
    yield JOSE, *_written_off(cast, jose)


def _promise(
    cast: Cast, ordinal: int, prospect: int, days: float, instalments: tuple[Instalment, ...]
) -> Promise:
    amount = sum(each.amount_minor for each in instalments)
    key = fixed_id(Series.PLEDGE, ordinal)
    return Promise(key, cast.prospects[prospect], amount, cast.ago(days), instalments)


def _in_will(cast: Cast, ordinal: int, prospect: int, amount: int, days: float) -> Promise:
    key = fixed_id(Series.PLEDGE, ordinal)
    promise = Promise(key, cast.prospects[prospect], amount, cast.ago(days))
    promise.note = "A share of the estate; the amount is a guess."
    return promise


def _quarterly(cast: Cast, amount: int, count: int, first: float) -> tuple[Instalment, ...]:
    return planned(amount, count, Frequency.QUARTERLY, cast.ago(first).date())


def _roof(cast: Cast, ottilie: Giver) -> tuple[Promise, list[Draft]]:
    """An instalment in each state but one; the first was paid from the wrong account, and paid again."""
    today = cast.house.now.date()
    due = (-200, -110, -20, 4, 28, 120)
    instalments = (
        Instalment(number, 200000, today + timedelta(days=days)) for number, days in enumerate(due, start=1)
    )
    promise = _promise(cast, 1, ROOF_GIFT, 230, tuple(instalments))
    kind, at, by, _, note = promise.events[0]
    promise.events[0] = (kind, at, by, 1000000, note)
    promise.tell(PledgeEventKind.AMENDED, cast.ago(215), "Two thousand more, after the tour.")
    wrong = promise.pay(ottilie, cast.ago(201), 200000, 1)
    promise.take_back(wrong, cast.ago(198), "ade", "Paid from the laboratory's account")
    return promise, [
        wrong,
        promise.pay(ottilie, cast.ago(197), 200000, 1),
        promise.pay(ottilie, cast.ago(109), 200000, 2),
        promise.pay(ottilie, cast.ago(12), 50000, 4),
    ]


def _lost(cast: Cast, ottilie: Giver) -> tuple[Promise, list[Draft]]:
    """One that was cancelled when a quarter of it had been given."""
    promise = _promise(cast, 2, PLAY_LOST, 860, _quarterly(cast, 400000, 4, 840))
    paid = promise.pay(ottilie, cast.ago(838), 100000, 1)
    promise.cancel(cast.ago(481), "The play was written for another house.")
    return promise, [paid]


def _overpaid(cast: Cast, choir: Giver) -> tuple[Promise, list[Draft]]:
    """Two yearly instalments, and more than was promised with the second."""
    instalments = planned(100000, 2, Frequency.YEARLY, cast.ago(700).date())
    promise = _promise(cast, 4, CHOIR_PLAY, 720, instalments)
    return promise, [
        promise.pay(choir, cast.ago(698), 50000, 1, _BY_BANK),
        promise.pay(choir, cast.ago(334), 60000, 2, _BY_BANK),
    ]


def _reinstated(cast: Cast, choir: Giver) -> tuple[Promise, list[Draft]]:
    """Three instalments that cannot be equal, the last of them due soon; cancelled once, by mistake."""
    promise = _promise(cast, 5, CHOIR_TRUST, 210, _quarterly(cast, 240001, 3, 160))
    promise.cancel(cast.ago(205), "The treasurer had not been asked.")
    promise.reinstate(cast.ago(203))
    return promise, [
        promise.pay(choir, cast.ago(158), 80000, 1, _BY_BANK),
        promise.pay(choir, cast.ago(66), 80000, 2, _BY_BANK),
    ]


def _written_off(cast: Cast, jose: Giver) -> tuple[Promise, list[Draft]]:
    """Six months of which two and a half were given; a payment came back in between."""
    promise = _promise(cast, 7, HUSBANDS, 750, planned(300000, 6, Frequency.MONTHLY, cast.ago(740).date()))
    drafts = [promise.pay(jose, cast.ago(739), 50000, 1), promise.pay(jose, cast.ago(709), 50000, 2)]
    promise.take_back(drafts[1], cast.ago(705), "bea", "Charged twice by the bank")
    drafts += [promise.pay(jose, cast.ago(700), 50000, 2), promise.pay(jose, cast.ago(678), 25000, 3)]
    promise.write_off(cast.ago(201))
    return promise, drafts
