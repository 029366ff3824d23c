"""What fundraisers have on demo customers keeps the rules of opportunities, pledges and invitations."""

from __future__ import annotations

import pytest

from tests.db.demo.conftest import DemoStore
from tests.db.demo.test_demo_box_office import NOW

_GIVEN = """(select pledge_id, instalment_id, sum(p.amount_minor) given from pledge_payment p
    join donation d on d.id = p.donation_id join order_item i on i.id = d.order_item_id
    where i.state = 'SOLD' group by grouping sets ((pledge_id), (pledge_id, instalment_id)))"""
_WAY = """(select *, row_number() over opportunity nth, lag(to_stage_id) over opportunity came_from,
    lag(kind) over opportunity came_by, lead(at) over opportunity then_, lag(at) over opportunity earlier,
    lead(id) over opportunity is null is_last
    from stage_change window opportunity as (partition by opportunity_id order by at, id))"""

# Each asks for what must not be there.
OPPORTUNITIES = {
    "opportunities that are not where their last stage change has taken them": f"""
        select o.id from opportunity o left join {_WAY} w on w.opportunity_id = o.id and w.is_last
        where w.to_stage_id is distinct from o.stage_id or coalesce(w.outcome, 'OPEN') <> o.outcome
          or o.outcome <> 'OPEN' and w.at::date <> o.closed_on""",
    "stage changes that do not go on from the one before": f"""
        select id from {_WAY} w where (nth = 1) <> (kind = 'OPENED') or from_stage_id is distinct from came_from
          or kind = 'REOPENED' and came_by <> 'CLOSED' or came_by = 'CLOSED' and kind <> 'REOPENED'
          or kind in ('CLOSED', 'REOPENED') and from_stage_id <> to_stage_id
          or kind = 'MOVED' and from_stage_id = to_stage_id or at <= earlier""",
    "stage changes outside the days of their opportunity, or its customer's": """
        select s.id from stage_change s join opportunity o on o.id = opportunity_id
        join customer c on c.id = o.customer_id
        where s.at::date < o.opened_on or s.at > $1 or o.created_at < c.created_at
          or o.created_at::date <> o.opened_on""",
    "opportunities for a campaign that has parts": """
        select o.id from opportunity o where exists (select from campaign c where c.parent_id = o.campaign_id)""",
    "opportunities of somebody who may not have one": """
        select o.id from opportunity o where not exists (select from user_role r where r.user_id = o.owner_id
          and role in ('OPPORTUNITIES_USER', 'OPPORTUNITIES_ADMINISTRATOR'))""",
    "open opportunities of customers who are not active": """
        select o.id from opportunity o join customer c on c.id = customer_id
        where outcome = 'OPEN' and not c.active""",
    "opportunities that were asked for something without a word of it": """
        select o.id from opportunity o where asked_minor > 0 and not exists (select from stage_change c
          join opportunity_stage s on s.id = to_stage_id where c.opportunity_id = o.id and s.position >= 2)""",
    "items that count towards an opportunity of nobody with a part in the order": """
        select i.id from order_item i join customer_order r on r.id = i.order_id
        join opportunity o on o.id = i.opportunity_id
        where o.customer_id not in (r.owner_id, coalesce(r.facilitator_id, r.owner_id)) and not exists (select
          from soft_credit s where s.order_id = r.id and s.customer_id = o.customer_id)""",
    "items that were linked to what was not open, or without a word of it": f"""
        select i.id from order_item i join order_event e on e.order_id = i.order_id and e.kind = 'OPPORTUNITY_LINKED'
        join opportunity o on o.id = i.opportunity_id join {_WAY} w on w.opportunity_id = o.id
        where e.at < o.created_at or w.kind = 'CLOSED' and e.at >= w.at and e.at < coalesce(w.then_, 'infinity')
        union all select i.id from order_item i where opportunity_id is not null and not exists (select
          from order_event e where e.order_id = i.order_id and e.kind = 'OPPORTUNITY_LINKED')""",
}  # fmt: skip

PLEDGES = {
    "pledges whose instalments do not come to their amount": """
        select p.id from pledge p left join pledge_instalment i on i.pledge_id = p.id
        group by p.id having (p.kind = 'PLEDGE') <> (count(i.id) > 0)
          or p.kind = 'PLEDGE' and sum(i.amount_minor) <> p.amount_minor""",
    "instalments whose numbers are not in the order of their days, or that are due before the pledge": """
        select i.id from (select *, row_number() over (partition by pledge_id order by due_on, number) nth
          from pledge_instalment) i join pledge p on p.id = i.pledge_id
        where i.number <> i.nth or i.due_on < p.pledged_on""",
    "instalments that were cancelled on their own, or for which something was given": f"""
        select i.id from pledge_instalment i join pledge p on p.id = i.pledge_id
        left join {_GIVEN} g on g.instalment_id = i.id
        where i.cancelled_at is not null and (i.cancelled_at is distinct from coalesce(p.cancelled_at,
          p.written_off_at) or coalesce(g.given, 0) >= i.amount_minor and i.amount_minor > 0)
          or i.cancelled_at is null and coalesce(p.cancelled_at, p.written_off_at) is not null
            and coalesce(g.given, 0) < i.amount_minor""",
    "pledges written off that are not what was given": f"""
        select p.id from pledge p left join {_GIVEN} g on g.pledge_id = p.id and g.instalment_id is null
        where p.kind = 'PLEDGE' and p.written_off_at is not null and p.amount_minor <> coalesce(g.given, 0)""",
    "payments that are not for the opportunity and fund of their pledge": """
        select y.id from pledge_payment y join pledge p on p.id = y.pledge_id join donation d on d.id = donation_id
        join opportunity o on o.id = p.opportunity_id join order_item i on i.id = d.order_item_id
        join customer_order r on r.id = i.order_id
        where i.opportunity_id is distinct from p.opportunity_id or d.fund_id <> p.fund_id
          or d.campaign_id is distinct from o.campaign_id or r.owner_id <> o.customer_id or r.confirmed_at is null
          or d.source <> case p.kind when 'PLEDGE' then 'PLEDGE_INSTALMENT' else 'LEGACY' end
          or (y.instalment_id is null) <> (p.kind = 'LEGACY')""",
    "gifts that were promised, and are not spread over what was promised": """
        select d.id from donation d left join pledge_payment y on y.donation_id = d.id
        group by d.id having (d.source in ('PLEDGE_INSTALMENT', 'LEGACY')) <> (count(y.id) > 0)
          or count(y.id) > 0 and sum(y.amount_minor) <> d.amount_minor""",
    "payments before the promise, or after it had ended": """
        select y.id from pledge_payment y join pledge p on p.id = y.pledge_id join donation d on d.id = donation_id
        join customer_order r on r.id = d.order_id where r.placed_at < p.created_at
          or r.placed_at > coalesce(p.cancelled_at, p.written_off_at)""",
    "promises whose history is not theirs": """
        select p.id from pledge p left join lateral (select array_agg(kind order by at, id) kinds,
          (array_agg(amount_minor order by at desc, id desc))[1] amount, min(at) first, max(at) last,
          count(*) times from pledge_event e where e.pledge_id = p.id) e on true
        where kinds[1] is distinct from 'CREATED' or amount <> p.amount_minor or first <> p.created_at
          or times <> p.version or last > $1
          or (kinds[times] = 'CANCELLED') <> (p.cancelled_at is not null)
          or (kinds[times] = 'WRITTEN_OFF') <> (p.written_off_at is not null)
          or ('REINSTATED' = any(kinds)) and not 'CANCELLED' = any(kinds)""",
    "promises made before their opportunity, or after it was closed": """
        select p.id from pledge p join opportunity o on o.id = p.opportunity_id
        where p.created_at < o.created_at or p.created_at::date > coalesce(o.closed_on, 'infinity')
          or p.kind = 'PLEDGE' and p.pledged_on <> p.created_at::date""",
    "legacies of organisations, and estates of the living": """
        select p.id from pledge p join opportunity o on o.id = p.opportunity_id
        join customer c on c.id = o.customer_id left join pledge_payment y on y.pledge_id = p.id
        left join donation d on d.id = y.donation_id
        where p.kind = 'LEGACY' and (c.kind = 'O' or d.id is not null and coalesce(d.made_on <= c.deceased_on, true)
          or d.gift_aid_claimed_on is not null)""",
}  # fmt: skip

INVITATIONS = {
    "invitations of organisations, or of customers who are not active": """
        select i.id from invitation i join customer c on c.id = i.invitee_id where c.kind = 'O' or not c.active""",
    "invitations on behalf of organisations that the invitee has no current relationship with": """
        select i.id from invitation i join customer c on c.id = i.on_behalf_of_id where c.kind = 'I' or not exists (
          select from relationship r where i.invitee_id in (r.a_id, r.b_id) and c.id in (r.a_id, r.b_id)
          and coalesce(r.starts, '-infinity') <= i.created_at::date and coalesce(r.ends, 'infinity') > $1::date)""",
    "invitations sent or answered at another time than their instance allows": """
        select i.id from invitation i join instance n on n.id = i.instance_id join customer c on c.id = i.invitee_id
        where i.created_at < c.created_at or coalesce(i.invited_at, i.created_at) < i.created_at
          or greatest(i.created_at, i.invited_at, i.replied_at) > least($1, n.starts_at)
          or n.starts_at < $1 and i.reply_status in ('NOT_SENT', 'INVITED') or n.availability = 'CANCELLED'""",
    "more guests than are allowed, or guests of somebody who does not come": """
        select i.id from invitation i left join invitation_attendee a on a.invitation_id = i.id
        group by i.id having count(*) filter (where not is_invitee) > i.guests_allowed
          or (count(*) filter (where is_invitee) = 1) <> (i.reply_status in ('ACCEPTED', 'TENTATIVE'))
          or i.reply_status not in ('ACCEPTED', 'TENTATIVE') and count(a.id) > 0""",
    "attendees who are said to be the invitee and are not": """
        select a.id from invitation_attendee a join invitation i on i.id = a.invitation_id
        where a.is_invitee <> (a.customer_id is not distinct from i.invitee_id)""",
    "attendees of whom it is known too early, or otherwise than of their ticket": """
        select a.id from invitation_attendee a join invitation i on i.id = a.invitation_id
        join instance n on n.id = i.instance_id left join order_item t on t.id = a.ticket_id
        where n.starts_at > $1 and a.attended is not null or t.instance_id <> i.instance_id
          or t.id is not null and a.attended is distinct from t.attended""",
}  # fmt: skip

OTHERS = {
    "tickets scanned for what was not given yet, or that were not sold": """
        select i.id from order_item i join instance n on n.id = i.instance_id
        where i.attended is not null and (n.starts_at >= $1 or i.state <> 'SOLD')""",
    "terms that renewed themselves without a card, and such as did not": r"""
        select t.id from membership_term t join membership m on m.id = t.membership_id
        join order_item i on i.membership_term_id = t.id join customer_order o on o.id = i.order_id
        where t.automatic <> (o.placed_by = 'system\auto-renew') or t.automatic and (m.card_id is null
          or not exists (select from membership_term e where e.membership_id = m.id and e.starts < t.starts))""",
    "activities about the opportunity of somebody else, or at impossible times": """
        select a.id from activity a join customer c on c.id = a.customer_id
        left join opportunity o on o.id = a.opportunity_id
        where o.customer_id <> a.customer_id or a.completed_at > $1 or a.created_at > least(a.due_at, $1)
          or a.created_at > a.completed_at or a.created_at < c.created_at or a.completed_at < o.created_at""",
    "activities that are still to do about what was closed": """
        select a.id from activity a join opportunity o on o.id = a.opportunity_id
        where a.completed_at is null and o.outcome <> 'OPEN'""",
    "things on a pinboard before they were there, or on that of somebody who has none": """
        select p.id from pin p left join opportunity o on o.id = p.opportunity_id
        left join invitation i on i.id = p.invitation_id join user_account u on u.id = p.user_id
        where p.pinned_at > $1 or p.pinned_at < coalesce(o.created_at, i.created_at)
          or u.username not in ('femi', 'olga')""",
}  # fmt: skip

WRONG = OPPORTUNITIES | PLEDGES | INVITATIONS | OTHERS


@pytest.mark.parametrize("wrong", [pytest.param(query, id=name) for name, query in WRONG.items()])
async def test_there_are_no(demo: DemoStore, wrong: str) -> None:
    values = (NOW,) if "$1" in wrong else ()

    assert await demo.rows(wrong, *values) == []
