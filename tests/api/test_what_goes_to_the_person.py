"""What of a record that becomes an organisation's goes to the person over HTTP, what stays, and what is let go."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from db.models import (
    Invitation,
    InvitationAttendee,
    Order,
    PreferenceAnswer,
    Relationship,
    WalletCard,
)
from gateway.engine import ids
from tests import box_office, fundraising, people, subscriptions
from tests import factories as make
from tests.api._converting import (
    convert,
    counted,
    done,
    person_of,
    someone,
    stays,
    to_organisation,
)
from tests.ask import Ask
from tests.database import Database

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.rule("HHD-P10", "HHD-P11")
async def test_the_place_of_the_primary_householder_goes_to_the_person(ask: Ask, database: Database) -> None:
    home, ada, [_mate] = await people.family(database, {"first_name": "Bob"})
    type_ = people.membership_of_choir()
    await database.save(type_)

    payload = done(await convert(ask, ada, to_organisation(type_)))

    assert payload["person"]["primaryHouseholder"] is True
    assert payload["person"]["household"] == {"id": ids.encode("hhd", home.id)}
    assert await stays(database, ada.id) == [("RECORD_MADE", "CONVERTED")]
    assert await stays(database, person_of(payload)) == [("CONVERTED", None)]


@pytest.mark.rule("WAL-P05", "MEM-P10", "INV-P05")
async def test_cards_and_invitations_go_and_memberships_stay_without_renewing(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    show, kind = box_office.show(), subscriptions.membership_type()
    card = subscriptions.card(one.ada, preferred=True)
    member = subscriptions.membership(one.ada, kind, auto_renew=True, card_id=card.id)
    asked = fundraising.invitation(one.ada, show.instance)
    comes = fundraising.attendee(asked, one.ada, is_invitee=True)
    await database.save(*show.rows, kind, card, member, asked, comes)

    payload = done(await convert(ask, one.ada, one.input))

    person = person_of(payload)
    moved = {"WALLET_CARDS": 1, "INVITATIONS": 1, "HOUSEHOLD": 1, "NAMES": 1, "EMAIL": 1}
    assert counted(payload["moved"]) == moved
    assert counted(payload["removed"]) == {"AUTO_RENEWAL": 1}
    assert await database.one(select(WalletCard.customer_id).where(WalletCard.id == card.id)) == person
    assert await database.one(select(Invitation.invitee_id).where(Invitation.id == asked.id)) == person
    guest = select(InvitationAttendee.customer_id).where(InvitationAttendee.id == comes.id)
    assert await database.one(guest) == person
    now = await database.one(select(type(member)).where(type(member).id == member.id))
    assert (now.customer_id, now.auto_renew, now.card_id) == (one.ada.id, False, None)


@pytest.mark.rule("CNV-P02", "CNV-P06", "REL-P01")
async def test_facilitated_orders_and_relationships_go_and_own_orders_stay(
    ask: Ask, database: Database
) -> None:
    one = await someone(database)
    choir, friend = make.organisation(), make.individual()
    member, parent = people.membership_of_choir(), people.relationship_type()
    own = box_office.order(one.ada)
    await database.save(choir, *friend, member, parent, own)
    sings = people.relationship(member, one.ada, choir)
    child = people.relationship(parent, friend[1], one.ada)
    placed = box_office.order(choir, facilitator_id=one.ada.id)
    await database.save(sings, child, placed)

    payload = done(await convert(ask, one.ada, one.input))

    person = person_of(payload)
    ties = await database.all(select(Relationship).where(Relationship.id.in_([sings.id, child.id])))
    assert {(tie.a_id, tie.b_id) for tie in ties} == {(person, choir.id), (friend[1].id, person)}
    parts = {
        order.id: (order.owner_id, order.facilitator_id)
        for order in await database.all(select(Order).where(Order.id.in_([own.id, placed.id])))
    }
    assert parts == {own.id: (one.ada.id, None), placed.id: (choir.id, person)}


@pytest.mark.rule("OPP-P06", "TSB-P05", "PLG-P11")
async def test_opportunities_pledges_and_subscriptions_stay(ask: Ask, database: Database) -> None:
    one = await someone(database)
    to, at, fund = fundraising.campaign(), fundraising.stage(), box_office.fund()
    chance = fundraising.opportunity(one.ada, to, at)
    show = box_office.show()
    structure = subscriptions.structure(show)
    await database.save(to, at, fund, chance, *show.rows, *structure.rows)
    pledge = fundraising.pledge(chance, fund)
    held = subscriptions.ticket_subscription(one.ada, structure)
    await database.save(pledge, held)

    done(await convert(ask, one.ada, one.input))

    for row in (chance, held):
        assert await database.one(select(type(row).customer_id).where(type(row).id == row.id)) == one.ada.id


@pytest.mark.rule("CNV-P02", "WAL-P05", "HHD-P10")
async def test_without_a_record_for_the_person_only_the_name_and_the_type_are_kept(
    ask: Ask, database: Database
) -> None:
    _home, ada, [bob] = await people.family(
        database, {"first_name": "Bob"}, email=f"{make.unique('a')}@b.org"
    )
    definition, statement = make.preference()
    type_, card = people.membership_of_choir(), subscriptions.card(ada, preferred=True)
    await database.save(type_, card, definition, statement, make.answer(ada.id, definition.id))

    payload = done(await convert(ask, ada, to_organisation(type_, keepPersonRecord=False)))

    assert payload["person"] is None
    contact = payload["customer"]
    assert (contact["primaryContact"], contact["primaryContactRecord"]) == ("Ada Byron", None)
    assert contact["primaryContactRelationshipType"] == {"id": ids.encode("rlt", type_.id)}
    removed = {"EMAIL": 1, "CONTACT_PREFERENCES": 1, "WALLET_CARDS": 1, "HOUSEHOLD": 1}
    assert counted(payload["removed"]) == removed
    gone = await database.one(select(WalletCard).where(WalletCard.id == card.id))
    assert (gone.customer_id, gone.removed_at, gone.preferred) == (ada.id, NOW, False)
    answers = await database.all(
        select(PreferenceAnswer.answer)
        .where(PreferenceAnswer.definition_id == definition.id, PreferenceAnswer.customer_id == ada.id)
        .order_by(PreferenceAnswer.at)
    )
    assert answers == ["YES", "NOT_ASKED"]
    assert await database.events(bob.id) == ["household.primary-changed"]
