"""What is asked of the record itself: details, addresses, tags, preferences, attributes, its household."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.autotags.asked import Measured, When, number, sure, truth
from db.models import (
    Address,
    AttributeDefinition,
    AttributeOption,
    AttributeValue,
    Customer,
    CustomerTag,
    DuplicatePair,
    Household,
    PreferenceAnswer,
)
from domain import autotag_predicates as about
from domain.postcodes import postcode_key

_address = Address.__table__
_tag = CustomerTag.__table__
_answer = PreferenceAnswer.__table__
_household = Household.__table__
_definition = AttributeDefinition.__table__
_option = AttributeOption.__table__
_value = AttributeValue.__table__
_pair = DuplicatePair.__table__


def has_email(asked: about.HasEmail, c: Any, when: When) -> Measured:
    return truth(c.email.is_not(None), asked.holds)


def customer_type(asked: about.CustomerType, c: Any, when: When) -> Measured:
    return Measured(c.kind, c.kind == asked.type.value)


def age(asked: about.AgeBetween, c: Any, when: When) -> Measured:
    """Full years as `age_on` counts them: who was born on 29 February turns on 1 March in common years."""
    year, month, day = (sa.extract(part, c.birth_date) for part in ("year", "month", "day"))
    not_yet = month * 100 + day > sa.literal(when.today.month * 100 + when.today.day, sa.Integer)
    years = sa.literal(when.today.year, sa.Integer) - year - sa.case((not_yet, 1), else_=0)
    return number(sa.cast(years, sa.Integer), asked.at_least, asked.at_most)


def postcode(asked: about.PostcodeStartsWith, c: Any, when: When) -> Measured:
    today = sa.literal(when.today, sa.Date)
    in_season = (
        _address.c.customer_id == c.id,
        _address.c.postcode_key.is_not(None),
        sa.or_(_address.c.valid_from.is_(None), _address.c.valid_from <= today),
        sa.or_(_address.c.valid_to.is_(None), _address.c.valid_to >= today),
    )
    beginnings = [f"{postcode_key(prefix)}%" for prefix in asked.prefixes]
    begins = _address.c.postcode_key.op("like", is_comparison=True)(
        sa.any_(sa.literal(beginnings, sa.ARRAY(sa.Text)))
    )
    found = sa.select(_address.c.postcode).where(*in_season).order_by(_address.c.postcode_key, _address.c.id)
    return Measured(_texts(found), sa.exists().where(*in_season, begins))


def has_tag(asked: about.HasTag, c: Any, when: When) -> Measured:
    return truth(sa.exists().where(_tag.c.customer_id == c.id, _tag.c.tag_id == asked.tag_id), expected=True)


def preference(asked: about.PreferenceIs, c: Any, when: When) -> Measured:
    latest = (
        sa.select(_answer.c.answer)
        .where(_answer.c.customer_id == c.id, _answer.c.definition_id == asked.definition_id)
        .order_by(_answer.c.at.desc(), _answer.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    current = sa.func.coalesce(latest, "NOT_ASKED", type_=sa.Text)
    return Measured(current, current == asked.answer.value)


def household_size(asked: about.HouseholdSize, c: Any, when: When) -> Measured:
    member = Customer.__table__.alias("member")
    members = sa.select(sa.func.count()).where(
        member.c.household_id == c.household_id, member.c.active, member.c.merged_into.is_(None)
    )
    return number(members.scalar_subquery(), asked.at_least, asked.at_most)


def primary(asked: about.IsPrimaryHouseholder, c: Any, when: When) -> Measured:
    leads = sa.exists().where(_household.c.id == c.household_id, _household.c.primary_id == c.id)
    return truth(leads, asked.holds)


def attribute(asked: about.AttributeEquals, c: Any, when: When) -> Measured:
    """A value that became protected since stands in none of these columns, so that nothing equals it any more."""
    held = (_value.c.customer_id == c.id, _value.c.definition_id == asked.definition_id)
    equal = [
        column == value
        for column, value in (
            (_value.c.text_value, asked.text),
            (_value.c.money_minor, asked.money_minor),
            (_value.c.date_value, asked.day),
        )
        if value is not None
    ]
    if asked.option_id is not None:
        chosen = sa.literal([asked.option_id], sa.ARRAY(sa.Uuid))
        equal.append(_value.c.option_ids.op("@>", is_comparison=True)(chosen))
    labels = (
        sa.select(sa.func.string_agg(_option.c.label, sa.literal_column("', '")))
        .where(_option.c.id == sa.any_(_value.c.option_ids))
        .scalar_subquery()
    )
    shown = sa.func.coalesce(
        _value.c.text_value,
        sa.cast(_value.c.money_minor, sa.Text),
        sa.cast(_value.c.date_value, sa.Text),
        labels,
        type_=sa.Text,
    )
    answer = sa.select(shown).where(*held).scalar_subquery()
    return Measured(answer, sa.exists().where(*held, *equal))


def attribute_is_open(asked: about.AttributeEquals) -> sa.ColumnElement[bool]:
    """Whether the attribute is one whose values may be shown, as it stands now."""
    return sa.exists().where(_definition.c.id == asked.definition_id, ~_definition.c.protected)


def potential_duplicate(asked: about.PotentialDuplicate, c: Any, when: When) -> Measured:
    """Whether the record is in one of the pairs of MRG-P20 (a), which are found after each change and at night."""
    found = sa.or_(
        *(sa.exists().where(side == c.id, _pair.c.metric_a) for side in (_pair.c.first_id, _pair.c.second_id))
    )
    return truth(found, asked.holds)


def created(asked: about.Created, c: Any, when: When) -> Measured:
    return Measured(when.civil(c.created_at), sa.and_(*when.within(c.created_at, asked.period)))


def last_activity(asked: about.LastActivity, c: Any, when: When) -> Measured:
    day = when.civil(c.last_activity_at)
    return Measured(day, sure(sa.and_(*when.between(day, asked.before, asked.after))))


def _texts(found: sa.Select[Any]) -> sa.ColumnElement[Any]:
    return sa.func.array(found.scalar_subquery(), type_=sa.ARRAY(sa.Text))
