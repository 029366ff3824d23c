"""Reasons to act that fundraisers alone are told of: overdue pledges, and invitations without an answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.models import Customer
from gateway.engine import ids
from tests import box_office as sell
from tests import fundraising as raise_
from tests.ask import Ask
from tests.database import Database
from tests.pledging import Promised

ATTENTION = """query ($id: ID!) { customer(id: $id) { attention {
  kind message dueOn amount { amount currency } aboutId mutation } } }"""
LATE, LATER = date(2026, 9, 1), date(2026, 11, 21)
TODAY = date(2026, 11, 22)


async def reasons(ask: Ask, who: Customer, kind: str, **asked: Any) -> list[Any]:
    """The reasons of a kind, as Femi is told of them."""
    answer = await ask(ATTENTION, **{"by": "femi", "id": f"{who.number}", **asked})
    return [each for each in answer.ok["customer"]["attention"] if each["kind"] == kind]


@pytest.mark.rule("NAV-N01", "PLG-P04")
async def test_overdue_instalments_are_told_pledge_by_pledge_with_what_is_missing(
    ask: Ask, database: Database
) -> None:
    ada = Promised(LATE, LATER, TODAY)
    ada.gives((1, 1500))
    ada.gives((1, 2500), state="RETURNED")
    await database.save(*ada.rows)

    [reason] = await reasons(ask, ada.who, "OVERDUE_INSTALMENT")

    assert reason == {
        "kind": "OVERDUE_INSTALMENT",
        "message": "A pledge has been overdue since 1 September 2026: 65.00 GBP of 2 instalments is missing.",
        "dueOn": "2026-09-01",
        "amount": {"amount": "65.00", "currency": "GBP"},
        "aboutId": ids.encode("plg", ada.pledge.id),
        "mutation": None,
    }
    assert await reasons(ask, ada.who, "OVERDUE_INSTALMENT", by="bea") == []


@pytest.mark.rule("NAV-N01", "PLG-P07")
async def test_a_pledge_that_is_paid_or_was_called_off_is_not_overdue(ask: Ask, database: Database) -> None:
    ended = datetime(2026, 11, 2, tzinfo=UTC)
    paid = Promised(LATE)
    paid.gives((1, 1000))
    paid.gives((1, 3000))
    off = [Promised(LATE, who=paid.who, **{name: ended}) for name in ("cancelled_at", "written_off_at")]
    part = Promised(LATE, who=paid.who)
    part.instalments[0].cancelled_at = ended
    await database.save(*paid.rows, *part.rows, *(row for each in off for row in each.rows))

    assert await reasons(ask, paid.who, "OVERDUE_INSTALMENT") == []


@pytest.mark.rule("NAV-N01", "INV-P01")
async def test_invitations_without_an_answer_are_told_of_until_the_event(
    ask: Ask, database: Database
) -> None:
    ada = Promised(TODAY)
    gala = sell.show("The Gala", starts_at=datetime(2026, 12, 5, 23, 30, tzinfo=UTC))
    days = [datetime(2026, 12, day, 19, tzinfo=UTC) for day in (6, 7, 8, 9, 10)]
    others = [gala.again(day) for day in (*days, datetime(2026, 11, 22, 9, 59, tzinfo=UTC))]
    statuses = ("NO_REPLY", "NOT_SENT", "ACCEPTED", "DECLINED", "TENTATIVE", "INVITED")
    first = raise_.invitation(ada.who, gala.instance)
    sent = [
        raise_.invitation(ada.who, instance, reply_status=status)
        for instance, status in zip(others, statuses, strict=True)
    ]
    await database.save(*ada.rows, *gala.rows, *others, first, *sent)

    found = await reasons(ask, ada.who, "INVITATION_AWAITING_REPLY")

    assert found[0] == {
        "kind": "INVITATION_AWAITING_REPLY",
        "message": "The invitation to The Gala on 5 December 2026 has no answer: ask for one.",
        "dueOn": "2026-12-05",
        "amount": None,
        "aboutId": ids.encode("inv", first.id),
        "mutation": None,
    }
    assert [each["aboutId"] for each in found] == [ids.encode("inv", each.id) for each in (first, sent[0])]
    assert await reasons(ask, ada.who, "INVITATION_AWAITING_REPLY", by="bea") == []
    # The day is that of the house: on a summer's night it is tomorrow there before it is in UTC.
    await database.save(summer := gala.again(datetime(2027, 6, 1, 23, 30, tzinfo=UTC)))
    await database.save(raise_.invitation(ada.who, summer))
    assert (await reasons(ask, ada.who, "INVITATION_AWAITING_REPLY"))[-1]["dueOn"] == "2027-06-02"
