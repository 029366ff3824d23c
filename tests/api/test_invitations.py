"""The Invitations tab: what a person is asked to, what they answered, and who comes with them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.demo.personas import FEMI
from gateway.engine import ids
from gateway.schema import build
from gateway.settings import Limits
from tests import box_office, inviting, people
from tests import factories as make
from tests import fundraising as raising
from tests.api._invitations import OPEN, invited
from tests.ask import Ask
from tests.database import Database

LAST_WEEK, TODAY, TOMORROW, NEXT_YEAR = (
    datetime(2026, 11, 15, 19, 30, tzinfo=UTC),
    datetime(2026, 11, 22, 19, 30, tzinfo=UTC),
    datetime(2026, 11, 23, 9, 59, tzinfo=UTC),
    datetime(2027, 1, 31, 19, 30, tzinfo=UTC),
)


@pytest.mark.rule("INV-03", "INV-04", "INV-P01")
async def test_an_invitation_tells_what_for_for_whom_and_who_comes(ask: Ask, database: Database) -> None:
    home, ada = make.individual(title="Dr")
    other, bob = make.individual(first_name="Bob", last_name="Marsh")
    choir, kind = make.organisation(name=make.choir()), people.membership_of_choir()
    show = box_office.show("Gala Night", NEXT_YEAR)
    order = box_office.order(ada)
    ticket = box_office.ticket(order, show)
    asked = raising.invitation(
        ada, show.instance, reply_status="ACCEPTED", guests_allowed=3, on_behalf_of_id=choir.id
    )
    coming = [
        raising.attendee(asked, "Somebody's aunt", position=2),
        raising.attendee(asked, bob, position=1, attended=False),
        raising.attendee(asked, ada, is_invitee=True, ticket_id=ticket.id, position=9),
    ]
    related = people.relationship(kind, ada, choir)
    await database.save(
        home, ada, other, bob, choir, kind, related, *show.rows, order, ticket, asked, *coming
    )

    (shown,) = await invited(ask, ada)

    assert shown == {
        "id": ids.encode("inv", asked.id),
        "eventName": "Gala Night",
        "startsAt": "2027-01-31T19:30:00+00:00",
        "countdown": {"label": "70 days", "duration": "P70D", "isPast": False},
        "replyStatus": "ACCEPTED",
        "replyLabel": "Accepted",
        "invitedAt": "2026-11-01T09:00:00+00:00",
        "repliedAt": "2026-11-05T18:00:00+00:00",
        "guestsAllowed": 3,
        "guestCount": 2,
        "version": 1,
        "pinned": False,
        "onBehalfOfRelated": True,
        "instance": {
            "id": ids.encode("ins", show.instance.id),
            "event": {"name": "Gala Night"},
            "venue": {"town": "Bristol"},
        },
        "invitee": {"fullName": "Dr Ada Byron"},
        "onBehalfOf": {"__typename": "Organisation", "fullName": choir.name},
        "attendees": [
            {
                "name": "Dr Ada Byron",
                "customer": {"friendlyId": f"I-{ada.number}"},
                "isInvitee": True,
                "attended": None,
                "ticket": {"id": ids.encode("itm", ticket.id)},
            },
            {
                "name": "Bob Marsh",
                "customer": {"friendlyId": f"I-{bob.number}"},
                "isInvitee": False,
                "attended": False,
                "ticket": None,
            },
            {
                "name": "Somebody's aunt",
                "customer": None,
                "isInvitee": False,
                "attended": None,
                "ticket": None,
            },
        ],
    }
    document = "query ($id: ID!) { node(id: $id) { __typename ... on Invitation { eventName } } }"
    node = {"__typename": "Invitation", "eventName": "Gala Night"}
    assert (await ask(document, by="femi", id=shown["id"])).ok == {"node": node}
    assert (await ask(document, by="bea", id=shown["id"])).ok == {"node": None}


@pytest.mark.rule("INV-01", "INV-05", "INV-06")
async def test_the_tab_lists_all_that_the_person_is_invited_to_what_comes_last_first(
    ask: Ask, database: Database
) -> None:
    home, ada = make.individual()
    show = box_office.show(starts_at=TODAY)
    again = [show.again(starts_at) for starts_at in (LAST_WEEK, NEXT_YEAR, TOMORROW)]
    asked = [
        raising.invitation(ada, show.instance, reply_status="TENTATIVE"),
        raising.invitation(ada, again[0], reply_status="NO_REPLY"),
        raising.invitation(ada, again[1], reply_status="NOT_SENT"),
        raising.invitation(ada, again[2], reply_status="DECLINED"),
    ]
    await database.save(home, ada, *show.rows, *again, *asked)

    async def listed(**asked: Any) -> list[tuple[str, str]]:
        return [(each["replyLabel"], each["countdown"]["label"]) for each in await invited(ask, ada, **asked)]

    assert await listed() == [
        ("Not sent", "70 days"),
        ("Declined", "23 hours"),
        ("Tentative", "9 hours"),
        ("No reply", "PAST"),
    ]
    assert await listed(upcoming=True) == [
        ("Not sent", "70 days"),
        ("Declined", "23 hours"),
        ("Tentative", "9 hours"),
    ]
    assert await listed(upcoming=True, now="2026-11-22T19:30:00+00:00") == [
        ("Not sent", "70 days"),
        ("Declined", "14 hours"),
    ]
    assert await listed(replies=["NO_REPLY", "TENTATIVE"]) == [("Tentative", "9 hours"), ("No reply", "PAST")]
    assert await listed(replies=["NO_REPLY"], upcoming=True) == []
    assert await listed(replies=[]) == []


@pytest.mark.rule("INV-P03")
async def test_the_days_until_then_are_those_of_the_systems_zone(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    # Half past seven in London on the evening after the clocks went forward.
    show = box_office.show(starts_at=datetime(2026, 3, 29, 18, 30, tzinfo=UTC))
    await database.save(home, ada, *show.rows, raising.invitation(ada, show.instance))

    told = [
        [each["countdown"]["label"] for each in await invited(ask, ada, now=now)]
        for now in ("2026-03-28T19:30:00+00:00", "2026-03-28T19:31:00+00:00")
    ]

    assert told == [["1 day"], ["22 hours"]]


@pytest.mark.rule("INV-P01")
async def test_whether_the_organisation_is_related_is_told_as_of_today(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    choir, kind = make.organisation(name=make.choir()), people.membership_of_choir()
    back = people.relationship_type(from_kind="O", to_kind="I")
    show = box_office.show(starts_at=NEXT_YEAR)
    alone = show.again(TODAY)
    asked = raising.invitation(ada, show.instance, on_behalf_of_id=choir.id)
    over = people.relationship(kind, ada, choir, starts=date(2020, 1, 1), ends=date(2026, 11, 22))
    begins = people.relationship(back, choir, ada, starts=date(2026, 11, 24))
    await database.save(home, ada, choir, kind, back, over, begins, *show.rows, alone)
    await database.save(asked, raising.invitation(ada, alone))

    async def related(now: str) -> list[bool | None]:
        return [each["onBehalfOfRelated"] for each in await invited(ask, ada, now=now)]

    assert await related("2026-11-21T10:00:00+00:00") == [True, None]
    assert await related("2026-11-22T10:00:00+00:00") == [False, None]
    assert await related("2026-11-24T10:00:00+00:00") == [True, None]


@pytest.mark.rule("INV-02", "INV-P04", "NAV-14")
def test_only_individuals_have_the_field() -> None:
    types: Any = build(Limits()).graphql.type_map

    having = {
        name for name in ("Customer", "Individual", "Organisation") if "invitations" in types[name].fields
    }
    assert having == {"Individual"}


@pytest.mark.rule("NAV-14", "ROL-05", "ROL-P04")
@pytest.mark.parametrize("by", ["bea", "ade", "sam"])
async def test_invitations_are_for_fundraisers_alone(ask: Ask, database: Database, by: str) -> None:
    home, ada = make.individual()
    show = box_office.show()
    await database.save(home, ada, *show.rows, raising.invitation(ada, show.instance))

    answer = await ask(OPEN, by=by, id=f"{ada.number}")

    assert answer.codes == ["FORBIDDEN"]
    assert answer.data == {"customer": {"invitations": None}}


@pytest.mark.rule("INV-08")
async def test_an_invitation_says_whether_it_is_on_your_pinboard(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    show = box_office.show()
    asked = raising.invitation(ada, show.instance)
    await database.save(home, ada, *show.rows, asked, inviting.pin(FEMI.id, asked))

    assert [each["pinned"] for each in await invited(ask, ada)] == [True]
    answer = await ask(OPEN, by="olga", id=f"{ada.number}")
    assert [each["pinned"] for each in answer.ok["customer"]["invitations"]["nodes"]] == [False]


@pytest.mark.rule("NAV-P01")
async def test_the_section_counts_what_the_tab_shows(ask: Ask, database: Database) -> None:
    home, ada = make.individual()
    show = box_office.show(starts_at=LAST_WEEK)
    later = show.again(NEXT_YEAR)
    asked = [raising.invitation(ada, instance) for instance in (show.instance, later)]
    await database.save(home, ada, *show.rows, later, *asked)
    document = "query ($id: ID!) { customer(id: $id) { sections { key count available } } }"

    sections = (await ask(document, by="femi", id=f"{ada.number}")).ok["customer"]["sections"]

    assert {"key": "INVITATIONS", "count": 2, "available": True} in sections
