"""Orders with their items, payments and history, donations, gift vouchers and the credit ledger"""

from alembic import op
import sqlalchemy as sa

from db.migrations.grants import grant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("order_number", start=200001)))
    op.create_table('customer_order',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('number', sa.BigInteger(), server_default=sa.text("nextval('order_number')"), nullable=False),
    sa.Column('owner_id', sa.Uuid(), nullable=False),
    sa.Column('owner_name', sa.Text(), nullable=False),
    sa.Column('facilitator_id', sa.Uuid(), nullable=True),
    sa.Column('sales_channel', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('placed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reserved_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('restricted', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('placed_by', sa.Text(), nullable=False),
    sa.CheckConstraint("sales_channel in ('PHONE', 'COUNTER', 'COUNTER_QUICK', 'WEB')", name=op.f('ck_customer_order_sales_channel')),
    sa.CheckConstraint("state in ('RESERVED', 'CONFIRMED', 'PARTIALLY_RETURNED', 'RETURNED', 'CANCELLED', 'EXPIRED')", name=op.f('ck_customer_order_state')),
    sa.CheckConstraint("state not in ('CONFIRMED', 'PARTIALLY_RETURNED', 'RETURNED') or confirmed_at is not null", name=op.f('ck_customer_order_confirmed_at')),
    sa.CheckConstraint("state not in ('RESERVED', 'EXPIRED') or reserved_until is not null", name=op.f('ck_customer_order_reserved_until')),
    sa.CheckConstraint('edited_at >= placed_at', name=op.f('ck_customer_order_edited_at')),
    sa.CheckConstraint('facilitator_id <> owner_id', name=op.f('ck_customer_order_facilitator_is_another')),
    sa.ForeignKeyConstraint(['facilitator_id'], ['customer.id'], name=op.f('fk_customer_order_facilitator_id_customer')),
    sa.ForeignKeyConstraint(['owner_id'], ['customer.id'], name=op.f('fk_customer_order_owner_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer_order')),
    sa.UniqueConstraint('number', name=op.f('uq_customer_order_number'))
    )
    op.create_index('ix_customer_order_facilitator_id', 'customer_order', ['facilitator_id', sa.literal_column('placed_at desc'), sa.literal_column('id desc')], unique=False, postgresql_include=['number', 'restricted'], postgresql_where=sa.text('facilitator_id is not null'))
    op.create_index('ix_customer_order_on_behalf', 'customer_order', ['owner_id', 'facilitator_id'], unique=False, postgresql_where=sa.text('facilitator_id is not null'))
    op.create_index('ix_customer_order_owner_id', 'customer_order', ['owner_id', sa.literal_column('placed_at desc'), sa.literal_column('id desc')], unique=False, postgresql_include=['number', 'restricted'])
    op.create_index('ix_customer_order_reserved_until', 'customer_order', ['reserved_until'], unique=False, postgresql_where=sa.text("state = 'RESERVED'"))
    op.create_index('ix_customer_order_restricted_facilitator_id', 'customer_order', ['facilitator_id'], unique=False, postgresql_where=sa.text('restricted'))
    op.create_index('ix_customer_order_restricted_owner_id', 'customer_order', ['owner_id'], unique=False, postgresql_where=sa.text('restricted'))
    op.create_table('gift_voucher',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('code_hash', sa.LargeBinary(), nullable=False),
    sa.Column('last_four', sa.Text(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('redeemed_by', sa.Uuid(), nullable=True),
    sa.Column('redeemed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(redeemed_by is null) = (redeemed_at is null)', name=op.f('ck_gift_voucher_redeemed')),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_gift_voucher_amount')),
    sa.CheckConstraint('expires_on >= valid_from', name=op.f('ck_gift_voucher_validity')),
    sa.ForeignKeyConstraint(['redeemed_by'], ['customer.id'], name=op.f('fk_gift_voucher_redeemed_by_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gift_voucher')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_gift_voucher_code_hash'))
    )
    op.create_index(op.f('ix_gift_voucher_redeemed_by'), 'gift_voucher', ['redeemed_by'], unique=False)
    op.create_table('credit_lot',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('voucher_id', sa.Uuid(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.CheckConstraint("kind in ('ACCOUNT_CREDIT', 'GIFT_VOUCHER')", name=op.f('ck_credit_lot_kind')),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_credit_lot_amount')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_credit_lot_customer_id_customer')),
    sa.ForeignKeyConstraint(['voucher_id'], ['gift_voucher.id'], name=op.f('fk_credit_lot_voucher_id_gift_voucher')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credit_lot')),
    sa.UniqueConstraint('voucher_id', name=op.f('uq_credit_lot_voucher_id'))
    )
    op.create_index(op.f('ix_credit_lot_customer_id'), 'credit_lot', ['customer_id'], unique=False)
    op.create_table('order_attribute_value',
    sa.Column('order_id', sa.Uuid(), nullable=False),
    sa.Column('attribute_id', sa.Uuid(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['attribute_id'], ['order_attribute.id'], name=op.f('fk_order_attribute_value_attribute_id_order_attribute')),
    sa.ForeignKeyConstraint(['order_id'], ['customer_order.id'], name=op.f('fk_order_attribute_value_order_id_customer_order')),
    sa.PrimaryKeyConstraint('order_id', 'attribute_id', name=op.f('pk_order_attribute_value'))
    )
    op.create_table('order_event',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('order_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('username', sa.Text(), nullable=False),
    sa.Column('narrative', sa.Text(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=True),
    sa.CheckConstraint("kind in ('CREATED', 'RESERVED', 'DEPOSIT_TAKEN', 'DEPOSIT_USED', 'DEPOSIT_REFUNDED', 'DEPOSIT_MOVED_TO_CREDIT', 'CONFIRMED', 'ITEM_RETURNED', 'ITEM_EXCHANGED', 'EXPIRED', 'CANCELLED', 'RESTRICTED', 'UNRESTRICTED', 'OPPORTUNITY_LINKED', 'FACILITATOR_CHANGED', 'SOFT_CREDITED')", name=op.f('ck_order_event_kind')),
    sa.ForeignKeyConstraint(['order_id'], ['customer_order.id'], name=op.f('fk_order_event_order_id_customer_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_event'))
    )
    op.create_index('ix_order_event_order_id', 'order_event', ['order_id', 'at'], unique=False)
    op.create_table('order_payment',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('order_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('method', sa.Text(), nullable=True),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("kind in ('PAYMENT', 'REFUND', 'DEPOSIT_TAKEN', 'DEPOSIT_USED', 'DEPOSIT_REFUNDED', 'DEPOSIT_MOVED_TO_CREDIT')", name=op.f('ck_order_payment_kind')),
    sa.CheckConstraint("method in ('CARD', 'CASH', 'CHEQUE', 'BANK_TRANSFER', 'CREDIT')", name=op.f('ck_order_payment_method')),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_order_payment_amount')),
    sa.ForeignKeyConstraint(['order_id'], ['customer_order.id'], name=op.f('fk_order_payment_order_id_customer_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_payment'))
    )
    op.create_index('ix_order_payment_deposit', 'order_payment', ['order_id'], unique=False, postgresql_include=['kind', 'amount_minor'], postgresql_where=sa.text("kind not in ('PAYMENT', 'REFUND')"))
    op.create_index('ix_order_payment_order_id', 'order_payment', ['order_id'], unique=False)
    op.create_table('soft_credit',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('order_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_soft_credit_customer_id_customer')),
    sa.ForeignKeyConstraint(['order_id'], ['customer_order.id'], name=op.f('fk_soft_credit_order_id_customer_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_soft_credit')),
    sa.UniqueConstraint('order_id', 'customer_id', name=op.f('uq_soft_credit_order_id_customer_id'))
    )
    op.create_index('ix_soft_credit_customer_id', 'soft_credit', ['customer_id'], unique=False)
    op.create_table('credit_entry',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('lot_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('balance_after_minor', sa.BigInteger(), nullable=False),
    sa.Column('order_id', sa.Uuid(), nullable=True),
    sa.Column('username', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("kind in ('ISSUE', 'REDEEM_VOUCHER', 'SPEND', 'RESTORE', 'EXPIRE', 'REFUND_OUT', 'MERGE_IN', 'MERGE_OUT', 'ADJUST')", name=op.f('ck_credit_entry_kind')),
    sa.CheckConstraint('amount_minor <> 0', name=op.f('ck_credit_entry_amount')),
    sa.CheckConstraint('balance_after_minor >= 0', name=op.f('ck_credit_entry_balance')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_credit_entry_customer_id_customer')),
    sa.ForeignKeyConstraint(['lot_id'], ['credit_lot.id'], name=op.f('fk_credit_entry_lot_id_credit_lot')),
    sa.ForeignKeyConstraint(['order_id'], ['customer_order.id'], name=op.f('fk_credit_entry_order_id_customer_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credit_entry'))
    )
    op.create_index('ix_credit_entry_customer_id', 'credit_entry', ['customer_id', 'at'], unique=False)
    op.create_index('ix_credit_entry_lot_id', 'credit_entry', ['lot_id'], unique=False)
    op.create_index('ix_credit_entry_order_id', 'credit_entry', ['order_id'], unique=False)
    op.create_table('order_item',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('order_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('full_price_minor', sa.BigInteger(), nullable=False),
    sa.Column('discount_minor', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('commission_minor', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('agent_commission_minor', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('price_minor', sa.BigInteger(), sa.Computed('full_price_minor - discount_minor', persisted=True), nullable=False),
    sa.Column('total_minor', sa.BigInteger(), sa.Computed('full_price_minor - discount_minor + commission_minor - agent_commission_minor', persisted=True), nullable=False),
    sa.Column('instance_id', sa.Uuid(), nullable=True),
    sa.Column('seat_id', sa.Uuid(), nullable=True),
    sa.Column('ticket_type_id', sa.Uuid(), nullable=True),
    sa.Column('price_band_id', sa.Uuid(), nullable=True),
    sa.Column('delivery_method', sa.Text(), nullable=True),
    sa.Column('product_id', sa.Uuid(), nullable=True),
    sa.Column('membership_term_id', sa.Uuid(), nullable=True),
    sa.Column('ticket_subscription_id', sa.Uuid(), nullable=True),
    sa.Column('voucher_group_id', sa.Uuid(), nullable=True),
    sa.Column('series_subscription_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("(kind = 'MEMBERSHIP') = (membership_term_id is not null)", name=op.f('ck_order_item_membership')),
    sa.CheckConstraint("(kind = 'MERCHANDISE') = (product_id is not null)", name=op.f('ck_order_item_merchandise')),
    sa.CheckConstraint("(kind = 'TICKET') = (instance_id is not null) and (kind = 'TICKET') = (ticket_type_id is not null) and (kind = 'TICKET') = (delivery_method is not null) and (kind = 'TICKET' or seat_id is null and price_band_id is null and voucher_group_id is null)", name=op.f('ck_order_item_ticket')),
    sa.CheckConstraint("(state in ('RETURNED', 'EXCHANGED')) = (returned_at is not null)", name=op.f('ck_order_item_returned_at')),
    sa.CheckConstraint("case kind when 'FIXED_SERIES' then series_subscription_id is not null when 'TICKET' then true else series_subscription_id is null end", name=op.f('ck_order_item_series_subscription')),
    sa.CheckConstraint("case kind when 'TICKET_SUBSCRIPTION' then ticket_subscription_id is not null when 'TICKET' then (ticket_subscription_id is null) = (voucher_group_id is null) else ticket_subscription_id is null end", name=op.f('ck_order_item_ticket_subscription')),
    sa.CheckConstraint("delivery_method in ('PRINT_AT_HOME', 'E_TICKET', 'COLLECT', 'POST')", name=op.f('ck_order_item_delivery_method')),
    sa.CheckConstraint("kind = 'TICKET' or agent_commission_minor = 0", name=op.f('ck_order_item_agent_commission_of_ticket')),
    sa.CheckConstraint("kind in ('TICKET', 'MERCHANDISE', 'MEMBERSHIP', 'DONATION', 'TICKET_SUBSCRIPTION', 'FIXED_SERIES')", name=op.f('ck_order_item_kind')),
    sa.CheckConstraint("state in ('RESERVED', 'SOLD', 'RETURNED', 'EXCHANGED', 'EXPIRED')", name=op.f('ck_order_item_state')),
    sa.CheckConstraint('agent_commission_minor between 0 and full_price_minor - discount_minor', name=op.f('ck_order_item_agent_commission')),
    sa.CheckConstraint('commission_minor >= 0', name=op.f('ck_order_item_commission')),
    sa.CheckConstraint('discount_minor between 0 and full_price_minor', name=op.f('ck_order_item_discount')),
    sa.CheckConstraint('full_price_minor >= 0', name=op.f('ck_order_item_full_price')),
    sa.ForeignKeyConstraint(['instance_id'], ['instance.id'], name=op.f('fk_order_item_instance_id_instance')),
    sa.ForeignKeyConstraint(['membership_term_id'], ['membership_term.id'], name=op.f('fk_order_item_membership_term_id_membership_term')),
    sa.ForeignKeyConstraint(['order_id'], ['customer_order.id'], name=op.f('fk_order_item_order_id_customer_order')),
    sa.ForeignKeyConstraint(['price_band_id'], ['price_band.id'], name=op.f('fk_order_item_price_band_id_price_band')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_order_item_product_id_product')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_order_item_seat_id_seat')),
    sa.ForeignKeyConstraint(['series_subscription_id'], ['series_subscription.id'], name=op.f('fk_order_item_series_subscription_id_series_subscription')),
    sa.ForeignKeyConstraint(['ticket_subscription_id'], ['ticket_subscription.id'], name=op.f('fk_order_item_ticket_subscription_id_ticket_subscription')),
    sa.ForeignKeyConstraint(['ticket_type_id'], ['ticket_type.id'], name=op.f('fk_order_item_ticket_type_id_ticket_type')),
    sa.ForeignKeyConstraint(['voucher_group_id'], ['voucher_group.id'], name=op.f('fk_order_item_voucher_group_id_voucher_group')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_item'))
    )
    op.create_index('ix_order_item_instance_id', 'order_item', ['instance_id'], unique=False, postgresql_where=sa.text('instance_id is not null'))
    op.create_index('ix_order_item_order_id', 'order_item', ['order_id', 'instance_id'], unique=False, postgresql_include=['id', 'kind', 'state', 'product_id', 'delivery_method'])
    op.create_index('ix_order_item_series_subscription_id', 'order_item', ['series_subscription_id'], unique=False, postgresql_where=sa.text('series_subscription_id is not null'))
    op.create_index('ix_order_item_ticket_subscription_id', 'order_item', ['ticket_subscription_id'], unique=False, postgresql_where=sa.text('ticket_subscription_id is not null'))
    op.create_index('uq_order_item_membership_term_id', 'order_item', ['membership_term_id'], unique=True, postgresql_where=sa.text('membership_term_id is not null'))
    op.create_index('uq_order_item_seat', 'order_item', ['instance_id', 'seat_id'], unique=True, postgresql_where=sa.text("seat_id is not null and state in ('RESERVED', 'SOLD')"))
    op.create_index('uq_order_item_series_sold', 'order_item', ['series_subscription_id'], unique=True, postgresql_where=sa.text("kind = 'FIXED_SERIES'"))
    op.create_index('uq_order_item_subscription_sold', 'order_item', ['ticket_subscription_id'], unique=True, postgresql_where=sa.text("kind = 'TICKET_SUBSCRIPTION'"))
    op.create_table('donation',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('order_item_id', sa.Uuid(), nullable=False),
    sa.Column('order_id', sa.Uuid(), nullable=False),
    sa.Column('fund_id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=True),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('recognition_name', sa.Text(), nullable=True),
    sa.Column('tribute', sa.Text(), nullable=True),
    sa.Column('excluded_from_gift_aid', sa.Text(), nullable=True),
    sa.Column('gift_aid_claimed_on', sa.Date(), nullable=True),
    sa.CheckConstraint("source in ('STANDALONE', 'TICKET_DONATION', 'MEMBERSHIP_DONATION', 'PLEDGE_INSTALMENT', 'LEGACY', 'CONVERSION')", name=op.f('ck_donation_source')),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_donation_amount')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_donation_campaign_id_campaign')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_donation_fund_id_fund')),
    sa.ForeignKeyConstraint(['order_id'], ['customer_order.id'], name=op.f('fk_donation_order_id_customer_order')),
    sa.ForeignKeyConstraint(['order_item_id'], ['order_item.id'], name=op.f('fk_donation_order_item_id_order_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_donation')),
    sa.UniqueConstraint('order_item_id', name=op.f('uq_donation_order_item_id'))
    )
    op.create_index('ix_donation_made_on', 'donation', ['made_on'], unique=False)
    op.create_index('ix_donation_order_id', 'donation', ['order_id'], unique=False)
    op.execute("grant usage on sequence order_number to gateway_app")
    grant("select, insert, update", "customer_order", "donation", "gift_voucher", "order_item", "soft_credit")
    grant("select, insert, update, delete", "order_attribute_value")
    grant("select, insert", "credit_entry", "credit_lot", "order_event", "order_payment")
    # A large load measures its tables itself, as it does those of the record.
    grant("maintain", "credit_entry", "credit_lot", "customer_order", "donation", "gift_voucher", "order_attribute_value", "order_event", "order_item", "order_payment", "soft_credit")


def downgrade() -> None:
    op.drop_table("donation")
    op.drop_table("order_item")
    op.drop_table("credit_entry")
    op.drop_table("soft_credit")
    op.drop_table("order_payment")
    op.drop_table("order_event")
    op.drop_table("order_attribute_value")
    op.drop_table("credit_lot")
    op.drop_table("gift_voucher")
    op.drop_table("customer_order")
    op.execute("drop sequence order_number")
