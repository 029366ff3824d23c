"""Each story that the fundraisers can tell is told of somebody in the demo, and the showcase tells most of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from db.demo.house.fundraising import STAGES
from db.demo.showcase import CHOIR, JOSE, KATE, KATHERINE, OTTILIE, WINIFRED
from domain.pledges import InstalmentStatus, PledgeStatus, instalment_status, pledge_status
from tests.db.demo.conftest import TODAY, DemoStore

_GIVEN = """(select coalesce(sum(y.amount_minor), 0)::bigint from pledge_payment y
    join donation d on d.id = y.donation_id join order_item t on t.id = d.order_item_id and t.state = 'SOLD'
    where y.{} = {}.id)"""
_PROMISES = f"""select p.amount_minor, {_GIVEN.format("pledge_id", "p")} given, p.cancelled_at is not null cancelled,
    p.written_off_at is not null written_off, p.opportunity_id, o.customer_id
    from pledge p join opportunity o on o.id = p.opportunity_id order by p.id"""
_INSTALMENTS = f"""select i.amount_minor, {_GIVEN.format("instalment_id", "i")} given, i.due_on,
    i.cancelled_at is not null cancelled, coalesce(p.cancelled_at, p.written_off_at) is not null ended,
    o.customer_id, c.name campaign from pledge_instalment i join pledge p on p.id = i.pledge_id
    join opportunity o on o.id = p.opportunity_id join campaign c on c.id = o.campaign_id
    order by p.id, i.number"""

_LINKED = (
    "order_item i join customer_order r on r.id = i.order_id join opportunity o on o.id = i.opportunity_id"
)
# Each asks whether there is one of a kind that no single column tells.
KINDS = {
    "an open opportunity of an account that was closed": """opportunity o join user_account u on u.id = o.owner_id
        where outcome = 'OPEN' and not u.active""",
    "an opportunity that was lost and goes on": """opportunity o join stage_change s on s.opportunity_id = o.id
        where o.outcome = 'OPEN' and s.outcome = 'LOST'""",
    "an opportunity that is late": "opportunity where outcome = 'OPEN' and expected_close_on < '2026-11-22'",
    "an opportunity of nobody knows when": "opportunity where outcome = 'OPEN' and expected_close_on is null",
    "an opportunity for which nothing was asked yet": "opportunity where asked_minor = 0 and target_minor > 0",
    "an opportunity of an organisation": """opportunity o join customer c on c.id = o.customer_id
        where c.kind = 'O' and c.number > 1000012""",
    "two open opportunities of one customer": """opportunity where outcome = 'OPEN' group by customer_id
        having count(*) > 1""",
    "a reserved ticket that counts towards an opportunity": f"{_LINKED} where i.state = 'RESERVED'",
    "a thing, a membership or a ticket that does": f"{_LINKED} where i.kind <> 'DONATION' and i.state = 'SOLD'",
    "an order that counts towards the opportunity of its facilitator or whoever is thanked": f"""{_LINKED}
        where o.customer_id <> r.owner_id""",
    "a gift of an organisation for its own opportunity": f"""{_LINKED} where i.kind = 'DONATION'
        and r.facilitator_id is not null and o.customer_id = r.owner_id""",
    "a payment of a pledge that came back": """pledge_payment y join donation d on d.id = y.donation_id
        join order_item i on i.id = d.order_item_id where i.state = 'RETURNED'""",
    "a payment that was spread over two instalments, or is more than what was promised": """pledge_payment y
        join pledge_instalment i on i.id = y.instalment_id where y.amount_minor > i.amount_minor""",
    "instalments that are not all alike": """pledge_instalment i join pledge p on p.id = i.pledge_id
        where p.written_off_at is null group by p.id having count(distinct i.amount_minor) = 2""",
    "something done, planned and overdue": """activity having bool_or(completed_at is not null)
        and bool_or(completed_at is null and due_at > '2026-11-22')
        and bool_or(completed_at is null and due_at < '2026-11-22')""",
    "something done that was about no opportunity": "activity where opportunity_id is null",
    "an activity that is nobody's": "activity where assigned_to_id is null",
    "a guest by name, and one by record": """invitation_attendee where not is_invitee
        having count(customer_id) > 0 and count(name) > 0""",
    "an invitation of somebody who speaks for an organisation": "invitation where on_behalf_of_id is not null",
    "an invitation to a press night": """invitation i join instance n on n.id = i.instance_id
        join event e on e.id = n.event_id where e.genre = 'Drama'""",
    "a press ticket of somebody who was invited": """invitation_attendee a join order_item i on i.id = a.ticket_id
        join ticket_type t on t.id = i.ticket_type_id where t.name = 'Press'""",
    "somebody who came, who did not, and of whom nobody knows": """invitation_attendee a
        join invitation i on i.id = a.invitation_id join instance n on n.id = i.instance_id
        where n.starts_at < '2026-11-22' having count(distinct attended) = 2 and bool_or(attended is null)""",
    "tickets that were used, that were not, and such as nobody scanned": """order_item i
        join instance n on n.id = i.instance_id where n.starts_at < '2026-11-22' and i.state = 'SOLD'
        having count(distinct attended) = 2 and bool_or(attended is null)""",
    "a term that renewed itself": "membership_term where automatic",
}  # fmt: skip


def _statuses(rows: Sequence[asyncpg.Record], today: date = TODAY) -> list[InstalmentStatus]:
    return [
        instalment_status(
            row["amount_minor"],
            row["given"],
            row["due_on"],
            today,
            cancelled=row["cancelled"],
            ended=row["ended"],
        )
        for row in rows
    ]


@pytest.mark.parametrize("kind", [pytest.param(kind, id=name) for name, kind in KINDS.items()])
async def test_there_is(demo: DemoStore, kind: str) -> None:
    assert await demo.value(f"select exists (select from {kind})")


async def test_there_is_an_open_opportunity_at_every_stage(demo: DemoStore) -> None:
    stages = await demo.rows(
        "select s.name, s.probability_percent, s.is_terminal, s.active, count(o.id) > 0 used"
        " from opportunity_stage s left join opportunity o on o.stage_id = s.id and o.outcome = 'OPEN'"
        " group by s.id order by s.position"
    )

    assert [tuple(row) for row in stages] == [
        ("Identified", 5, False, True, True),
        ("Cultivating", 20, False, True, True),
        ("Asked", 40, False, True, True),
        ("Verbally agreed", 75, False, True, True),
        ("Pledged", 90, False, True, True),
        ("Received", 100, True, True, True),
    ]
    assert len(stages) == len(STAGES)


async def test_promises_and_their_instalments_stand_in_every_status(demo: DemoStore) -> None:
    promises = {
        pledge_status(
            row["amount_minor"], row["given"], cancelled=row["cancelled"], written_off=row["written_off"]
        )
        for row in await demo.rows(_PROMISES)
    }

    assert promises == set(PledgeStatus)
    assert set(_statuses(await demo.rows(_INSTALMENTS))) == set(InstalmentStatus)


async def test_instalments_of_the_showcase_are_as_they_are_told(demo: DemoStore) -> None:
    rows = await demo.rows(_INSTALMENTS)

    def of(customer: UUID, campaign: str) -> list[InstalmentStatus]:
        return _statuses(
            [row for row in rows if (row["customer_id"], row["campaign"]) == (customer, campaign)]
        )

    paid, cancelled, due = InstalmentStatus.PAID, InstalmentStatus.CANCELLED, InstalmentStatus.DUE
    assert of(OTTILIE, "Major gifts") == [
        paid,
        paid,
        InstalmentStatus.OVERDUE,
        InstalmentStatus.PART_PAID,
        due,
        InstalmentStatus.SCHEDULED,
    ]
    assert of(OTTILIE, "Commission a play") == [paid, cancelled, cancelled, cancelled]
    assert of(CHOIR, "Commission a play") == [paid, paid]
    assert of(CHOIR, "Trusts and foundations") == [paid, paid, due]
    assert of(JOSE, "Major gifts") == [paid, paid, paid, cancelled, cancelled, cancelled]


async def test_opportunities_of_the_showcase_stand_where_they_are_told(demo: DemoStore) -> None:
    rows = await demo.rows(
        "select o.customer_id, c.name campaign, s.name stage, o.outcome, u.username, (select coalesce("
        " sum(case i.kind when 'DONATION' then d.amount_minor else i.total_minor end) filter"
        " (where i.state = 'SOLD'), 0)::int from order_item i left join donation d on d.order_item_id = i.id"
        " and i.kind = 'DONATION' where i.opportunity_id = o.id) received from opportunity o"
        " join campaign c on c.id = campaign_id join opportunity_stage s on s.id = stage_id"
        " join user_account u on u.id = owner_id where o.customer_id = $1 order by o.id",
        OTTILIE,
    )

    assert [tuple(row)[1:5] for row in rows] == [
        ("Foyer", "Received", "WON", "femi"),
        ("Major gifts", "Pledged", "OPEN", "olga"),
        ("Commission a play", "Pledged", "LOST", "femi"),
        ("Legacies", "Verbally agreed", "OPEN", "olga"),
        ("Letter", "Asked", "OPEN", "femi"),
        ("Ghost Light Appeal", "Cultivating", "WITHDRAWN", "rhys"),
    ]
    # Of the second: two instalments and a quarter of one, her husband's gift, and the gala, which is restricted.
    assert [row["received"] for row in rows if row["campaign"] != "Major gifts"] == [25000, 100000, 0, 0, 0]
    assert rows[1]["received"] > 450000


async def test_orders_of_the_household_are_there_to_be_left_out(demo: DemoStore) -> None:
    roles = await demo.rows(
        "select count(*) filter (where not known) others, count(*) filter (where known) shared from (select exists ("
        " select from soft_credit s where s.order_id = o.id and s.customer_id = $1)"
        " or facilitator_id is not distinct from $1 known"
        " from customer_order o where o.owner_id = $2) roles",
        OTTILIE,
        JOSE,
    )

    # He is in her household: she has a part in one gift of his, and in nothing else that he bought or gave.
    assert tuple(roles[0]) == (7, 1)


async def test_both_records_of_one_person_have_an_opportunity_and_an_invitation_alike(
    demo: DemoStore,
) -> None:
    campaigns = await demo.rows(
        "select distinct campaign_id from opportunity where customer_id = any($1) and outcome = 'OPEN'",
        [KATHERINE, KATE],
    )
    replies = await demo.rows(
        "select instance_id, array_agg(reply_status order by invitee_id) replies from invitation"
        " where invitee_id = any($1) group by 1",
        [KATHERINE, KATE],
    )

    assert len(campaigns) == 1
    assert [row["replies"] for row in replies] == [["ACCEPTED", "INVITED"]]


async def test_an_estate_has_paid_what_a_will_left(demo: DemoStore) -> None:
    paid = await demo.rows(
        "select d.amount_minor, d.source, d.gift_aid_claimed_on, d.made_on > c.deceased_on, p.kind"
        " from pledge_payment y join donation d on d.id = y.donation_id join pledge p on p.id = y.pledge_id"
        " join opportunity o on o.id = p.opportunity_id join customer c on c.id = o.customer_id where c.id = $1",
        WINIFRED,
    )

    assert [tuple(row) for row in paid] == [(850000, "LEGACY", None, True, "LEGACY")]


async def test_invitations_of_the_showcase_have_every_reply(demo: DemoStore) -> None:
    rows = await demo.rows(
        "select reply_status, n.starts_at > '2026-11-22' to_come, (select count(*) from invitation_attendee a"
        " where a.invitation_id = i.id and not is_invitee) guests from invitation i"
        " join instance n on n.id = i.instance_id where invitee_id = $1 order by i.id",
        OTTILIE,
    )

    assert [tuple(row) for row in rows] == [
        ("ACCEPTED", True, 3),
        ("TENTATIVE", True, 0),
        ("INVITED", True, 0),
        ("NOT_SENT", True, 0),
        ("ACCEPTED", False, 2),
        ("DECLINED", False, 0),
        ("NO_REPLY", False, 0),
        ("ACCEPTED", False, 1),
    ]


async def test_a_few_of_each_hundred_customers_have_opportunities(demo: DemoStore) -> None:
    have = await demo.value(
        "select count(distinct customer_id) from opportunity o join customer c on c.id = o.customer_id"
        " where c.number > 1000012"
    )

    assert 0.015 < have / 588 < 0.045


async def test_fundraisers_have_pinned_what_is_theirs(demo: DemoStore) -> None:
    pins = await demo.rows(
        "select u.username, count(p.customer_id), count(p.opportunity_id), count(p.invitation_id),"
        " bool_or(p.customer_id = $1) from pin p join user_account u on u.id = p.user_id group by 1 order by 1",
        OTTILIE,
    )

    assert [row["username"] for row in pins] == ["femi", "olga"]
    assert all(row["bool_or"] for row in pins)
    assert all(2 < count <= 8 for row in pins for count in tuple(row)[1:4])
