"""What an advanced search asks of a record, as conditions on its row (SRC-P05)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import AttributeValue, Customer, CustomerTag, PreferenceAnswer, PreferenceDefinition
from domain.criteria import AnswerIs, AttributeIs, Criteria, Days

_customer = Customer.__table__
_c = _customer.c
_tag = CustomerTag.__table__
_value = AttributeValue.__table__
_answer = PreferenceAnswer.__table__
_preference = PreferenceDefinition.__table__
_ZONE = sa.bindparam("zone", type_=sa.Text)

Condition = sa.ColumnElement[bool]


def conditions(criteria: Criteria) -> tuple[Condition, ...]:
    """The conditions on a row of the customer table, which all must hold."""
    return tuple(_conditions(criteria))


def _conditions(criteria: Criteria) -> Iterator[Condition]:
    if criteria.phone is not None:
        yield _c.phone_e164 == criteria.phone
    if criteria.mobile is not None:
        yield _c.mobile_e164 == criteria.mobile
    if criteria.birth_date is not None:
        yield from _between(_c.birth_date, criteria.birth_date)
    yield from (_tagged(_tag.c.tag_id == tag) for tag in criteria.tags_all)
    if criteria.tags_any:
        yield _tagged(_one_of(_tag.c.tag_id, criteria.tags_any))
    if criteria.tags_none:
        yield ~_tagged(_one_of(_tag.c.tag_id, criteria.tags_none))
    yield from map(_attribute, criteria.attributes)
    yield from map(_preference_answer, criteria.preferences)
    if criteria.household_id is not None:
        yield _c.household_id == criteria.household_id
    if criteria.has_email is not None:
        yield _c.email.is_not(None) if criteria.has_email else _c.email.is_(None)
    if criteria.created is not None:
        yield from _on_days(_c.created_at, criteria.created)
    if criteria.updated is not None:
        yield from _on_days(_c.updated_at, criteria.updated)
    if criteria.active is not None:
        yield _c.active if criteria.active else ~_c.active
    if criteria.any_of:
        yield sa.or_(*(sa.and_(*conditions(branch)) for branch in criteria.any_of))


def _tagged(which: Condition) -> Condition:
    return sa.exists().where(_tag.c.customer_id == _c.id, which)


def _attribute(asked: AttributeIs) -> Condition:
    held = [_value.c.customer_id == _c.id, _value.c.definition_id == asked.definition_id]
    if asked.text is not None:
        held.append(_value.c.text_value == asked.text)
    if asked.option_id is not None:
        held.append(_value.c.option_ids.contains(sa.literal([asked.option_id], sa.ARRAY(sa.Uuid))))
    found = sa.exists().where(*held)
    return ~found if asked.has_value is False else found


def _preference_answer(asked: AnswerIs) -> Condition:
    """The latest answer; who never gave one was not asked, provided that there is such a preference."""
    latest = (
        sa.select(_answer.c.answer)
        .where(_answer.c.customer_id == _c.id, _answer.c.definition_id == asked.definition_id)
        .order_by(_answer.c.at.desc(), _answer.c.id.desc())
        .limit(1)
        .correlate(_customer)
        .scalar_subquery()
    )
    known = sa.exists().where(_preference.c.id == asked.definition_id)
    return sa.and_(sa.func.coalesce(latest, "NOT_ASKED") == asked.answer.value, known)


def _between(column: sa.ColumnElement[Any], days: Days) -> Iterator[Condition]:
    if days.start is not None:
        yield column >= days.start
    if days.end is not None:
        yield column <= days.end


def _on_days(column: sa.ColumnElement[Any], days: Days) -> Iterator[Condition]:
    """Instants on civil days of the system's zone."""
    if days.start is not None:
        yield column >= _midnight(sa.literal(days.start, sa.Date))
    if days.end is not None:
        # The day after is counted by the store: the calendar of Python ends with the year 9999.
        yield column < _midnight(sa.literal(days.end, sa.Date) + sa.literal_column("1", sa.Integer))


def _midnight(day: sa.ColumnElement[Any]) -> sa.ColumnElement[datetime]:
    return sa.func.timezone(_ZONE, sa.cast(day, sa.DateTime), type_=sa.DateTime(timezone=True))


def _one_of(column: sa.ColumnElement[Any], keys: tuple[UUID, ...]) -> Condition:
    return column == sa.any_(sa.literal(list(keys), sa.ARRAY(sa.Uuid)))
