"""How customers are read: by id, by number and by household, an id merged away leading to its survivor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import Customer, Household, Order, PreferenceAnswer, PreferenceDefinition
from db.scope import visible_customer
from gateway.engine.declare import Tab
from gateway.loaders._bounces import email_bounces
from gateway.loaders._parties import USUAL_ROLES, has_part, parties
from gateway.loaders.attention import facts_of
from gateway.loaders.pinboard import customer_pinned
from gateway.loaders.sections import section_counts

_customer = Customer.__table__
_requested = Customer.__table__.alias("requested")
_merged = Customer.__table__.alias("merged")


_definition = PreferenceDefinition.__table__
_answer = PreferenceAnswer.__table__
_latest = (
    sa.select(_answer.c.answer)
    .where(_answer.c.customer_id == _customer.c.id, _answer.c.definition_id == _definition.c.id)
    .order_by(_answer.c.at.desc(), _answer.c.id.desc())
    .limit(1)
    .correlate(_customer, _definition)
    .scalar_subquery()
)
_answers = (
    sa.select(
        sa.func.concat_ws(
            ":",
            _definition.c.id,
            _definition.c.channel,
            sa.func.coalesce(_latest, "NOT_ASKED"),
            sa.case((_definition.c.partner_name.is_not(None), "partner"), else_=""),
            sa.case((_definition.c.active, "true"), else_="false"),
        )
    )
    .correlate(_customer)
    .scalar_subquery()
)
_household = Household.__table__

_party = parties(Order.__table__.c.restricted)
_restricted_orders = (
    sa.exists()
    .where(_party.c.party_id == _customer.c.id, has_part(_party, USUAL_ROLES), _party.c.restricted)
    .correlate(_customer)
)

# PostgreSQL computes only those of these columns that a statement asks for.
_source = (
    sa.select(
        *[column for column in _customer.c if column.name != "words"],
        _requested.c.id.label("requested_id"),
        _requested.c.number.label("requested_number"),
        sa.func.array(
            sa.select(_merged.c.kind + "-" + sa.cast(_merged.c.number, sa.Text))
            .where(_merged.c.merged_into == _customer.c.id)
            .order_by(_merged.c.number)
            .correlate(_customer)
            .scalar_subquery(),
            type_=sa.ARRAY(sa.Text),
        ).label("merged_from"),
        sa.func.array(_answers, type_=sa.ARRAY(sa.Text)).label("preference_answers"),
        sa.exists()
        .where(_household.c.id == _customer.c.household_id, _household.c.primary_id == _customer.c.id)
        .correlate(_customer)
        .label("primary_householder"),
        email_bounces(_customer).label("email_bounces"),
        _restricted_orders.label("has_restricted_orders"),
        section_counts(_customer).label("section_counts"),
        customer_pinned(_customer).label("pinned"),
        *facts_of(_customer),
    )
    .select_from(_requested)
    .join(_customer, _customer.c.id == sa.func.coalesce(_requested.c.merged_into, _requested.c.id))
    .subquery("customer_read")
)

_KINDS = ("kind", {"I": "Individual", "O": "Organisation"})


def _customers(name: str, key: sa.ColumnElement[object], *only: sa.ColumnElement[bool]) -> Tab:
    return Tab(
        name,
        _source,
        key=key,
        order=(_source.c.number,),
        scope=sa.and_(visible_customer(_source.c), *only),
        entity="cus",
        kinds=_KINDS,
    )


CUSTOMERS = _customers("customers", _source.c.requested_id)
CUSTOMERS_BY_NUMBER = _customers("customers-by-number", _source.c.requested_number)
# Once each, however many records were merged into a member and lead there.
MEMBERS = _customers("members", _source.c.household_id, _source.c.requested_id == _source.c.id)


def known_record(ref: UUID | int) -> sa.Select[Any]:
    """The key of the record that an id leads to, where it may be seen."""
    tab = CUSTOMERS_BY_NUMBER if isinstance(ref, int) else CUSTOMERS
    assert tab.key is not None, "customers have a key"
    return sa.select(tab.c.id).where(tab.key == ref, visible_customer(tab.c))
