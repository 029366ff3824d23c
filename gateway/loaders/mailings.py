"""How mailings are read: what was sent to a customer, and what is known to have come of it."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Customer, Mailing, MailingClick, MailingRecord
from gateway.engine.declare import Tab
from gateway.loaders._scope import of_visible_customer

_record = MailingRecord.__table__
_mailing = Mailing.__table__
_click = MailingClick.__table__
_customer = Customer.__table__
_ZONE = sa.bindparam("zone", type_=sa.Text)


def _day(instant: sa.ColumnElement[object]) -> sa.ColumnElement[object]:
    return sa.cast(sa.func.timezone(_ZONE, instant, type_=sa.DateTime), sa.Date)


_read = (
    sa.select(
        *_record.c,
        _mailing.c.name,
        _mailing.c.kind,
        _mailing.c.campaign_id,
        _mailing.c.fulfilment_method,
        _day(_record.c.sent_at).label("sent_on"),
        _day(_record.c.opened_at).label("opened_on"),
        sa.exists().where(_click.c.record_id == _record.c.id).label("clicked"),
    )
    .join_from(_record, _mailing, _mailing.c.id == _record.c.mailing_id)
    .subquery("mailing_record_read")
)

_KINDS = ("kind", {"INTEGRATED_EMAIL": "IntegratedEmail", "POSTAL_MAILING": "PostalMailing"})

MAILING_SECTION = Tab("mailing-section", _customer, key=_customer.c.id, order=(_customer.c.id,))
MAILINGS = Tab(
    "mailings",
    _read,
    key=_read.c.customer_id,
    order=(_read.c.sent_at.desc(), _read.c.id.desc()),
    entity="mlr",
    kinds=_KINDS,
)
MAILING_RECORD = Tab(
    "mailing-record",
    _read,
    key=_read.c.id,
    order=(_read.c.id,),
    root_scope=of_visible_customer(_read.c.customer_id),
    entity="mlr",
    kinds=_KINDS,
)
MAILING_CLICKS = Tab(
    "mailing-clicks", _click, key=_click.c.record_id, order=(_click.c.clicked_at, _click.c.id)
)
