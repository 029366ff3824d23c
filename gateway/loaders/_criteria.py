"""What an advanced search asks of a record, as conditions on its row (SRC-P05)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from db.models import (
    Agent,
    AttributeValue,
    Customer,
    CustomerTag,
    Household,
    PreferenceAnswer,
    PreferenceDefinition,
)
from domain.criteria import AnswerIs, AttributeIs, Criteria, Days
from gateway.loaders.agents import HAS_AGENTS

_tag = CustomerTag.__table__
_value = AttributeValue.__table__
_agent = Agent.__table__
_household = Household.__table__
_answer = PreferenceAnswer.__table__
_preference = PreferenceDefinition.__table__
_ZONE = sa.bindparam("zone", type_=sa.Text)

Condition = sa.ColumnElement[bool]


def conditions(criteria: Criteria, customer: sa.FromClause = Customer.__table__) -> tuple[Condition, ...]:
    """The conditions on a row of the customer table, which all must hold."""
    return tuple(_conditions(criteria, customer))


def _conditions(criteria: Criteria, customer: sa.FromClause) -> Iterator[Condition]:
    c = customer.c
    if criteria.phone is not None:
        yield c.phone_e164 == criteria.phone
    if criteria.mobile is not None:
        yield c.mobile_e164 == criteria.mobile
    if criteria.birth_date is not None:
        yield from _between(c.birth_date, criteria.birth_date)
    yield from (_tagged(c, _tag.c.tag_id == tag) for tag in criteria.tags_all)
    if criteria.tags_any:
        yield _tagged(c, _one_of(_tag.c.tag_id, criteria.tags_any))
    if criteria.tags_none:
        yield ~_tagged(c, _one_of(_tag.c.tag_id, criteria.tags_none))
    yield from (_attribute(c, asked) for asked in criteria.attributes)
    yield from (_preference_answer(customer, asked) for asked in criteria.preferences)
    if criteria.household_id is not None:
        yield c.household_id == criteria.household_id
    if criteria.primary_householder is not None:
        # Only people have a household, and an organisation is none of either sort.
        is_primary = sa.exists().where(_household.c.id == c.household_id, _household.c.primary_id == c.id)
        yield (
            is_primary if criteria.primary_householder else sa.and_(c.household_id.is_not(None), ~is_primary)
        )
    if criteria.agent is not None:
        is_agent = sa.and_(HAS_AGENTS, sa.exists().where(_agent.c.customer_id == c.id))
        yield is_agent if criteria.agent else ~is_agent
    if criteria.has_email is not None:
        yield c.email.is_not(None) if criteria.has_email else c.email.is_(None)
    if criteria.created is not None:
        yield from _on_days(c.created_at, criteria.created)
    if criteria.updated is not None:
        yield from _on_days(c.updated_at, criteria.updated)
    if criteria.active is not None:
        yield c.active if criteria.active else ~c.active
    if criteria.any_of:
        yield _one_holds(criteria.any_of, customer)


def _one_holds(branches: Sequence[Criteria], customer: sa.FromClause) -> Condition:
    """Branches that each hold for few are read one by one through their indexes. The planner would go through all
    customers instead, since it takes any two ways to a row, or one, for half of the table."""
    if not all(map(_holds_for_few, branches)):
        return sa.or_(*(sa.and_(*conditions(branch, customer)) for branch in branches))
    each = (_ids_of(branch) for branch in branches)
    return customer.c.id.in_(sa.union_all(*each))


def _ids_of(criteria: Criteria) -> sa.Select[Any]:
    customer = Customer.__table__.alias()
    return sa.select(customer.c.id).where(*conditions(criteria, customer))


def _holds_for_few(criteria: Criteria) -> bool:
    """Whether an index leads to the customers whom it holds for, as a rule few of all."""
    narrow = (criteria.phone, criteria.mobile, criteria.household_id, *criteria.tags_all, *criteria.tags_any)
    periods = (criteria.birth_date, criteria.created, criteria.updated)
    return (
        any(value is not None for value in narrow)
        or any(attribute.compares for attribute in criteria.attributes)
        or any(days is not None and days.start is not None and days.end is not None for days in periods)
    )


def _tagged(c: Any, which: Condition) -> Condition:
    return sa.exists().where(_tag.c.customer_id == c.id, which)


def _attribute(c: Any, asked: AttributeIs) -> Condition:
    held = [_value.c.customer_id == c.id, _value.c.definition_id == asked.definition_id]
    if asked.text is not None:
        held.append(_value.c.text_value == asked.text)
    if asked.option_id is not None:
        chosen = sa.literal([asked.option_id], sa.ARRAY(sa.Uuid))
        held.append(_value.c.option_ids.op("@>", is_comparison=True)(chosen))
    found = sa.exists().where(*held)
    return ~found if asked.has_value is False else found


def _preference_answer(customer: sa.FromClause, asked: AnswerIs) -> Condition:
    """The latest answer; who never gave one was not asked, provided that there is such a preference."""
    latest = (
        sa.select(_answer.c.answer)
        .where(_answer.c.customer_id == customer.c.id, _answer.c.definition_id == asked.definition_id)
        .order_by(_answer.c.at.desc(), _answer.c.id.desc())
        .limit(1)
        .correlate(customer)
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
