"""To what the twelve are invited, what was done about them, and what the fundraisers keep at hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from db.demo.fixed import Series, fixed_id
from db.demo.fundraising.activities import activity
from db.demo.fundraising.guests import Guest, Invited
from db.demo.fundraising.inviting import press_tickets
from db.demo.fundraising.pins import Pinned, pin
from db.demo.fundraising.rows import ActivityRow, PinRow
from db.demo.fundraising.shown import (
    AGREEABLE,
    CHOIR_LEFT,
    CHOIR_TRUST,
    KATHERINES,
    REOPENED,
    ROOF_GIFT,
    SLATE,
)
from db.demo.house.fundraising import (
    CALL,
    FAX,
    LETTER,
    LUNCH,
    MEETING,
    PROPOSAL,
    THANK_YOU,
    TOUR,
    ActivityTypeRow,
)
from db.demo.house.programme import Instance
from db.demo.personas import FEMI, OLGA, Persona
from db.demo.rows import Batch
from db.demo.sales.cast import Cast
from db.demo.sales.drafts import Draft
from db.demo.sales.patrons import Patron
from db.demo.showcase import CHOIR, JOSE, KATE, KATHERINE, LINUS, OTTILIE, SIOBHAN
from domain.invitations import ReplyStatus
from domain.orders import PaymentMethod, SalesChannel

_DAY = timedelta(days=1)


def shown_invitations(cast: Cast, batch: Batch, ottilie: Patron) -> list[Invited]:
    """Ottilie's, with every reply; and one evening to which the two records of Katherine are both invited."""
    before = [each for each in cast.house.occasions if each.starts_at < cast.house.now]
    ahead = sorted(
        (each for each in cast.house.occasions if each.starts_at >= cast.house.now),
        key=lambda each: each.starts_at,
    )
    last = sorted(before, key=lambda each: each.starts_at)
    accepted = _invite(cast, 1, OTTILIE, ahead[0], ReplyStatus.ACCEPTED, allowed=3)
    accepted.guests = [Guest(OTTILIE), Guest(JOSE), Guest(name="Perpetua Lamb"), Guest(LINUS)]
    for_choir = _invite(cast, 2, OTTILIE, ahead[1], ReplyStatus.TENTATIVE, allowed=1)
    for_choir.on_behalf_of, for_choir.guests = CHOIR, [Guest(OTTILIE)]
    waiting = _invite(cast, 3, OTTILIE, ahead[2], ReplyStatus.INVITED, allowed=1)
    unsent = _invite(cast, 4, OTTILIE, ahead[3], ReplyStatus.NOT_SENT)
    came = _invite(cast, 5, OTTILIE, last[-1], ReplyStatus.ACCEPTED, allowed=2)
    came.guests = [Guest(OTTILIE, attended=True), Guest(JOSE, attended=False)]
    came.guests.append(Guest(name="Rosalind Achterberg", attended=True))
    declined = _invite(cast, 6, OTTILIE, last[-2], ReplyStatus.DECLINED)
    silent = _invite(cast, 7, OTTILIE, last[-3], ReplyStatus.NO_REPLY, allowed=1)
    first = _invite(cast, 8, KATHERINE, ahead[0], ReplyStatus.ACCEPTED, allowed=1)
    first.guests = [Guest(KATHERINE), Guest(name="Ignatius Pryce")]
    second = _invite(cast, 9, KATE, ahead[0], ReplyStatus.INVITED, allowed=2)
    return [
        *(accepted, for_choir, waiting, unsent, came, declined, silent, first, second),
        _press_night(cast, batch, ottilie),
    ]


def _press_night(cast: Cast, batch: Batch, ottilie: Patron) -> Invited:
    """One to which she came with a ticket that was scanned."""
    night = next(each for each in reversed(cast.office.desk.inviting.press) if each.starts_at < cast.ago(30))
    invited = _invite(cast, 10, OTTILIE, night, ReplyStatus.ACCEPTED, allowed=1)
    at = invited.replied_at
    assert at is not None, "who accepted has replied"
    items = press_tickets(night, 2)
    invited.guests = [Guest(OTTILIE, ticket=items[0]), Guest(JOSE, ticket=items[1])]
    phone, card = SalesChannel.PHONE, PaymentMethod.CARD
    order = Draft(ottilie.id, ottilie.name, at, phone, "femi", card, items, spends_credit=False)
    cast.settle(batch, ottilie, [order.bought()])
    return invited


def _invite(
    cast: Cast, ordinal: int, invitee_id: UUID, instance: Instance, status: ReplyStatus, *, allowed: int = 0
) -> Invited:
    """An invitation that was sent six weeks before, or last week where that is later; answered two days after."""
    sent = min(instance.starts_at - 42 * _DAY, cast.ago(9 - ordinal / 10))
    key = fixed_id(Series.INVITATION, ordinal)
    invited = Invited(key, invitee_id, instance, status, sent - _DAY, allowed=allowed)
    if status is not ReplyStatus.NOT_SENT:
        invited.invited_at = sent
    if status in {ReplyStatus.ACCEPTED, ReplyStatus.DECLINED, ReplyStatus.TENTATIVE}:
        invited.replied_at = sent + 2 * _DAY
    return invited


def shown_activities(cast: Cast) -> list[ActivityRow]:
    """What was done, is planned, and ought to have been done; of Ottilie mostly."""
    ago = cast.ago
    done: tuple[tuple[UUID, ActivityTypeRow, str, float, int | None, Persona, str | None], ...] = (
        (OTTILIE, FAX, "Faxed the drawings of the tower", 3000, None, FEMI, None),
        (OTTILIE, TOUR, "Showed the fly tower", 378, ROOF_GIFT, OLGA, "José asked about the winches."),
        (OTTILIE, LUNCH, "Lunch with the chair", 262, ROOF_GIFT, OLGA, "Said yes on the stairs afterwards."),
        (OTTILIE, CALL, "Rang about the slate", 201, SLATE, FEMI, None),
        (OTTILIE, THANK_YOU, "Thank-you call", 138, SLATE, FEMI, "Delighted to be rung."),
        (CHOIR, PROPOSAL, "Proposal for the new hymn book", 262, CHOIR_TRUST, FEMI, None),
        (SIOBHAN, CALL, "Rang about the reading", 34, AGREEABLE, OLGA, "Agrees, but not before spring."),
    )
    planned = (
        (OTTILIE, LETTER, "Write by hand before December", 10.0, REOPENED, FEMI, None),
        (OTTILIE, MEETING, "Coffee about the next instalment", -6.0, ROOF_GIFT, OLGA, "Bring the model."),
        (CHOIR, CALL, "Find out who speaks for the choir now", 21.0, CHOIR_LEFT, OLGA, None),
        (KATHERINE, CALL, "Ring after the first night", -15.0, KATHERINES, FEMI, None),
    )
    rows = []
    for ordinal, (who, kind, subject, days, about, by, notes) in enumerate((*done, *planned), start=1):
        at: datetime = ago(days)
        rows.append(
            activity(
                fixed_id(Series.ACTIVITY, ordinal),
                who,
                kind,
                subject,
                at,
                done_at=at if ordinal <= len(done) else None,
                by=by,
                notes=notes,
                opportunity_id=cast.prospects[about].id if about else None,
                created_at=min(at, ago(25)),
            )
        )
    return rows


def shown_pins(cast: Cast) -> list[PinRow]:
    """Ottilie on both boards, and on each what its owner is about."""
    wanted = (
        (FEMI, Pinned(customer_id=OTTILIE)),
        (FEMI, Pinned(opportunity_id=cast.prospects[REOPENED].id)),
        (FEMI, Pinned(invitation_id=fixed_id(Series.INVITATION, 1))),
        (OLGA, Pinned(customer_id=OTTILIE)),
        (OLGA, Pinned(customer_id=CHOIR)),
        (OLGA, Pinned(opportunity_id=cast.prospects[ROOF_GIFT].id)),
        (OLGA, Pinned(opportunity_id=cast.prospects[CHOIR_LEFT].id)),
        (OLGA, Pinned(invitation_id=fixed_id(Series.INVITATION, 2))),
    )
    return [
        pin(fixed_id(Series.PIN, ordinal), of, what, cast.ago(6 - ordinal / 10))
        for ordinal, (of, what) in enumerate(wanted, start=1)
    ]
