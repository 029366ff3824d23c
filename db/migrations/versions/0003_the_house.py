"""The house: venues and events, and what can be bought, joined, given to and sent"""

from alembic import op
import sqlalchemy as sa

from db.migrations.grants import grant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('campaign',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('parent_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('level', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('parent_level', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.CheckConstraint('case level when 1 then parent_id is null and parent_level is null else parent_id is not null and parent_level = level - 1 end', name=op.f('ck_campaign_parent')),
    sa.CheckConstraint('level between 1 and 3', name=op.f('ck_campaign_level')),
    sa.ForeignKeyConstraint(['parent_id', 'parent_level'], ['campaign.id', 'campaign.level'], name=op.f('fk_campaign_parent_id_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign')),
    sa.UniqueConstraint('id', 'level', name=op.f('uq_campaign_id_level')),
    sa.UniqueConstraint('parent_id', 'name', name=op.f('uq_campaign_parent_id_name'))
    )
    op.create_table('commission_structure',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.CheckConstraint("kind in ('VALUE', 'PERCENT')", name=op.f('ck_commission_structure_kind')),
    sa.CheckConstraint("value >= 0 and (kind = 'VALUE' or value <= 10000)", name=op.f('ck_commission_structure_value')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commission_structure')),
    sa.UniqueConstraint('name', name=op.f('uq_commission_structure_name'))
    )
    op.create_table('event',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('genre', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event'))
    )
    op.create_table('fund',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('gift_aid_eligible', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fund')),
    sa.UniqueConstraint('name', name=op.f('uq_fund_name'))
    )
    op.create_table('order_attribute',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_attribute')),
    sa.UniqueConstraint('name', name=op.f('uq_order_attribute_name'))
    )
    op.create_table('price_band',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_price_band')),
    sa.UniqueConstraint('name', name=op.f('uq_price_band_name'))
    )
    op.create_table('product',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('category', sa.Text(), nullable=True),
    sa.Column('price_minor', sa.BigInteger(), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.CheckConstraint('price_minor >= 0', name=op.f('ck_product_price')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product')),
    sa.UniqueConstraint('name', name=op.f('uq_product_name'))
    )
    op.create_table('relationship_type',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('forward_label', sa.Text(), nullable=False),
    sa.Column('reverse_label', sa.Text(), nullable=False),
    sa.Column('from_kind', sa.Text(), nullable=False),
    sa.Column('to_kind', sa.Text(), nullable=False),
    sa.Column('a_may_facilitate_for_b', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('b_may_facilitate_for_a', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.CheckConstraint("(from_kind = 'I' or not a_may_facilitate_for_b) and (to_kind = 'I' or not b_may_facilitate_for_a)", name=op.f('ck_relationship_type_facilitator_is_individual')),
    sa.CheckConstraint("from_kind in ('I', 'O') and to_kind in ('I', 'O')", name=op.f('ck_relationship_type_kinds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relationship_type'))
    )
    op.create_index('uq_relationship_type_labels', 'relationship_type', [sa.literal_column('lower(forward_label)'), sa.literal_column('lower(reverse_label)'), 'from_kind', 'to_kind'], unique=True)
    op.create_table('subscription_structure',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('active', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscription_structure')),
    sa.UniqueConstraint('name', name=op.f('uq_subscription_structure_name'))
    )
    op.create_table('ticket_type',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ticket_type')),
    sa.UniqueConstraint('name', name=op.f('uq_ticket_type_name'))
    )
    op.create_table('venue',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('town', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_venue')),
    sa.UniqueConstraint('name', name=op.f('uq_venue_name'))
    )
    op.create_table('commission_rule',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('structure_id', sa.Uuid(), nullable=False),
    sa.Column('ticket_type_id', sa.Uuid(), nullable=False),
    sa.Column('price_band_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('value', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("kind in ('VALUE', 'PERCENT')", name=op.f('ck_commission_rule_kind')),
    sa.CheckConstraint("value >= 0 and (kind = 'VALUE' or value <= 10000)", name=op.f('ck_commission_rule_value')),
    sa.ForeignKeyConstraint(['price_band_id'], ['price_band.id'], name=op.f('fk_commission_rule_price_band_id_price_band')),
    sa.ForeignKeyConstraint(['structure_id'], ['commission_structure.id'], name=op.f('fk_commission_rule_structure_id_commission_structure')),
    sa.ForeignKeyConstraint(['ticket_type_id'], ['ticket_type.id'], name=op.f('fk_commission_rule_ticket_type_id_ticket_type')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commission_rule')),
    sa.UniqueConstraint('structure_id', 'ticket_type_id', 'price_band_id', name=op.f('uq_commission_rule_structure_id_ticket_type_id_price_band_id'))
    )
    op.create_table('fixed_series',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('venue_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_fixed_series_venue_id_venue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fixed_series')),
    sa.UniqueConstraint('name', name=op.f('uq_fixed_series_name'))
    )
    op.create_table('mailing',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=True),
    sa.Column('fulfilment_method', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(kind = 'POSTAL_MAILING') = (fulfilment_method is not null)", name=op.f('ck_mailing_fulfilment')),
    sa.CheckConstraint("fulfilment_method in ('FIRST_CLASS', 'SECOND_CLASS', 'COURIER', 'AIR_MAIL', 'BY_HAND')", name=op.f('ck_mailing_fulfilment_method')),
    sa.CheckConstraint("kind in ('INTEGRATED_EMAIL', 'POSTAL_MAILING')", name=op.f('ck_mailing_kind')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_mailing_campaign_id_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailing'))
    )
    op.create_table('membership_type',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('price_minor', sa.BigInteger(), nullable=False),
    sa.Column('renewal_price_minor', sa.BigInteger(), nullable=False),
    sa.Column('donation_minor', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('benefit_minor', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('period_length', sa.Integer(), nullable=True),
    sa.Column('period_unit', sa.Text(), nullable=True),
    sa.Column('fixed_end', sa.Date(), nullable=True),
    sa.Column('renewal_opens_days_before', sa.Integer(), server_default=sa.text('60'), nullable=False),
    sa.Column('renewal_closes_days_after', sa.Integer(), server_default=sa.text('30'), nullable=False),
    sa.Column('auto_renew_allowed', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('fund_id', sa.Uuid(), nullable=True),
    sa.Column('active', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.CheckConstraint("period_unit in ('MONTH', 'YEAR')", name=op.f('ck_membership_type_period_unit')),
    sa.CheckConstraint('(period_length is null) = (period_unit is null) and (period_unit is null) <> (fixed_end is null) and period_length > 0', name=op.f('ck_membership_type_period')),
    sa.CheckConstraint('donation_minor = 0 or fund_id is not null', name=op.f('ck_membership_type_fund')),
    sa.CheckConstraint('donation_minor between 0 and least(price_minor, renewal_price_minor) and benefit_minor >= 0', name=op.f('ck_membership_type_donation')),
    sa.CheckConstraint('price_minor >= 0 and renewal_price_minor >= 0', name=op.f('ck_membership_type_price')),
    sa.CheckConstraint('renewal_opens_days_before >= 0 and renewal_closes_days_after >= 0', name=op.f('ck_membership_type_window')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_membership_type_fund_id_fund')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership_type')),
    sa.UniqueConstraint('name', name=op.f('uq_membership_type_name'))
    )
    op.create_table('pricing_set',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('structure_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['structure_id'], ['subscription_structure.id'], name=op.f('fk_pricing_set_structure_id_subscription_structure')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pricing_set')),
    sa.UniqueConstraint('structure_id', 'name', name=op.f('uq_pricing_set_structure_id_name'))
    )
    op.create_table('seating_plan',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('venue_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['venue_id'], ['venue.id'], name=op.f('fk_seating_plan_venue_id_venue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seating_plan')),
    sa.UniqueConstraint('venue_id', 'name', name=op.f('uq_seating_plan_venue_id_name'))
    )
    op.create_table('instance',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('seating_plan_id', sa.Uuid(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('availability', sa.Text(), server_default='ON_SALE', nullable=False),
    sa.CheckConstraint("availability in ('ON_SALE', 'LIMITED', 'SOLD_OUT', 'OFF_SALE', 'CANCELLED')", name=op.f('ck_instance_availability')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_instance_event_id_event')),
    sa.ForeignKeyConstraint(['seating_plan_id'], ['seating_plan.id'], name=op.f('fk_instance_seating_plan_id_seating_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_instance')),
    sa.UniqueConstraint('id', 'event_id', name=op.f('uq_instance_id_event_id'))
    )
    op.create_index('ix_instance_event_id', 'instance', ['event_id', 'starts_at'], unique=False)
    op.create_table('seat',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('seating_plan_id', sa.Uuid(), nullable=False),
    sa.Column('area', sa.Text(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['seating_plan_id'], ['seating_plan.id'], name=op.f('fk_seat_seating_plan_id_seating_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat')),
    sa.UniqueConstraint('seating_plan_id', 'label', name=op.f('uq_seat_seating_plan_id_label'))
    )
    op.create_table('series_group',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['series_id'], ['fixed_series.id'], name=op.f('fk_series_group_series_id_fixed_series')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series_group')),
    sa.UniqueConstraint('series_id', 'name', name=op.f('uq_series_group_series_id_name'))
    )
    op.create_table('voucher_group',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('pricing_set_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('vouchers', sa.Integer(), nullable=False),
    sa.Column('price_minor', sa.BigInteger(), nullable=False),
    sa.Column('commission_minor', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.CheckConstraint('price_minor >= 0 and commission_minor >= 0', name=op.f('ck_voucher_group_price')),
    sa.CheckConstraint('vouchers > 0', name=op.f('ck_voucher_group_vouchers')),
    sa.ForeignKeyConstraint(['pricing_set_id'], ['pricing_set.id'], name=op.f('fk_voucher_group_pricing_set_id_pricing_set')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voucher_group')),
    sa.UniqueConstraint('pricing_set_id', 'name', name=op.f('uq_voucher_group_pricing_set_id_name'))
    )
    op.create_table('series_group_instance',
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('instance_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['series_group.id'], name=op.f('fk_series_group_instance_group_id_series_group')),
    sa.ForeignKeyConstraint(['instance_id', 'event_id'], ['instance.id', 'instance.event_id'], name=op.f('fk_series_group_instance_instance_id_instance')),
    sa.PrimaryKeyConstraint('group_id', 'event_id', name=op.f('pk_series_group_instance'))
    )
    op.create_index(op.f('ix_series_group_instance_instance_id'), 'series_group_instance', ['instance_id'], unique=False)
    op.create_table('voucher_group_instance',
    sa.Column('voucher_group_id', sa.Uuid(), nullable=False),
    sa.Column('instance_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['instance_id'], ['instance.id'], name=op.f('fk_voucher_group_instance_instance_id_instance')),
    sa.ForeignKeyConstraint(['voucher_group_id'], ['voucher_group.id'], name=op.f('fk_voucher_group_instance_voucher_group_id_voucher_group')),
    sa.PrimaryKeyConstraint('voucher_group_id', 'instance_id', name=op.f('pk_voucher_group_instance'))
    )
    op.create_index(op.f('ix_voucher_group_instance_instance_id'), 'voucher_group_instance', ['instance_id'], unique=False)
    op.create_table('voucher_group_ticket_type',
    sa.Column('voucher_group_id', sa.Uuid(), nullable=False),
    sa.Column('ticket_type_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['ticket_type_id'], ['ticket_type.id'], name=op.f('fk_voucher_group_ticket_type_ticket_type_id_ticket_type')),
    sa.ForeignKeyConstraint(['voucher_group_id'], ['voucher_group.id'], name=op.f('fk_voucher_group_ticket_type_voucher_group_id_voucher_group')),
    sa.PrimaryKeyConstraint('voucher_group_id', 'ticket_type_id', name=op.f('pk_voucher_group_ticket_type'))
    )
    grant("select, insert, update", "campaign", "commission_rule", "commission_structure", "event", "fixed_series", "fund", "instance", "mailing", "membership_type", "order_attribute", "price_band", "pricing_set", "product", "relationship_type", "seat", "seating_plan", "series_group", "series_group_instance", "subscription_structure", "ticket_type", "venue", "voucher_group", "voucher_group_instance", "voucher_group_ticket_type")


def downgrade() -> None:
    op.drop_table("voucher_group_ticket_type")
    op.drop_table("voucher_group_instance")
    op.drop_table("series_group_instance")
    op.drop_table("voucher_group")
    op.drop_table("series_group")
    op.drop_table("seat")
    op.drop_table("instance")
    op.drop_table("seating_plan")
    op.drop_table("pricing_set")
    op.drop_table("membership_type")
    op.drop_table("mailing")
    op.drop_table("fixed_series")
    op.drop_table("commission_rule")
    op.drop_table("venue")
    op.drop_table("ticket_type")
    op.drop_table("subscription_structure")
    op.drop_table("relationship_type")
    op.drop_table("product")
    op.drop_table("price_band")
    op.drop_table("order_attribute")
    op.drop_table("fund")
    op.drop_table("event")
    op.drop_table("commission_structure")
    op.drop_table("campaign")
