"""The items of an order, one row each: a ticket, a thing, a membership, a gift, a subscription, a series.

What an item brings (a term, a subscription, a series) is a row of its own that the item points at. A ticket that a
voucher or a series pays for points at the same, and its price is nothing.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Now, one_of
from domain.orders import DeliveryMethod, ItemKind, ItemState


class OrderItem(Base):
    __tablename__ = "order_item"

    id: Mapped[Key]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("customer_order.id"))
    kind: Mapped[str]
    state: Mapped[str]
    added_at: Mapped[Now]
    # When it was returned or exchanged.
    returned_at: Mapped[datetime | None]

    full_price_minor: Mapped[int] = mapped_column(BigInteger)
    discount_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    commission_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    agent_commission_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    price_minor: Mapped[int] = mapped_column(
        BigInteger, Computed("full_price_minor - discount_minor", persisted=True)
    )
    total_minor: Mapped[int] = mapped_column(
        BigInteger,
        Computed(
            "full_price_minor - discount_minor + commission_minor - agent_commission_minor", persisted=True
        ),
    )

    instance_id: Mapped[UUID | None] = mapped_column(ForeignKey("instance.id"))
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seat.id"))
    ticket_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket_type.id"))
    price_band_id: Mapped[UUID | None] = mapped_column(ForeignKey("price_band.id"))
    delivery_method: Mapped[str | None]
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id"))
    membership_term_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership_term.id"))
    # Of a TICKET_SUBSCRIPTION the subscription sold; of a TICKET the one whose voucher pays for it.
    ticket_subscription_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket_subscription.id"))
    voucher_group_id: Mapped[UUID | None] = mapped_column(ForeignKey("voucher_group.id"))
    # Of a FIXED_SERIES the subscription bought; of a TICKET the one that it belongs to.
    series_subscription_id: Mapped[UUID | None] = mapped_column(ForeignKey("series_subscription.id"))
    # The opportunity that it counts towards (ORD-P10).
    opportunity_id: Mapped[UUID | None] = mapped_column(ForeignKey("opportunity.id"))
    # Whether the ticket was scanned at the door; null until anybody knows.
    attended: Mapped[bool | None]

    __table_args__ = (
        CheckConstraint(one_of("kind", ItemKind), name="kind"),
        CheckConstraint(one_of("state", ItemState), name="state"),
        CheckConstraint(one_of("delivery_method", DeliveryMethod), name="delivery_method"),
        CheckConstraint("full_price_minor >= 0", name="full_price"),
        CheckConstraint("discount_minor between 0 and full_price_minor", name="discount"),
        CheckConstraint("commission_minor >= 0", name="commission"),
        CheckConstraint(
            "agent_commission_minor between 0 and full_price_minor - discount_minor", name="agent_commission"
        ),
        CheckConstraint("kind = 'TICKET' or agent_commission_minor = 0", name="agent_commission_of_ticket"),
        CheckConstraint(
            "(state in ('RETURNED', 'EXCHANGED')) = (returned_at is not null)", name="returned_at"
        ),
        CheckConstraint(
            "(kind = 'TICKET') = (instance_id is not null)"
            " and (kind = 'TICKET') = (ticket_type_id is not null)"
            " and (kind = 'TICKET') = (delivery_method is not null)"
            " and (kind = 'TICKET' or seat_id is null and price_band_id is null and voucher_group_id is null)",
            name="ticket",
        ),
        CheckConstraint("(kind = 'MERCHANDISE') = (product_id is not null)", name="merchandise"),
        CheckConstraint("(kind = 'MEMBERSHIP') = (membership_term_id is not null)", name="membership"),
        CheckConstraint(
            "case kind when 'TICKET_SUBSCRIPTION' then ticket_subscription_id is not null"
            " when 'TICKET' then (ticket_subscription_id is null) = (voucher_group_id is null)"
            " else ticket_subscription_id is null end",
            name="ticket_subscription",
        ),
        CheckConstraint(
            "case kind when 'FIXED_SERIES' then series_subscription_id is not null"
            " when 'TICKET' then true else series_subscription_id is null end",
            name="series_subscription",
        ),
        # The tickets of an order by instance, with all that they are counted by.
        Index(
            "ix_order_item_order_id",
            "order_id",
            "instance_id",
            postgresql_include=["id", "kind", "state", "product_id", "delivery_method"],
        ),
        Index("ix_order_item_instance_id", "instance_id", postgresql_where=text("instance_id is not null")),
        CheckConstraint("kind = 'TICKET' or attended is null", name="attended"),
        # What an opportunity comes to is added up from here alone (OPP-P04).
        Index(
            "ix_order_item_opportunity_id",
            "opportunity_id",
            postgresql_include=[
                "order_id",
                "kind",
                "state",
                "price_minor",
                "commission_minor",
                "total_minor",
            ],
            postgresql_where=text("opportunity_id is not null"),
        ),
        # A seat is taken by one ticket at a time.
        Index(
            "uq_order_item_seat",
            "instance_id",
            "seat_id",
            unique=True,
            postgresql_where=text("seat_id is not null and state in ('RESERVED', 'SOLD')"),
        ),
        Index(
            "uq_order_item_membership_term_id",
            "membership_term_id",
            unique=True,
            postgresql_where=text("membership_term_id is not null"),
        ),
        Index(
            "uq_order_item_subscription_sold",
            "ticket_subscription_id",
            unique=True,
            postgresql_where=text("kind = 'TICKET_SUBSCRIPTION'"),
        ),
        Index(
            "ix_order_item_ticket_subscription_id",
            "ticket_subscription_id",
            postgresql_where=text("ticket_subscription_id is not null"),
        ),
        Index(
            "uq_order_item_series_sold",
            "series_subscription_id",
            unique=True,
            postgresql_where=text("kind = 'FIXED_SERIES'"),
        ),
        Index(
            "ix_order_item_series_subscription_id",
            "series_subscription_id",
            postgresql_where=text("series_subscription_id is not null"),
        ),
    )
