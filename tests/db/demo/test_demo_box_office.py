"""What demo customers bought and hold agrees with itself, and with the day on which the demo was loaded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.db.demo.conftest import TODAY, DemoStore

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)

# Each asks for what must not be there.
MONEY = {
    "payments that do not come to what the order's sold items do": """
        select o.number from customer_order o
        left join (select order_id, sum(total_minor) filter (where state = 'SOLD') sold from order_item group by 1) i
          on i.order_id = o.id
        left join (select order_id, sum(case kind when 'PAYMENT' then amount_minor when 'DEPOSIT_USED'
          then amount_minor when 'REFUND' then -amount_minor else 0 end) paid from order_payment group by 1) p
          on p.order_id = o.id
        where coalesce(sold, 0) <> coalesce(paid, 0)""",
    "deposits used, refunded or moved that were never taken": """
        select order_id from order_payment group by 1 having sum(case kind when 'DEPOSIT_TAKEN' then amount_minor
          when 'DEPOSIT_USED' then -amount_minor when 'DEPOSIT_REFUNDED' then -amount_minor
          when 'DEPOSIT_MOVED_TO_CREDIT' then -amount_minor else 0 end) < 0""",
    "credit in payments that the ledger does not have, or the other way round": """
        select p.order_id from (select order_id, sum(case kind when 'PAYMENT' then -amount_minor else amount_minor end)
            moved from order_payment where method = 'CREDIT' group by 1) p
        full join (select order_id, sum(amount_minor) moved from credit_entry where order_id is not null group by 1) c
          on c.order_id = p.order_id where p.moved is distinct from c.moved""",
    "ledgers in which a balance is not the one before it and the amount": """
        select customer_id from (select customer_id, balance_after_minor, amount_minor,
          lag(balance_after_minor, 1, 0::bigint) over (partition by customer_id order by at, id) before
          from credit_entry) e where before + amount_minor <> balance_after_minor""",
    "lots from which more was taken than there was": """
        select lot_id from (select lot_id, sum(amount_minor) over (partition by lot_id order by at, id) left_
          from credit_entry) e where left_ < 0""",
    "expired lots of which something is left": """
        select l.id from credit_lot l join credit_entry e on e.lot_id = l.id where l.expires_on < $1::timestamptz
        group by l.id having sum(e.amount_minor) <> 0""",
    "lots that did not come in with their whole amount": """
        select l.id from credit_lot l where l.amount_minor is distinct from (select amount_minor from credit_entry e
          where e.lot_id = l.id order by at, id limit 1)""",
    "vouchers redeemed without a lot of their value and expiry": """
        select v.id from gift_voucher v full join credit_lot l on l.voucher_id = v.id
        where v.redeemed_by is not null and (l.customer_id, l.amount_minor, l.kind, l.expires_on) is distinct from
          (v.redeemed_by, v.amount_minor, 'GIFT_VOUCHER', v.expires_on)
            or (v.redeemed_by is null and l.voucher_id is not null)""",
    "donations that are more than their item": """
        select d.id from donation d join order_item i on i.id = d.order_item_id
        where d.amount_minor > i.price_minor or (i.kind = 'DONATION' and d.amount_minor <> i.price_minor)
          or (d.source = 'TICKET_DONATION') <> (i.kind = 'TICKET')
          or (d.source = 'MEMBERSHIP_DONATION') <> (i.kind = 'MEMBERSHIP')""",
    "commissions of agents outside their orders": """
        select o.number from order_item i join customer_order o on o.id = i.order_id
        left join agent a on a.customer_id = o.owner_id and a.structure_id is not null
        where i.agent_commission_minor > 0 and (a.customer_id is null or o.placed_at < a.since)""",
    "tickets that a voucher or a series paid for, and that cost something": """
        select id from order_item where kind = 'TICKET' and total_minor <> 0
          and (ticket_subscription_id is not null or series_subscription_id is not null)""",
}  # fmt: skip

STATES = {
    "orders whose state is not what their items say": """
        select o.number from customer_order o join (select order_id, array_agg(distinct state) states
          from order_item group by 1) i on i.order_id = o.id
        where o.state <> case
          when o.state = 'CANCELLED' and states = '{EXPIRED}' then 'CANCELLED'
          when 'SOLD' = any(states) then case when 'RETURNED' = any(states) then 'PARTIALLY_RETURNED'
            else 'CONFIRMED' end
          when 'RESERVED' = any(states) then 'RESERVED' when states = '{EXPIRED}' then 'EXPIRED' else 'RETURNED' end""",
    "orders without items": """
        select number from customer_order o where not exists (select from order_item i where i.order_id = o.id)""",
    "orders whose history does not begin with their making": """
        select o.number from customer_order o where 'CREATED' is distinct from
          (select kind from order_event e where e.order_id = o.id order by at, id limit 1)""",
    "orders bought, expired or cancelled without a word of it": """
        select o.number from customer_order o where not exists (select from order_event e where e.order_id = o.id
          and e.kind = case when o.confirmed_at is not null then 'CONFIRMED' when o.state = 'RESERVED' then 'RESERVED'
          else o.state end)""",
    "restricted orders whose history does not say so": """
        select o.number from customer_order o where restricted <> coalesce((select kind = 'RESTRICTED'
          from order_event e where e.order_id = o.id and kind in ('RESTRICTED', 'UNRESTRICTED')
          order by at desc, id desc limit 1), false)""",
    "vouchers redeemed that are not the tickets of the subscription": """
        select v.ticket_subscription_id from subscription_vouchers v where redeemed <> (select count(*)
          from order_item i where i.ticket_subscription_id = v.ticket_subscription_id and i.kind = 'TICKET'
          and i.voucher_group_id = v.voucher_group_id and i.state in ('SOLD', 'RESERVED'))""",
    "tickets for which the voucher was no good": """
        select i.id from order_item i left join voucher_group_instance e using (voucher_group_id, instance_id)
        left join voucher_group_ticket_type t using (voucher_group_id, ticket_type_id)
        join ticket_subscription s on s.id = i.ticket_subscription_id
        where i.kind = 'TICKET' and (e.instance_id is null or t.ticket_type_id is null
          or i.added_at::date not between s.issued_on and s.expires_on)""",
    "fixed subscriptions whose tickets are not the instances of their group": """
        select s.id from series_subscription s where (select array_agg(instance_id order by instance_id)
            from order_item i where i.series_subscription_id = s.id and kind = 'TICKET' and i.seat_id = s.seat_id)
          is distinct from case when state in ('PURCHASED', 'RETURNED', 'ROLLED_OVER') then (select
            array_agg(instance_id order by instance_id) from series_group_instance g
            where g.group_id = s.group_id) end""",
    "memberships with a gap, an overlap, or a term that nobody bought": """
        select m.id from membership m join (select t.*,
            lead(starts) over (partition by membership_id order by starts) then_
            from membership_term t) t on t.membership_id = m.id
        left join order_item i on i.membership_term_id = t.id
        left join customer_order o on o.id = i.order_id
        where then_ <> t.ends + 1 or i.id is null or o.owner_id <> m.customer_id
          or i.full_price_minor <> t.price_minor""",
    "auto-renewals without a card that is kept and may be charged": """
        select m.id from membership m left join wallet_card c on c.id = m.card_id and c.customer_id = m.customer_id
        join membership_type t on t.id = m.type_id where m.auto_renew and (c.id is null or c.removed_at is not null
          or not c.continuous_authority or not t.auto_renew_allowed)""",
    "wallets with cards but no preferred one": """
        select customer_id from wallet_card where removed_at is null
        group by 1 having count(*) filter (where preferred) <> 1""",
}  # fmt: skip

DATES = {
    "orders placed before the customer joined, or after they were last seen": """
        select o.number from customer_order o join customer c on c.id = o.owner_id where placed_at < c.created_at
          or placed_at > greatest(c.last_activity_at, $1)
          or (placed_at > c.last_activity_at and placed_by not like 'system%'
            and not exists (select from donation d where d.order_id = o.id and d.source = 'LEGACY'))""",
    "orders whose dates are not in their order": """
        select number from customer_order where not (placed_at <= coalesce(confirmed_at, placed_at)
          and coalesce(confirmed_at, placed_at) <= edited_at and edited_at <= $1)""",
    "orders that were edited at another time than that of the last thing in their history": """
        select number from customer_order o where edited_at <> (select max(at) from order_event e
          where e.order_id = o.id)""",
    "appeals of another season, and brochures of one that was over": """
        select m.id from mailing m left join campaign c on c.id = m.campaign_id
        where (c.name = 'Summer appeal') <> (extract(month from m.created_at) between 2 and 7)
          or m.name not like 'Spring%' and m.kind = 'POSTAL_MAILING' and extract(month from m.created_at) > 8
          or m.name like 'Spring%' and right(m.name, 4)::int <= extract(year from m.created_at)""",
    "reservations that are over, or held for what has begun": """
        select o.number from customer_order o join order_item i on i.order_id = o.id
        join instance s on s.id = i.instance_id
        where o.state = 'RESERVED' and (o.reserved_until <= $1 or o.reserved_until >= s.starts_at)
          or o.state = 'EXPIRED' and o.reserved_until > $1""",
    "tickets bought for what had begun": """
        select i.id from order_item i join instance s on s.id = i.instance_id join customer_order o on o.id = i.order_id
        where greatest(i.added_at, o.confirmed_at) >= s.starts_at""",
    "tickets that are sold for what was cancelled": """
        select i.id from order_item i join instance s on s.id = i.instance_id
        where s.availability = 'CANCELLED' and i.state in ('SOLD', 'RESERVED')""",
    "items that came back before they were sold": "select id from order_item where returned_at < added_at",
    "gifts claimed for too early, or without a declaration for that day": """
        select d.id from donation d join order_item i on i.id = d.order_item_id
        join customer_order o on o.id = i.order_id join fund f on f.id = d.fund_id
        where gift_aid_claimed_on is not null and (not f.gift_aid_eligible
          or gift_aid_claimed_on <= made_on + 30 or excluded_from_gift_aid is not null or not exists (
            select from gift_aid_declaration g where g.customer_id = o.owner_id
            and d.made_on between coverage_from and coalesce(coverage_to, 'infinity')))""",
    "declarations that reach back too far": """
        select id from gift_aid_declaration where coverage_from < made_on - interval '4 years'
          or (coverage = 'SINCE') <> (coverage_from < made_on)""",
}  # fmt: skip

PEOPLE = {
    "facilitators who were not allowed to book for the owner then": """
        select o.number from customer_order o where facilitator_id is not null and not exists (
          select from relationship r join relationship_type t on t.id = r.type_id
          where r.a_id = o.facilitator_id and r.b_id = o.owner_id and t.a_may_facilitate_for_b
          and coalesce(r.starts, '-infinity') <= o.placed_at::date
          and coalesce(r.ends, 'infinity') > o.placed_at::date)""",
    "organisations that ordered without a facilitator": """
        select o.number from customer_order o join customer c on c.id = o.owner_id
        where c.kind = 'O' and facilitator_id is null""",
    "orders that the facilitator did before joining or after they were last seen": """
        select o.number from customer_order o join customer c on c.id = o.facilitator_id
        where o.placed_at not between c.created_at and c.last_activity_at""",
    "relationships of the wrong kinds": """
        select r.id from relationship r join relationship_type t on t.id = r.type_id join customer a on a.id = r.a_id
        join customer b on b.id = r.b_id where (a.kind, b.kind) <> (t.from_kind, t.to_kind)""",
    "relationships of the same two and type at one time": """
        select r.id from relationship r join relationship s on s.type_id = r.type_id and s.id > r.id
        and least(s.a_id, s.b_id) = least(r.a_id, r.b_id) and greatest(s.a_id, s.b_id) = greatest(r.a_id, r.b_id)
        and daterange(r.starts, r.ends) && daterange(s.starts, s.ends)""",
    "customers whose household is not the one of their one place": """
        select c.id from customer c where merged_into is null and household_id is distinct from (select household_id
          from household_membership m where m.customer_id = c.id and left_at is null)""",
    "soft credits for who had a part in the order": """
        select s.id from soft_credit s join customer_order o on o.id = s.order_id
        where s.customer_id in (o.owner_id, o.facilitator_id)""",
    "cards, credit, declarations or agents that are not of Individuals": """
        select customer_id from (select customer_id from wallet_card union all select customer_id from credit_lot
          union all select customer_id from gift_aid_declaration union all select customer_id from agent) x
        join customer c on c.id = x.customer_id where c.kind = 'O'""",
    "places on lists of who is inactive": """
        select w.id from waiting_list_entry w join customer c on c.id = w.customer_id
        where not c.active and w.status in ('WAITING', 'OFFERED')""",
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(query, id=name)
        for found in (MONEY, STATES, DATES, PEOPLE)
        for name, query in found.items()
    ],
)
async def test_there_are_no(demo: DemoStore, wrong: str) -> None:
    values = (NOW,) if "$1" in wrong else ()

    assert await demo.rows(wrong, *values) == []
