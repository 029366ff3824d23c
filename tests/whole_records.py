"""Two records with everything that a record can have, so that a merge of them touches every table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from uuid_utils.compat import uuid7

from db.demo.personas import FEMI
from db.models import (
    Agent,
    AttributeValue,
    Customer,
    DuplicateDismissal,
    DuplicateKey,
    DuplicateLook,
    DuplicatePair,
    ExternalId,
    Household,
    ImportedRow,
    OnlinePassword,
    OutgoingMail,
    PasswordLink,
)
from tests import box_office, fundraising, gift_aid, orders, people, subscriptions
from tests import factories as make
from tests.factories import unique
from tests.inviting import pin
from tests.ledgers import Ledger, gift_voucher

DAY = datetime(2026, 11, 1, 9, tzinfo=UTC)


class Surroundings:
    """What both records hang on: a show, a fund, a campaign, a tag and so on, to be saved before them."""

    def __init__(self) -> None:
        self.show = box_office.show()
        self.fund = box_office.fund()
        self.campaign = fundraising.campaign()
        self.stage = fundraising.stage()
        self.activity_type = fundraising.activity_type()
        self.group = make.tag_group()
        self.tag = make.tag(self.group.id)
        self.attribute = make.attribute()
        self.preference, self.statement = make.preference()
        self.friends = subscriptions.membership_type()
        self.season = subscriptions.structure(self.show)
        self.parent = people.relationship_type()
        self.commission = people.structure()
        self.mailing = people.email()
        self.cara_home, self.cara = make.individual(first_name="Cara")
        # Related to nobody, so that whoever placed orders for them can be merged.
        self.dan_home, self.dan = make.individual(first_name="Dan")
        self.order = box_office.order(self.cara)

    @property
    def rows(self) -> Iterator[Any]:
        """All of it, in an order in which it can be saved."""
        yield from (*self.show.rows, self.fund, self.campaign, self.stage, self.activity_type)
        yield from (self.group, self.tag, self.attribute, self.preference, self.statement, self.friends)
        yield from (*self.season.rows, self.parent, self.commission, self.mailing)
        yield from (self.cara_home, self.cara, self.dan_home, self.dan, self.order)


def record(around: Surroundings, **given: Any) -> tuple[Household, Customer]:
    """A person who may have an online account."""
    return make.individual(email=f"{unique('someone')}@example.org", online_account_active=True, **given)


def everything(around: Surroundings, home: Household, who: Customer, *, agent: bool) -> Iterator[Any]:
    """A row in every table that names a customer, after household and record; all of both are alike."""
    yield from _details(around, home, who)
    yield from _bought(around, who)
    yield from _raised(around, who)
    yield from _contacts(around, who)
    if agent:
        yield Agent(customer_id=who.id, structure_id=around.commission.id)


def between(one: Customer, other: Customer, elsewhere: Customer) -> Iterator[Any]:
    """What names two records at once: a tombstone that leads to the other, and who looks like whom."""
    yield make.individual(household_id=None, active=False, merged_into=other.id)[1]
    first, second = sorted((one.id, other.id))
    yield DuplicatePair(
        first_id=first, second_id=second, score=90, likely=True, metric_a=True, reasons=["LAST_NAME_EQUAL"]
    )
    first, second = sorted((other.id, elsewhere.id))
    yield DuplicateDismissal(
        first_id=first,
        second_id=second,
        reason="Father and son.",
        looked_at=b"names",
        dismissed_at=DAY,
        dismissed_by="ade",
    )


def _details(around: Surroundings, home: Household, who: Customer) -> Iterator[Any]:
    yield people.stay(home, who)
    yield make.address(who.id, line1="1 Harbour Row")
    yield make.address(who.id, default_billing=False, default_delivery=False)
    yield AttributeValue(
        id=uuid7(), customer_id=who.id, definition_id=around.attribute.id, text_value=unique("Stalls ")
    )
    yield make.answer(who.id, around.preference.id)
    yield make.customer_tag(who.id, around.tag.id)
    yield make.note(who.id)
    yield make.note(who.id, colour="PINK")
    yield ExternalId(system="ticketing", value=unique("T"), customer_id=who.id)
    yield ImportedRow(identity=uuid7().bytes, digest=b"row", customer_id=who.id)
    yield OnlinePassword(customer_id=who.id, hash="argon2")
    yield PasswordLink(
        id=uuid7(),
        customer_id=who.id,
        token_hash=uuid7().bytes,
        created_at=DAY,
        expires_at=datetime(2027, 1, 1, tzinfo=UTC),
    )
    yield DuplicateKey(key=who.id.int % 2**63, customer_id=who.id)
    yield DuplicateLook(customer_id=who.id, as_of=DAY, rules="as before")
    yield OutgoingMail(
        id=uuid7(),
        kind="PRINT_AT_HOME",
        customer_id=who.id,
        message_id=unique("<mail>"),
        created_by="bea",
        sent_at=DAY,
    )


def _bought(around: Surroundings, who: Customer) -> Iterator[Any]:
    order = box_office.order(who)
    yield order
    item, gift = box_office.donation(order, around.fund)
    yield from (item, gift, box_office.ticket(order, around.show), orders.payment(order, "PAYMENT", 7500))
    yield box_office.order(around.dan, facilitator_id=who.id)
    yield orders.credit(around.order, who)
    card = subscriptions.card(who, fingerprint="one card", preferred=True)
    yield card
    held = subscriptions.membership(who, around.friends, card_id=card.id)
    yield held
    yield subscriptions.term(held, date(2026, 1, 1), date(2026, 12, 31))
    yield subscriptions.ticket_subscription(who, around.season)
    series = subscriptions.series(around.show)
    series.seat.label = unique("Stalls ")
    yield from series.rows
    yield subscriptions.series_subscription(who, series)
    voucher = gift_voucher(who, 1000)
    yield voucher
    ledger = Ledger(who)
    ledger.lot(2500)
    ledger.lot(1000, kind="GIFT_VOUCHER", voucher=voucher)
    yield from ledger.rows
    yield from people.waits(who, around.show, around.show.instance)


def _raised(around: Surroundings, who: Customer) -> Iterator[Any]:
    scan = gift_aid.document(who)
    declared = gift_aid.declaration(who)
    yield from (scan, declared, *gift_aid.cancellation([declared]))
    towards = fundraising.opportunity(who, around.campaign, around.stage)
    yield from (towards, fundraising.pledge(towards, around.fund))
    yield fundraising.activity(who, around.activity_type)
    asked = fundraising.invitation(who, around.show.instance)
    yield from (
        asked,
        fundraising.attendee(asked, who, is_invitee=True),
        fundraising.attendee(asked, around.cara),
    )
    elsewhere = around.show.again(datetime(2026, 12, 27, 19, 30, tzinfo=UTC))
    yield elsewhere
    yield fundraising.invitation(around.cara, elsewhere, on_behalf_of_id=who.id)
    yield pin(FEMI.id, who)


def _contacts(around: Surroundings, who: Customer) -> Iterator[Any]:
    yield people.sent(around.mailing, who)
    yield people.relationship(around.parent, who, around.cara)
    yield people.relationship(around.parent, around.cara, who)
    yield make.organisation(name=make.choir(), primary_contact="Ada Byron", primary_contact_id=who.id)
