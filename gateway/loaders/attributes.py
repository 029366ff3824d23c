"""How attributes are read: every one that applies to the record, with its value where it has one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import AttributeDefinition, AttributeOption, AttributeValue, Customer
from gateway.engine.declare import Tab

_definition = AttributeDefinition.__table__
_option = AttributeOption.__table__
_value = AttributeValue.__table__
_customer = Customer.__table__


def _options(column: sa.ColumnElement[object], type_: Any) -> sa.ColumnElement[object]:
    """The chosen options as an array, in the order of the definition."""
    chosen = (
        sa.select(column)
        .where(_option.c.id == sa.any_(_value.c.option_ids))
        .order_by(_option.c.position, _option.c.label)
        .correlate(_value)
        .scalar_subquery()
    )
    return sa.func.array(chosen, type_=sa.ARRAY(type_))


_of_record = (
    sa.select(
        _customer.c.id.label("customer_id"),
        _definition.c.id.label("definition_id"),
        _definition.c.name,
        _definition.c.type,
        _definition.c.protected,
        _definition.c.position,
        _value.c.text_value,
        _value.c.money_minor,
        _value.c.date_value,
        _value.c.option_ids,
        _options(_option.c.id, sa.Uuid()).label("chosen_ids"),
        _options(_option.c.label, sa.Text()).label("chosen_labels"),
        _value.c.ciphertext,
        _value.c.updated_at,
    )
    .select_from(
        _customer.join(
            _definition,
            sa.or_(
                _definition.c.applies_to == "BOTH",
                (_definition.c.applies_to == "INDIVIDUAL") & (_customer.c.kind == "I"),
                (_definition.c.applies_to == "ORGANISATION") & (_customer.c.kind == "O"),
            ),
        ).outerjoin(
            _value,
            sa.and_(_value.c.customer_id == _customer.c.id, _value.c.definition_id == _definition.c.id),
        )
    )
    # An archived attribute stays visible where it has a value.
    .where(sa.or_(~_definition.c.archived, _value.c.id.is_not(None)))
    .subquery("attribute_of_record")
)

ATTRIBUTES = Tab(
    "attributes",
    _of_record,
    key=_of_record.c.customer_id,
    order=(_of_record.c.position, _of_record.c.name, _of_record.c.definition_id),
)
ATTRIBUTE_DEFINITION = Tab(
    "attribute-definition", _definition, key=_definition.c.id, order=(_definition.c.id,), entity="atd"
)
ATTRIBUTE_DEFINITIONS = Tab(
    "attribute-definitions",
    _definition,
    key=None,
    order=(_definition.c.position, _definition.c.name, _definition.c.id),
    entity="atd",
)
ATTRIBUTE_OPTION = Tab("attribute-option", _option, key=_option.c.id, order=(_option.c.id,), entity="opt")
ATTRIBUTE_OPTIONS = Tab(
    "attribute-options",
    _option,
    key=_option.c.definition_id,
    order=(_option.c.position, _option.c.label),
    entity="opt",
)
