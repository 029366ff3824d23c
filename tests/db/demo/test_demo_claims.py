"""The demo's claims for Gift Aid."""

from __future__ import annotations

from datetime import date

import pytest

from db.demo.claims import day_of_claim
from tests.db.demo.conftest import DemoStore

WRONG = {
    "gifts that were claimed for without a claim, or with one of another day": """
        select d.id from donation d
        left join (gift_aid_claim_line l join gift_aid_claim c on c.id = l.claim_id) on l.donation_id = d.id and l.live
        where d.gift_aid_claimed_on is distinct from c.submitted_on""",
    "claims that end less than thirty days before they were sent": """
        select id from gift_aid_claim where submitted_on < period_to + 30""",
    "lines of other gifts or days": """
        select l.id from gift_aid_claim_line l join donation d on d.id = l.donation_id
        join gift_aid_claim c on c.id = l.claim_id
        where (l.amount_minor, l.made_on) <> (d.amount_minor, d.made_on)
          or l.made_on not between c.period_from and c.period_to""",
    "rows of one gift without a donor, and of several with one": """
        select claim_id from gift_aid_claim_line group by claim_id, schedule_row
        having (count(*) = 1) <> (min(last_name) is not null)""",
    "rows that are not numbered from 1 on": """
        select claim_id from gift_aid_claim_line group by claim_id
        having min(schedule_row) <> 1 or max(schedule_row) <> count(distinct schedule_row)""",
    "claims that were not answered in time": """
        select id from gift_aid_claim where (status = 'SUBMITTED') <> (decided_on is null)""",
}


@pytest.mark.rule("GAD-P14", "GAD-P15")
@pytest.mark.parametrize("wrong", WRONG)
async def test_what_was_claimed_for_stands_in_claims_that_could_be_made(demo: DemoStore, wrong: str) -> None:
    assert await demo.value("select count(*) from gift_aid_claim") > 4
    assert await demo.value(f"select count(*) from ({WRONG[wrong]}) wrong") == 0


def test_what_can_be_claimed_for_is_claimed_for_on_the_next_first_of_july() -> None:
    assert [day_of_claim(date(2026, *day)) for day in ((6, 30), (7, 1))] == [date(2026, 7, 1)] * 2
    assert day_of_claim(date(2026, 7, 2)) == date(2027, 7, 1)
