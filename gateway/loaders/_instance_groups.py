"""Tickets in groups of one order and one instance: what the tabs about tickets have in common (ORD-P07, ORD-P08)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from db.models import Instance, PriceBand, Seat, TicketType
from domain.orders import ItemKind
from gateway.engine.declare import Tab
from gateway.loaders._order_groups import item, soft_credited
from gateway.loaders._parties import USUAL_ROLES, has_part

_instance = Instance.__table__
_seat = Seat.__table__
_type = TicketType.__table__
_band = PriceBand.__table__

IS_TICKET = item.c.kind == ItemKind.TICKET.value


def _listed(of: sa.Subquery, *columns: Any, where: sa.ColumnElement[bool]) -> Any:
    """Of the tickets of a group that are so, those columns; in the order of the seats."""
    found = (
        sa.select(*columns)
        .select_from(
            item.join(_type, _type.c.id == item.c.ticket_type_id)
            .outerjoin(_band, _band.c.id == item.c.price_band_id)
            .outerjoin(_seat, _seat.c.id == item.c.seat_id)
        )
        .where(item.c.order_id == of.c.order_id, item.c.instance_id == of.c.instance_id, where)
        .order_by(_seat.c.area, _seat.c.label, item.c.id)
        .correlate(of)
        .scalar_subquery()
    )
    return sa.func.array(found, type_=sa.ARRAY(sa.Text))


def of_instances(
    of: sa.Subquery, name: str, *, tickets: sa.ColumnElement[bool], held: sa.ColumnElement[bool]
) -> sa.Subquery:
    """Groups with the instance that they are for, the `tickets` of each, and the seats of those that are `held`."""
    ticket = sa.func.row(
        item.c.id,
        _seat.c.label,
        _type.c.name,
        _band.c.name,
        item.c.price_minor,
        item.c.delivery_method,
        item.c.state,
    )
    instance = _instance_of(of)
    return (
        sa.select(
            *of.c,
            soft_credited(of),
            *instance.c,
            _listed(of, _seat.c.label, where=sa.and_(held, _seat.c.id.is_not(None))).label("seats"),
            _listed(of, ticket, where=tickets).label("tickets"),
        )
        .join_from(of, instance, sa.true())
        .subquery(name)
    )


def _instance_of(group: sa.Subquery) -> sa.FromClause:
    """The instance of a group, looked up by its id.

    The offset is there for that: a join with all instances would be made anew for each order, since PostgreSQL takes
    it for one that is made once.
    """
    found = sa.select(_instance.c.event_id, _instance.c.seating_plan_id, _instance.c.starts_at)
    own = found.where(_instance.c.id == group.c.instance_id).offset(sa.literal_column("0", sa.Integer))
    return own.lateral("instance_of")


def by_instance(name: str, source: sa.Subquery, *default: sa.ColumnElement[bool]) -> Tab:
    """Groups of instances, what comes last first (ORD-P08)."""
    return Tab(
        name,
        source,
        key=source.c.party_id,
        order=(source.c.starts_at.desc(), source.c.number.desc(), source.c.instance_id),
        default=(has_part(source, USUAL_ROLES), *default),
    )
