"""Every state that the box office knows is somebody's in the demo, so that each can be seen and tried."""

from __future__ import annotations

from enum import StrEnum

import pytest

from db.demo.showcase import CHOIR, OTTILIE, SIOBHAN
from domain.credit import CreditKind, EntryKind
from domain.events import Availability
from domain.fixed_series import SeriesState
from domain.gift_aid import CancellationOption, Coverage, EvidenceMethod
from domain.invitations import ReplyStatus
from domain.mailings import BounceType, FulfilmentMethod, MailingKind
from domain.memberships import MembershipStatus, membership_status
from domain.opportunities import Outcome, StageChangeKind
from domain.orders import (
    DeliveryMethod,
    DonationSource,
    ItemKind,
    ItemState,
    OrderEventKind,
    OrderState,
    PaymentKind,
    PaymentMethod,
    SalesChannel,
)
from domain.pledges import PledgeEventKind, PledgeKind
from domain.waiting_lists import WaitingStatus
from tests.db.demo.conftest import TODAY, DemoStore

# What nobody can have before records are merged.
NOT_YET: set[StrEnum] = {
    EntryKind.MERGE_IN,
    EntryKind.MERGE_OUT,
    EntryKind.REFUND_OUT,
    EntryKind.ADJUST,
}


@pytest.mark.parametrize(
    ("values", "column", "table"),
    [
        (OrderState, "state", "customer_order"),
        (SalesChannel, "sales_channel", "customer_order"),
        (ItemKind, "kind", "order_item"),
        (ItemState, "state", "order_item"),
        (DeliveryMethod, "delivery_method", "order_item"),
        (PaymentKind, "kind", "order_payment"),
        (PaymentMethod, "method", "order_payment"),
        (OrderEventKind, "kind", "order_event"),
        (DonationSource, "source", "donation"),
        (EntryKind, "kind", "credit_entry"),
        (CreditKind, "kind", "credit_lot"),
        (SeriesState, "state", "series_subscription"),
        (WaitingStatus, "status", "waiting_list_entry"),
        (Coverage, "coverage", "gift_aid_declaration"),
        (EvidenceMethod, "evidence", "gift_aid_declaration"),
        (CancellationOption, "option", "gift_aid_cancellation"),
        (Availability, "availability", "instance"),
        (MailingKind, "kind", "mailing"),
        (FulfilmentMethod, "fulfilment_method", "mailing"),
        (BounceType, "bounce_type", "mailing_record"),
        (Outcome, "outcome", "opportunity"),
        (StageChangeKind, "kind", "stage_change"),
        (PledgeKind, "kind", "pledge"),
        (PledgeEventKind, "kind", "pledge_event"),
        (ReplyStatus, "reply_status", "invitation"),
    ],
    ids=str,
)
async def test_every_value_occurs(demo: DemoStore, values: type[StrEnum], column: str, table: str) -> None:
    found = await demo.rows(f"select distinct {column} from {table} where {column} is not null")

    assert {value for (value,) in found} == set(values) - NOT_YET


async def test_memberships_stand_in_every_status(demo: DemoStore) -> None:
    found = {
        membership_status(row["starts"], row["ends"], row["closes"], row["cancelled"], row["returned"], TODAY)
        for row in await demo.rows(
            "select min(starts) starts, max(ends) ends, t.renewal_closes_days_after closes,"
            " m.cancelled_at::date cancelled, m.returned_at::date returned from membership m"
            " join membership_type t on t.id = m.type_id join membership_term x on x.membership_id = m.id"
            " group by m.id, t.id"
        )
    }

    assert found == set(MembershipStatus)


# Each asks whether there is one of a kind that no single column tells.
KINDS = {
    "a reservation that is held with a deposit": """customer_order o join order_payment p on p.order_id = o.id
        where o.state = 'RESERVED' and p.kind = 'DEPOSIT_TAKEN'""",
    "two deposits on an order": """order_payment where kind = 'DEPOSIT_TAKEN' group by order_id having count(*) > 1""",
    "a deposit left on an expired order": """customer_order o where state = 'EXPIRED' and exists (select
        from order_payment p where p.order_id = o.id having count(*) = 1 and max(kind) = 'DEPOSIT_TAKEN')""",
    "a deposit left on a confirmed order": """order_payment p join customer_order o on o.id = order_id
        where o.state = 'CONFIRMED' group by o.id having sum(case p.kind when 'DEPOSIT_TAKEN' then amount_minor
        when 'DEPOSIT_USED' then -amount_minor else 0 end) > 0""",
    "an order paid with a card and with cash": """order_payment where kind = 'PAYMENT' group by order_id
        having count(distinct method) > 1""",
    "an order that is restricted, and one that no longer is": """order_event e join customer_order o on o.id = order_id
        where e.kind = 'RESTRICTED' having count(distinct o.restricted) = 2""",
    "an agent's commission": "order_item where agent_commission_minor > 0",
    "an agent with an API key": "agent where api_key_hash is not null",
    "an agent without commission": "agent where structure_id is null",
    "a ticket that a voucher paid for and that came back": """order_item where ticket_subscription_id is not null
        and kind = 'TICKET' and state = 'RETURNED'""",
    "a ticket subscription that was returned": "ticket_subscription where returned_at is not null",
    "a ticket without a seat": "order_item where kind = 'TICKET' and seat_id is null",
    "a press ticket": "order_item i join ticket_type t on t.id = ticket_type_id where name = 'Press'",
    "a donation that nobody is to claim for": "donation where excluded_from_gift_aid is not null",
    "a donation with a tribute": "donation where tribute is not null",
    "a donation claimed for": "donation where gift_aid_claimed_on is not null",
    "a membership whose end was set by hand": "membership_term where custom_end_reason is not null",
    "a membership renewed twice": "membership_term group by membership_id having count(*) > 2",
    "a card that is over before it is charged again": """membership m join wallet_card c on c.id = m.card_id
        join membership_term t on t.membership_id = m.id where m.auto_renew group by m.id, c.id
        having max(t.ends) >= make_date(c.expiry_year, c.expiry_month, 1) + interval '1 month'""",
    "a card that is over": "wallet_card where removed_at is null and (expiry_year, expiry_month) < (2026, 11)",
    "a card that was removed": "wallet_card where removed_at is not null",
    "a relationship that ended": "relationship where ends <= '2026-11-22'",
    "a relationship that will end": "relationship where ends > '2026-11-22'",
    "a relationship that is to begin": "relationship where starts > '2026-11-22'",
    "a relationship of unknown age": "relationship where starts is null",
    "a relationship of every type": """relationship having count(distinct type_id)
        = (select count(*) from relationship_type)""",
    "a relationship of every importance": "relationship having count(distinct importance_a) = 5",
    "a customer who moved in with others": """household_membership a join household_membership b
        on b.customer_id = a.customer_id and b.joined_at = a.left_at where b.joined_because = 'JOINED'""",
    "a place on a list for some nights only": "waiting_list_entry where not any_instance",
    "a place that staff changed": "waiting_list_entry where place <> trunc(place)",
    "a mail opened by a machine": "mailing_record where machine_open",
    "a mail opened by who knows whom": "mailing_record where opened_at is not null and machine_open is null",
    "an address that emails go to no more": """mailing_record r join customer c on c.id = r.customer_id
        where bounce_type = 'HARD' and sent_to = c.email""",
    "a mail that was not sent any more": "mailing_record where blocked and bounced_at is null",
    "a mail that was the last": "mailing_record where opted_out_at is not null",
    "a link that was followed": "mailing_click",
    "a verbal declaration without its written record": """gift_aid_declaration where type = 'VERBAL'
        and evidence in ('EMAIL', 'POST') and written_record_sent_on is null""",
    "a declaration without a postcode": "gift_aid_declaration where country_code = 'GB' and postcode is null",
    "a declaration from another address": """gift_aid_declaration g where not exists (select from address a
        where a.customer_id = g.customer_id and a.line1 = g.address_line1)""",
    "a declaration made after a cancellation": """gift_aid_declaration g join gift_aid_cancellation c
        using (customer_id) where g.made_at > c.made_at""",
    "a declaration with a document": "gift_aid_declaration g join document d on d.id = g.document_id",
    "a customer with forty orders": "customer_order group by owner_id having count(*) >= 40",
    "a customer of some years without any": """customer c where created_at < '2022-01-01' and active
        and not exists (select from customer_order o where o.owner_id = c.id)""",
}  # fmt: skip


@pytest.mark.parametrize("kind", [pytest.param(kind, id=name) for name, kind in KINDS.items()])
async def test_there_is(demo: DemoStore, kind: str) -> None:
    assert await demo.value(f"select exists (select from {kind})")


async def test_the_first_of_the_showcase_has_something_on_every_tab(demo: DemoStore) -> None:
    tabs = {
        "orders": "customer_order where owner_id = $1",
        "facilitated": "customer_order where facilitator_id = $1",
        "soft credits": "soft_credit where customer_id = $1",
        "held": "customer_order where owner_id = $1 and state = 'RESERVED'",
        "donations": "donation d join customer_order o on o.id = d.order_id where owner_id = $1",
        "cards": "wallet_card where customer_id = $1 and removed_at is null",
        "memberships": "membership where customer_id = $1",
        "subscriptions": "ticket_subscription where customer_id = $1",
        "series": "series_subscription where customer_id = $1",
        "relationships": "relationship where $1 in (a_id, b_id)",
        "lots": "credit_lot where customer_id = $1",
        "lists": "waiting_list_entry where customer_id = $1",
        "mailings": "mailing_record where customer_id = $1",
        "declarations": "gift_aid_declaration where customer_id = $1",
        "cancellations": "gift_aid_cancellation where customer_id = $1",
        "opportunities": "opportunity where customer_id = $1",
        "pledges": "pledge p join opportunity o on o.id = opportunity_id where customer_id = $1",
        "activities": "activity where customer_id = $1",
        "invitations": "invitation where invitee_id = $1",
    }

    counts = {
        name: await demo.value(f"select count(*) from {query}", OTTILIE) for name, query in tabs.items()
    }
    assert counts == {
        "orders": 35,
        "facilitated": 9,
        "soft credits": 2,
        "held": 1,
        "donations": 14,
        "cards": 2,
        "memberships": 2,
        "subscriptions": 2,
        "series": 2,
        "relationships": 6,
        "lots": 3,
        "lists": 2,
        "mailings": 14,
        "declarations": 2,
        "cancellations": 1,
        "opportunities": 6,
        "pledges": 3,
        "activities": 7,
        "invitations": 8,
    }


async def test_orders_of_the_showcase_have_the_first_numbers(demo: DemoStore) -> None:
    numbers = await demo.rows(
        "select owner_id, min(number), max(number) from customer_order where owner_id = any($1) group by 1 order by 2",
        [OTTILIE, CHOIR, SIOBHAN],
    )
    owners = await demo.value("select count(*) from customer_order where number < 200001")
    unused = await demo.value("select max(number) - 200000 - count(*) from customer_order")

    assert [tuple(row)[:2] for row in numbers[:2]] == [(OTTILIE, 200001), (CHOIR, 200030)]
    assert await demo.value("select customer_id from agent where customer_id = $1", SIOBHAN) == SIOBHAN
    assert (owners, unused) == (0, 0)
