"""How everything is read that decides whether Gift Aid can be claimed for one donation, in a single statement."""

from __future__ import annotations

import sqlalchemy as sa

from db.gift_aid import CANCELLED, DECLARED
from db.models import CancelledDeclaration, GiftAidCancellation, GiftAidDeclaration
from gateway.engine.statements import compiled
from gateway.loaders._scope import of_visible_customer
from gateway.loaders.donations import DONATION

_donation = DONATION.source
_declaration = GiftAidDeclaration.__table__
_cancellation = GiftAidCancellation.__table__
_named = CancelledDeclaration.__table__

_declarations = (
    sa.select(sa.func.row(*DECLARED))
    .where(_declaration.c.customer_id == _donation.c.owner_id)
    .correlate(_donation)
    .scalar_subquery()
)
_cancellations = (
    sa.select(sa.func.row(*CANCELLED))
    .join_from(_cancellation, _named, _named.c.cancellation_id == _cancellation.c.id)
    .where(_cancellation.c.customer_id == _donation.c.owner_id)
    .order_by(_cancellation.c.id)
    .correlate(_donation)
    .scalar_subquery()
)

# What the rules go by of a donation.
GIFT_COLUMNS = (
    _donation.c.owner_id,
    _donation.c.donor_kind,
    _donation.c.made_on,
    _donation.c.amount_minor,
    _donation.c.source,
    _donation.c.state,
    _donation.c.fund_eligible,
    _donation.c.excluded_from_gift_aid,
    _donation.c.gift_aid_claimed_on,
)
# A donation of a restricted order is left out by its source, and one of a customer who may not be seen here.
GIFT = compiled(
    sa.select(
        *GIFT_COLUMNS,
        sa.func.array(_declarations).label("declarations"),
        sa.func.array(_cancellations).label("cancellations"),
    ).where(
        _donation.c.id == sa.bindparam("donation_id", type_=sa.Uuid),
        of_visible_customer(_donation.c.owner_id),
    )
)
