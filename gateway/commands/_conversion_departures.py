"""What becomes of a person's things when theirs becomes an organisation's record and none is made for them."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from db.models import (
    Agent,
    Customer,
    Household,
    Instance,
    Invitation,
    InvitationAttendee,
    OnlinePassword,
    PasswordLink,
    Pin,
    PreferenceAnswer,
    WalletCard,
)
from domain.preferences import Answer, Source
from gateway.commands._conversion import Conversion
from gateway.commands._conversion_people import close_stay
from gateway.commands._succession import successor_of, tell_successor

_card = WalletCard.__table__
_invitation = Invitation.__table__
_answer = PreferenceAnswer.__table__
_household = Household.__table__
_link = PasswordLink.__table__
_ONES_OWN = (OnlinePassword.__table__, Agent.__table__)

_NO_PERSON = "An Organisation has none, and no record was made for the person."


async def let_go(doing: Conversion) -> None:
    """What only a person has is removed; the ledger keeps it."""
    ledger, key, now = doing.ledger, doing.customer.id, doing.tx.now
    cards = sa.and_(_card.c.customer_id == key, _card.c.removed_at.is_(None))
    await ledger.change(_card, cards, {"removed_at": now, "preferred": False}, reason=_NO_PERSON)
    for table in _ONES_OWN:
        await ledger.drop(table, table.c.customer_id == key, reason=_NO_PERSON)
    links = sa.and_(_link.c.customer_id == key, _link.c.used_at.is_(None), _link.c.voided_at.is_(None))
    await ledger.change(_link, links, {"voided_at": now}, reason=_NO_PERSON)
    contacts = Customer.__table__
    named = contacts.c.primary_contact_id == key
    await ledger.change(contacts, named, {"primary_contact_id": None}, reason=_NO_PERSON)
    await _ask_anew(doing)
    await _cancel_invitations(doing)
    await _leave_household(doing)


async def _ask_anew(doing: Conversion) -> None:
    """Contact preferences start at Not Asked: who agreed was the person. Nothing of the history is lost."""
    latest = (
        sa.select(_answer.c.definition_id, _answer.c.statement, _answer.c.answer, _answer.c.at)
        .ext(distinct_on(_answer.c.definition_id))
        .where(_answer.c.customer_id == doing.customer.id)
        .order_by(_answer.c.definition_id, _answer.c.at.desc(), _answer.c.id.desc())
        .subquery("latest")
    )
    now = sa.literal(doing.tx.now, sa.DateTime(timezone=True))
    anew = sa.select(
        sa.literal(doing.customer.id, sa.Uuid).label("customer_id"),
        latest.c.definition_id,
        latest.c.statement,
        sa.literal(Answer.NOT_ASKED.value).label("answer"),
        sa.literal(Source.STAFF.value).label("source"),
        sa.literal(doing.tx.actor.user_id, sa.Uuid).label("user_id"),
        sa.literal(doing.tx.actor.username).label("username"),
        sa.literal("The record became an Organisation's.").label("reason"),
        # It is the latest, whatever clock the one before went by.
        sa.func.greatest(now, latest.c.at + sa.text("interval '1 microsecond'")).label("at"),
    ).where(latest.c.answer != Answer.NOT_ASKED.value)
    await doing.ledger.add(_answer, chosen=anew, reason=_NO_PERSON)


async def _cancel_invitations(doing: Conversion) -> None:
    coming = (
        sa.select(_invitation.c.id)
        .join(Instance, Instance.id == _invitation.c.instance_id)
        .where(_invitation.c.invitee_id == doing.customer.id, Instance.starts_at > doing.tx.now)
    )
    keys: list[UUID] = list(await doing.tx.session.scalars(coming))
    for column in (
        Pin.__table__.c.invitation_id,
        InvitationAttendee.__table__.c.invitation_id,
        _invitation.c.id,
    ):
        await doing.ledger.drop(column.table, column.in_(keys), reason="The invitation was cancelled.")


async def _leave_household(doing: Conversion) -> None:
    """As whoever leaves does: a primary hands over, and an empty household is closed (HHD-P03, HHD-P10)."""
    tx, key, home_id = doing.tx, doing.customer.id, doing.customer.household_id
    assert home_id is not None, "a person lives somewhere"
    await close_stay(doing)
    home = _household.c.id == home_id
    successor = await successor_of(tx, home_id, key)
    if successor is None:
        await doing.ledger.change(
            _household, home, {"closed_at": tx.now}, reason="Nobody is left in the household."
        )
        return
    led = sa.and_(home, _household.c.primary_id == key)
    if await doing.ledger.move(
        _household.c.primary_id, successor.id, led, reason="The primary householder left."
    ):
        doing.changes.append(tell_successor(tx, doing.customer, successor))
