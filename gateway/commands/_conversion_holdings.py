"""What a conversion does with credit, legacies, memberships, Gift Aid, attributes and relationships."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from uuid_utils.compat import uuid7

from db.models import (
    AttributeValue,
    CancelledDeclaration,
    GiftAidCancellation,
    Membership,
    Opportunity,
    Pledge,
    Relationship,
)
from domain.audit import change
from domain.conversions import ToIndividual, ToOrganisation
from domain.gift_aid import CancellationOption
from domain.pledges import PledgeKind
from gateway.commands._conversion import Conversion
from gateway.commands._credit_transfers import transfer_credit
from gateway.commands._values import change_of, in_clear
from gateway.commands.attributes import definitions_of
from gateway.commands.gift_aid_adjustments import adjust_overclaimed

_membership = Membership.__table__
_relationship = Relationship.__table__
_opportunity = Opportunity.__table__
_value = AttributeValue.__table__
_cancellation = GiftAidCancellation.__table__
_cancelled = CancelledDeclaration.__table__


async def drop_attributes(doing: Conversion) -> None:
    """Values of attributes that the new kind does not have are removed, each with its line in the audit (CNV-P09)."""
    lost = [each.definition_id for each in doing.plan.lost]
    if not lost:
        return
    of_record = sa.and_(_value.c.customer_id == doing.customer.id, _value.c.definition_id.in_(lost))
    definitions = await definitions_of(doing.tx, lost)
    rows = await doing.tx.session.scalars(sa.select(AttributeValue).where(of_record))
    for row in rows:
        before = in_clear(row) if row.ciphertext is None else None
        doing.changes.append(change_of(definitions[row.definition_id], before, None, doing.place.currency))
        doing.tx.session.expunge(row)
    await doing.ledger.drop(_value, of_record, reason="The new kind of record does not have the attribute.")


async def end_relationships(doing: Conversion, choices: ToOrganisation | ToIndividual) -> None:
    """The relationships that were chosen end today; one that had not begun ends as it begins."""
    ended = [each for each in doing.plan.ties if each.id in choices.end_relationships]
    today = doing.place.today
    await doing.ledger.change(
        _relationship,
        _relationship.c.id.in_([each.id for each in ended]),
        {"ends": sa.func.greatest(sa.literal(today, sa.Date), _relationship.c.starts)},
        reason="Its type does not allow the new kind of record.",
    )
    for each in ended:
        ends = change("relationship.ends", None, today)
        doing.changes.append(ends)
        doing.tx.record(
            "relationship.ended",
            each.other_id,
            narrative="Relationship ended: relationship.ends",
            changes=[ends],
            by=doing.author,
        )


async def end_auto_renewal(doing: Conversion) -> None:
    """Memberships stay, and are no longer renewed by themselves from a card (MEM-P10)."""
    renewed = sa.or_(_membership.c.auto_renew, _membership.c.card_id.is_not(None))
    await doing.ledger.change(
        _membership,
        sa.and_(_membership.c.customer_id == doing.customer.id, renewed),
        {"auto_renew": False, "card_id": None},
        reason="An Organisation has no cards.",
    )


async def end_gift_aid(doing: Conversion) -> None:
    """Declarations stay as history; none covers gifts from today on (GAD-P17)."""
    named, today = doing.plan.declarations, doing.place.today
    if not named:
        return
    cancellation = {
        "id": uuid7(),
        "customer_id": doing.customer.id,
        "made_at": doing.tx.now,
        "made_on": today,
        "option": CancellationOption.FROM_TODAY.value,
        "effective_from": today,
        "note": f"The record became an Organisation's ({doing.name}).",
        "created_by": doing.tx.actor.username,
    }
    reason = "An Organisation cannot give with Gift Aid."
    await doing.ledger.add(_cancellation, cancellation, reason=reason)
    rows = [{"cancellation_id": cancellation["id"], "declaration_id": each} for each in named]
    await doing.ledger.add(_cancelled, *rows, reason=reason)
    await adjust_overclaimed(doing.tx, today, doing.place.house, owner_id=doing.customer.id)
    doing.changes.append(change("giftAid.effective_from", None, today))


async def hand_over_credit(doing: Conversion, to: UUID) -> None:
    """The whole account goes to whoever was named (CRD-P09)."""
    amount = await transfer_credit(
        doing.tx,
        doing.ledger,
        doing.customer.id,
        to,
        doing.place,
        reason="Organisations do not purchase.",
    )
    doing.changes.append(change("credit.amount_minor", amount, None))
    _tell(doing, to, "credit.transferred", "Account credit taken over", "credit.amount_minor", amount)


async def hand_over_legacies(doing: Conversion, to: UUID) -> None:
    """Opportunities with a legacy go to whoever was named, with all that is linked to them (PLG-P11).

    Fundraisers alone are told of it.
    """
    live = sa.exists().where(
        Pledge.opportunity_id == _opportunity.c.id,
        Pledge.kind == PledgeKind.LEGACY.value,
        Pledge.cancelled_at.is_(None),
        Pledge.written_off_at.is_(None),
    )
    of_record = sa.and_(_opportunity.c.customer_id == doing.customer.id, live)
    moved = await doing.ledger.move(
        _opportunity.c.customer_id, to, of_record, reason="Only a person leaves a legacy."
    )
    event, subject = "opportunity.transferred", "Opportunities taken over"
    _tell(doing, to, event, subject, "opportunity.count", moved, restricted=True)


def _tell(
    doing: Conversion, to: UUID, event: str, subject: str, path: str, value: int, *, restricted: bool = False
) -> None:
    """What was transferred, on the record that takes it over."""
    doing.tx.record(
        event,
        to,
        narrative=f"{subject}: {path}",
        changes=[change(path, None, value)],
        restricted=restricted,
        by=doing.author,
    )
