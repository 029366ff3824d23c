"""What stands on a timeline more than once: invitations that were answered, and each step of a membership."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from gateway.engine import ids
from tests import box_office as sell
from tests import factories as make
from tests import fundraising as raising
from tests import subscriptions as held
from tests.api._order_tabs import person, shown
from tests.api._timelines import utc
from tests.ask import Ask
from tests.database import Database


@pytest.mark.rule("TML-10", "TML-11", "TML-P01")
async def test_invitations_stand_twice_once_answered_and_memberships_at_each_step(
    ask: Ask, database: Database
) -> None:
    ada = await person(database)
    choir = make.organisation(name=make.choir())
    show, soon, later = sell.show("The Gala"), sell.show("The Concert"), sell.show("The Tour")
    invited = raising.invitation(ada, show.instance, reply_status="ACCEPTED", on_behalf_of_id=choir.id)
    waiting = raising.invitation(ada, soon.instance, invited_at=utc(11, 2))
    friends = held.membership_type()
    membership, over, gap = (held.membership(ada, friends) for _ in range(3))
    terms = [
        held.term(membership, date(2024, 11, 1), date(2025, 10, 31)),
        held.term(membership, date(2025, 11, 1), date(2026, 10, 31), price_minor=5_400, automatic=True),
        held.term(membership, date(2026, 11, 1), date(2027, 10, 31), price_minor=5_500),
    ]
    orders = [sell.order(ada, placed_at=utc(10, 20, year=year)) for year in (2024, 2025, 2026)]
    gone = held.term(over, date(2023, 5, 1), date(2024, 4, 30))
    back = held.term(over, date(2024, 5, 1), date(2025, 4, 30))
    # A single day between is enough.
    before = held.term(gap, date(2021, 6, 1), date(2022, 5, 31))
    after = held.term(gap, date(2022, 6, 2), date(2023, 6, 1))
    returned = sell.order(ada, placed_at=utc(4, 1, year=2024))
    await database.save(
        *(choir, *show.rows, *soon.rows, *later.rows, invited, waiting),
        raising.invitation(ada, later.instance, reply_status="NOT_SENT"),
        raising.attendee(invited, ada, is_invitee=True),
        raising.attendee(invited, "A guest"),
        *(friends, membership, over, gap, *terms, gone, back, before, after, *orders, returned),
        *(held.term_sold(order, term) for order, term in zip(orders, terms, strict=True)),
        held.term_sold(returned, back, state="RETURNED", returned_at=utc(4, 9, year=2024)),
    )

    found = await shown(
        ask,
        ada,
        """timeline { nodes {
          occurredAt title via opportunity { id } order { id }
          ... on InvitationEntry { step replyStatus guestCount venue: instance { venue { name } }
            onBehalfOf { fullName } invitation { id } }
          ... on MembershipEntry { action name startDate endDate price { amount } countsTowardsTotals
            membership { id } }
        } }""",
        by="femi",
    )

    def invitation(
        at: datetime, title: str, to: sell.Show, action: str, of: Any, guests: int
    ) -> dict[str, Any]:
        return {
            "occurredAt": at.isoformat(),
            "title": title,
            "via": ["OWNER"],
            "opportunity": None,
            "order": None,
            "step": action,
            "replyStatus": of.reply_status,
            "guestCount": guests,
            "venue": {"venue": {"name": to.venue.name}},
            "onBehalfOf": {"fullName": choir.name} if of is invited else None,
            "invitation": {"id": ids.encode("inv", of.id)},
        }

    def step(at: str, did: str, action: str, of: Any, order: Any = None) -> dict[str, Any]:
        return {
            "occurredAt": f"{at}:00:00+00:00",
            "title": f"{friends.name}: {did}",
            "via": ["OWNER"],
            "opportunity": None,
            "order": order and {"id": ids.encode("ord", order.id)},
            "action": action,
            "name": friends.name,
            "startDate": of.starts.isoformat(),
            "endDate": of.ends.isoformat(),
            "price": {"amount": f"{of.price_minor / 100:.2f}"},
            "countsTowardsTotals": True,
            "membership": {"id": ids.encode("mem", of.membership_id)},
        }

    assert found["nodes"] == [
        invitation(utc(11, 5, 18), "Accepted: The Gala", show, "REPLIED", invited, 1),
        invitation(utc(11, 2), "Invited: The Concert", soon, "INVITED", waiting, 0),
        invitation(utc(11, 1, 9), "Invited: The Gala", show, "INVITED", invited, 1),
        step("2026-10-20T10", "renewed", "RENEWED", terms[2], orders[2]),
        step("2025-10-20T10", "renewed by itself", "AUTO_RENEWED", terms[1], orders[1]),
        step("2024-10-20T10", "bought", "BOUGHT", terms[0], orders[0]),
        # The next term was returned, so that the one before it ran out after all.
        step("2024-04-30T23", "lapsed", "LAPSED", gone),
        step("2024-04-09T10", "returned", "RETURNED", back, returned),
        step("2024-04-01T10", "renewed", "RENEWED", back, returned),
        step("2023-06-01T23", "lapsed", "LAPSED", after),
        step("2023-04-30T23", "bought", "BOUGHT", gone),
        step("2022-06-01T23", "renewed", "RENEWED", after),
        step("2022-05-31T23", "lapsed", "LAPSED", before),
        step("2021-05-31T23", "bought", "BOUGHT", before),
    ]
