"""How ticket subscriptions on offer are read: their pricing sets, and what the vouchers of each group are good for."""

from __future__ import annotations

import sqlalchemy as sa

from db.models import (
    PricingSet,
    SubscriptionStructure,
    TicketType,
    VoucherGroup,
    VoucherGroupInstance,
    VoucherGroupTicketType,
)
from gateway.engine.declare import Tab
from gateway.loaders.events import INSTANCE

_structure = SubscriptionStructure.__table__
_set = PricingSet.__table__
_group = VoucherGroup.__table__
_good_for = VoucherGroupInstance.__table__
_redeemed_as = VoucherGroupTicketType.__table__
_type = TicketType.__table__

STRUCTURE = Tab(
    "subscription-structure", _structure, key=_structure.c.id, order=(_structure.c.id,), entity="tss"
)
PRICING_SET = Tab("pricing-set", _set, key=_set.c.id, order=(_set.c.id,), entity="tsp")
PRICING_SETS = Tab(
    "pricing-sets", _set, key=_set.c.structure_id, order=(_set.c.name, _set.c.id), entity="tsp", usual=3
)
VOUCHER_GROUP = Tab("voucher-group", _group, key=_group.c.id, order=(_group.c.id,), entity="tsv")
VOUCHER_GROUPS = Tab(
    "voucher-groups",
    _group,
    key=_group.c.pricing_set_id,
    order=(_group.c.position, _group.c.name, _group.c.id),
    entity="tsv",
    usual=3,
)

_NOW = sa.bindparam("now", type_=sa.DateTime(timezone=True))

_instances = (
    sa.select(*INSTANCE.c, _good_for.c.voucher_group_id)
    .join_from(_good_for, INSTANCE.source, INSTANCE.c.id == _good_for.c.instance_id)
    .subquery("instance_of_group")
)
GROUP_INSTANCES = Tab(
    "instances-of-voucher-group",
    _instances,
    key=_instances.c.voucher_group_id,
    order=(_instances.c.starts_at, _instances.c.id),
    entity="ins",
    default=(_instances.c.starts_at > _NOW,),
)

_types = (
    sa.select(*_type.c, _redeemed_as.c.voucher_group_id)
    .join_from(_redeemed_as, _type, _type.c.id == _redeemed_as.c.ticket_type_id)
    .subquery("ticket_type_of_group")
)
GROUP_TICKET_TYPES = Tab(
    "ticket-types-of-voucher-group",
    _types,
    key=_types.c.voucher_group_id,
    order=(_types.c.position, _types.c.name, _types.c.id),
    entity="tty",
    usual=2,
)
