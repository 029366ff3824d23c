"""Invitations of two records to one instance become one, with everybody who comes because of either."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from db.demo.personas import ADE, FEMI
from db.models import (
    Invitation,
    InvitationAttendee,
    Pin,
)
from tests import box_office, fundraising
from tests import factories as make
from tests.carrying_out import merged
from tests.commands.test_merge_holdings import of, pair
from tests.database import Database
from tests.inviting import pin


@pytest.mark.rule("INV-P05")
async def test_of_two_invitations_to_one_instance_the_latest_actual_reply_stands_and_all_come(
    database: Database,
) -> None:
    ada, bob = await pair(database)
    show, (home, cara) = box_office.show(), make.individual(first_name="Cara")
    ours = fundraising.invitation(ada, show.instance, reply_status="DECLINED", guests_allowed=1)
    theirs = fundraising.invitation(
        bob, show.instance, reply_status="ACCEPTED", replied_at=datetime(2026, 11, 9, tzinfo=UTC)
    )
    await database.save(*show.rows, home, cara, ours, theirs)
    own, guest = fundraising.attendee(ours, ada, is_invitee=True), fundraising.attendee(ours, "Rex")
    others = (
        fundraising.attendee(theirs, bob, is_invitee=True, attended=True),
        fundraising.attendee(theirs, "REX"),
        fundraising.attendee(theirs, cara),
        fundraising.attendee(theirs, ada),
    )
    await database.save(own, guest, *others, pin(FEMI.id, ours), pin(FEMI.id, theirs), pin(ADE.id, theirs))

    await merged(database, ada, bob)

    (kept,) = await of(database, Invitation, Invitation.invitee_id, ada)
    assert (kept.id, kept.reply_status, kept.replied_at, kept.guests_allowed) == (
        ours.id,
        "ACCEPTED",
        theirs.replied_at,
        1,
    )
    coming = await database.all(
        sa.select(InvitationAttendee).where(InvitationAttendee.invitation_id == ours.id)
    )
    assert {(each.customer_id, each.name, each.is_invitee, each.attended) for each in coming} == {
        (ada.id, None, True, True),
        (None, "Rex", False, None),
        (cara.id, None, False, None),
    }
    pinned = await database.all(sa.select(Pin.user_id).where(Pin.invitation_id == ours.id))
    assert set(pinned) == {FEMI.id, ADE.id}
    assert len(pinned) == 2


@pytest.mark.rule("INV-P05")
@pytest.mark.parametrize(
    ("ours", "theirs", "stands"),
    [
        ("INVITED", "NO_REPLY", "NO_REPLY"),
        ("NOT_SENT", "INVITED", "INVITED"),
        ("NO_REPLY", "INVITED", "NO_REPLY"),
        ("TENTATIVE", "NO_REPLY", "TENTATIVE"),
        ("NOT_SENT", "ACCEPTED", "ACCEPTED"),
    ],
)
async def test_without_an_actual_reply_what_is_further_on_stands(
    database: Database, ours: str, theirs: str, stands: str
) -> None:
    ada, bob = await pair(database)
    show = box_office.show()
    one = fundraising.invitation(ada, show.instance, reply_status=ours)
    other = fundraising.invitation(bob, show.instance, reply_status=theirs)
    await database.save(*show.rows, one, other)

    await merged(database, ada, bob)

    (kept,) = await of(database, Invitation, Invitation.invitee_id, ada)
    assert (kept.id, kept.reply_status) == (one.id, stands)


async def test_a_guest_who_is_the_invitee_after_all_comes_once(database: Database) -> None:
    ada, bob = await pair(database)
    show = box_office.show()
    asked = fundraising.invitation(ada, show.instance)
    await database.save(*show.rows, asked)
    await database.save(
        fundraising.attendee(asked, ada, is_invitee=True), fundraising.attendee(asked, bob, attended=True)
    )

    await merged(database, ada, bob)

    (coming,) = await database.all(
        sa.select(InvitationAttendee).where(InvitationAttendee.invitation_id == asked.id)
    )
    assert (coming.customer_id, coming.is_invitee, coming.attended) == (ada.id, True, True)


@pytest.mark.rule("MRG-P11")
async def test_nobody_is_invited_on_behalf_of_the_record_that_they_become(database: Database) -> None:
    ada, bob = await pair(database)
    first, second = box_office.show(), box_office.show()
    invited = [
        fundraising.invitation(ada, first.instance, on_behalf_of_id=bob.id),
        fundraising.invitation(bob, second.instance, on_behalf_of_id=ada.id),
    ]
    await database.save(*first.rows, *second.rows, *invited)

    await merged(database, ada, bob)

    kept = await of(database, Invitation, Invitation.invitee_id, ada)
    assert {(each.id, each.on_behalf_of_id) for each in kept} == {(each.id, None) for each in invited}
