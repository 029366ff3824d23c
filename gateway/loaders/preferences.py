"""How contact preferences are read: every one configured, with the customer's latest answer (CPR-02)."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import Customer, PreferenceAnswer, PreferenceDefinition, PreferenceStatement
from gateway.engine.declare import Tab
from gateway.loaders._bounces import email_bounces

_definition = PreferenceDefinition.__table__
_statement = PreferenceStatement.__table__
_answer = PreferenceAnswer.__table__
_customer = Customer.__table__

_latest = (
    sa.select(_answer)
    .where(_answer.c.customer_id == _customer.c.id, _answer.c.definition_id == _definition.c.id)
    .order_by(_answer.c.at.desc(), _answer.c.id.desc())
    .limit(1)
    .lateral("latest")
)

_of_record = (
    sa.select(
        _customer.c.id.label("customer_id"),
        _customer.c.active.label("customer_active"),
        _customer.c.deceased_on,
        _customer.c.email,
        email_bounces(_customer).label("email_bounces"),
        _definition.c.id.label("definition_id"),
        _definition.c.name,
        _definition.c.channel,
        _definition.c.partner_name,
        _definition.c.active.label("definition_active"),
        _definition.c.position,
        sa.func.coalesce(_latest.c.answer, "NOT_ASKED").label("answer"),
        _latest.c.at.label("answered_at"),
        _latest.c.source,
        _latest.c.username.label("answered_by"),
        _latest.c.statement.label("statement_seen"),
        _latest.c.reason,
        _latest.c.evidence,
    )
    .select_from(_customer.join(_definition, sa.true()).outerjoin(_latest, sa.true()))
    # A preference no longer asked stays visible where it was answered.
    .where(sa.or_(_definition.c.active, _latest.c.id.is_not(None)))
    .subquery("preference_of_record")
)

PREFERENCES = Tab(
    "contact-preferences",
    _of_record,
    key=_of_record.c.customer_id,
    order=(_of_record.c.position, _of_record.c.name, _of_record.c.definition_id),
)

_history = (
    sa.select(*_answer.c, _definition.c.name)
    .join_from(_answer, _definition, _definition.c.id == _answer.c.definition_id)
    .subquery("preference_history")
)

PREFERENCE_HISTORY = Tab(
    "contact-preference-history",
    _history,
    key=_history.c.customer_id,
    order=(_history.c.at.desc(), _history.c.id.desc()),
)

PREFERENCE_DEFINITION = Tab(
    "preference-definition", _definition, key=_definition.c.id, order=(_definition.c.id,), entity="prf"
)
PREFERENCE_DEFINITIONS = Tab(
    "preference-definitions",
    _definition,
    key=None,
    order=(_definition.c.position, _definition.c.name, _definition.c.id),
    entity="prf",
)
PREFERENCE_STATEMENTS = Tab(
    "preference-statements",
    _statement,
    key=_statement.c.definition_id,
    order=(_statement.c.statement.desc(),),
)
