"""What customers hold, made and were sent: memberships, subscriptions, cards, declarations, mailings"""

from alembic import op
import sqlalchemy as sa

from db.migrations.grants import grant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agent',
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('structure_id', sa.Uuid(), nullable=True),
    sa.Column('api_access', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('api_key_hash', sa.Text(), nullable=True),
    sa.Column('api_key_made_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('since', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('(api_key_hash is null) = (api_key_made_at is null)', name=op.f('ck_agent_api_key')),
    sa.CheckConstraint('structure_id is not null or api_access', name=op.f('ck_agent_agent')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_agent_customer_id_customer')),
    sa.ForeignKeyConstraint(['structure_id'], ['commission_structure.id'], name=op.f('fk_agent_structure_id_commission_structure')),
    sa.PrimaryKeyConstraint('customer_id', name=op.f('pk_agent'))
    )
    op.create_table('document',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.Column('bytes', sa.Integer(), nullable=False),
    sa.Column('content_hash', sa.Text(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('uploaded_by', sa.Text(), nullable=False),
    sa.CheckConstraint('bytes between 1 and 10485760', name=op.f('ck_document_bytes')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_document_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document'))
    )
    op.create_index(op.f('ix_document_customer_id'), 'document', ['customer_id'], unique=False)
    op.create_table('gift_aid_cancellation',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('option', sa.Text(), nullable=False),
    sa.Column('effective_from', sa.Date(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.CheckConstraint("option in ('FROM_TODAY', 'SINCE')", name=op.f('ck_gift_aid_cancellation_option')),
    sa.CheckConstraint('effective_from <= made_on', name=op.f('ck_gift_aid_cancellation_effective_from')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_gift_aid_cancellation_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gift_aid_cancellation'))
    )
    op.create_index('ix_gift_aid_cancellation_customer_id', 'gift_aid_cancellation', ['customer_id', 'made_at'], unique=False)
    op.create_table('household_membership',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('household_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('joined_because', sa.Text(), nullable=False),
    sa.Column('left_because', sa.Text(), nullable=True),
    sa.CheckConstraint('(left_at is null) = (left_because is null)', name=op.f('ck_household_membership_left_because')),
    sa.CheckConstraint('left_at >= joined_at', name=op.f('ck_household_membership_period')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_household_membership_customer_id_customer')),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_household_membership_household_id_household')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_household_membership'))
    )
    op.create_index('ix_household_membership_customer_id', 'household_membership', ['customer_id', 'joined_at'], unique=False)
    op.create_index(op.f('ix_household_membership_household_id'), 'household_membership', ['household_id'], unique=False)
    op.create_index('uq_household_membership_current', 'household_membership', ['customer_id'], unique=True, postgresql_where=sa.text('left_at is null'))
    op.create_table('mailing_record',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('mailing_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_to', sa.Text(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('open_count', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('machine_open', sa.Boolean(), nullable=True),
    sa.Column('bounced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('bounce_type', sa.Text(), nullable=True),
    sa.Column('blocked', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('opted_out_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("bounce_type in ('SOFT', 'HARD')", name=op.f('ck_mailing_record_bounce_type')),
    sa.CheckConstraint('(bounced_at is null) = (bounce_type is null)', name=op.f('ck_mailing_record_bounce')),
    sa.CheckConstraint('(opened_at is null) = (open_count = 0) and open_count >= 0', name=op.f('ck_mailing_record_opened')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_mailing_record_customer_id_customer')),
    sa.ForeignKeyConstraint(['mailing_id'], ['mailing.id'], name=op.f('fk_mailing_record_mailing_id_mailing')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailing_record')),
    sa.UniqueConstraint('mailing_id', 'customer_id', name=op.f('uq_mailing_record_mailing_id_customer_id'))
    )
    op.create_index('ix_mailing_record_customer_id', 'mailing_record', ['customer_id', sa.literal_column('sent_at desc'), sa.literal_column('id desc')], unique=False)
    op.create_table('relationship',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('type_id', sa.Uuid(), nullable=False),
    sa.Column('a_id', sa.Uuid(), nullable=False),
    sa.Column('b_id', sa.Uuid(), nullable=False),
    sa.Column('importance_a', sa.Integer(), server_default=sa.text('3'), nullable=False),
    sa.Column('importance_b', sa.Integer(), server_default=sa.text('3'), nullable=False),
    sa.Column('starts', sa.Date(), nullable=True),
    sa.Column('ends', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('a_id <> b_id', name=op.f('ck_relationship_two')),
    sa.CheckConstraint('ends >= starts', name=op.f('ck_relationship_period')),
    sa.CheckConstraint('importance_a between 1 and 5 and importance_b between 1 and 5', name=op.f('ck_relationship_importance')),
    sa.ForeignKeyConstraint(['a_id'], ['customer.id'], name=op.f('fk_relationship_a_id_customer')),
    sa.ForeignKeyConstraint(['b_id'], ['customer.id'], name=op.f('fk_relationship_b_id_customer')),
    sa.ForeignKeyConstraint(['type_id'], ['relationship_type.id'], name=op.f('fk_relationship_type_id_relationship_type')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relationship'))
    )
    op.create_index(op.f('ix_relationship_a_id'), 'relationship', ['a_id'], unique=False)
    op.create_index(op.f('ix_relationship_b_id'), 'relationship', ['b_id'], unique=False)
    op.create_table('ticket_subscription',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('pricing_set_id', sa.Uuid(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('expires_on >= issued_on', name=op.f('ck_ticket_subscription_expiry')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_ticket_subscription_customer_id_customer')),
    sa.ForeignKeyConstraint(['pricing_set_id'], ['pricing_set.id'], name=op.f('fk_ticket_subscription_pricing_set_id_pricing_set')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ticket_subscription'))
    )
    op.create_index(op.f('ix_ticket_subscription_customer_id'), 'ticket_subscription', ['customer_id'], unique=False)
    op.create_table('waiting_list_entry',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('any_instance', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), server_default=sa.text("'WAITING'"), nullable=False),
    sa.Column('place', sa.Numeric(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("status in ('WAITING', 'OFFERED', 'FULFILLED', 'REMOVED', 'EXPIRED')", name=op.f('ck_waiting_list_entry_status')),
    sa.CheckConstraint('char_length(note) <= 500', name=op.f('ck_waiting_list_entry_note')),
    sa.CheckConstraint('quantity between 1 and 20', name=op.f('ck_waiting_list_entry_quantity')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_waiting_list_entry_customer_id_customer')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_waiting_list_entry_event_id_event')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting_list_entry'))
    )
    op.create_index(op.f('ix_waiting_list_entry_customer_id'), 'waiting_list_entry', ['customer_id'], unique=False)
    op.create_index('ix_waiting_list_entry_place', 'waiting_list_entry', ['event_id', 'place', 'id'], unique=False, postgresql_where=sa.text("status = 'WAITING'"))
    op.create_index('uq_waiting_list_entry_live', 'waiting_list_entry', ['event_id', 'customer_id'], unique=True, postgresql_where=sa.text("status in ('WAITING', 'OFFERED')"))
    op.create_table('wallet_card',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('provider', sa.Text(), nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('brand', sa.Text(), nullable=False),
    sa.Column('last_four', sa.Text(), nullable=False),
    sa.Column('expiry_month', sa.Integer(), nullable=False),
    sa.Column('expiry_year', sa.Integer(), nullable=False),
    sa.Column('holder_name', sa.Text(), nullable=False),
    sa.Column('continuous_authority', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('preferred', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('added_by', sa.Text(), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("last_four ~ '^[0-9]{4}$'", name=op.f('ck_wallet_card_last_four')),
    sa.CheckConstraint("token !~ '^[0-9 -]{12,}$'", name=op.f('ck_wallet_card_token_is_no_number')),
    sa.CheckConstraint('expiry_month between 1 and 12 and expiry_year between 2000 and 2100', name=op.f('ck_wallet_card_expiry')),
    sa.CheckConstraint('not preferred or removed_at is null', name=op.f('ck_wallet_card_preferred_is_kept')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_wallet_card_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wallet_card'))
    )
    op.create_index('ix_wallet_card_customer_id', 'wallet_card', ['customer_id'], unique=False)
    op.create_index('uq_wallet_card_fingerprint', 'wallet_card', ['customer_id', 'fingerprint'], unique=True, postgresql_where=sa.text('removed_at is null'))
    op.create_index('uq_wallet_card_preferred', 'wallet_card', ['customer_id'], unique=True, postgresql_where=sa.text('preferred'))
    op.create_table('gift_aid_declaration',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('coverage', sa.Text(), nullable=False),
    sa.Column('coverage_from', sa.Date(), nullable=False),
    sa.Column('coverage_to', sa.Date(), nullable=True),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('evidence_text', sa.Text(), nullable=True),
    sa.Column('document_id', sa.Uuid(), nullable=True),
    sa.Column('email_sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('letter_generated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('letter_file', sa.Text(), nullable=True),
    sa.Column('written_record_sent_on', sa.Date(), nullable=True),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('first_name', sa.Text(), nullable=True),
    sa.Column('last_name', sa.Text(), nullable=True),
    sa.Column('address_line1', sa.Text(), nullable=True),
    sa.Column('address_rest', sa.Text(), nullable=True),
    sa.Column('postcode', sa.Text(), nullable=True),
    sa.Column('country_code', sa.Text(), nullable=True),
    sa.Column('charity_name', sa.Text(), nullable=False),
    sa.Column('statement_version', sa.Integer(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.CheckConstraint("(evidence = 'UPLOAD') = (document_id is not null)", name=op.f('ck_gift_aid_declaration_document')),
    sa.CheckConstraint("case type when 'VERBAL' then evidence <> 'ONLINE' when 'PAPER' then evidence in ('MANUAL', 'UPLOAD') else evidence = 'ONLINE' end", name=op.f('ck_gift_aid_declaration_evidence_of_type')),
    sa.CheckConstraint("coverage in ('SINCE', 'FROM_TODAY', 'TODAY_ONLY')", name=op.f('ck_gift_aid_declaration_coverage')),
    sa.CheckConstraint("evidence in ('EMAIL', 'POST', 'MANUAL', 'UPLOAD', 'ONLINE')", name=op.f('ck_gift_aid_declaration_evidence')),
    sa.CheckConstraint("type in ('VERBAL', 'PAPER', 'ONLINE')", name=op.f('ck_gift_aid_declaration_type')),
    sa.CheckConstraint('coverage_to >= coverage_from', name=op.f('ck_gift_aid_declaration_period')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_gift_aid_declaration_customer_id_customer')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_gift_aid_declaration_document_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gift_aid_declaration'))
    )
    op.create_index('ix_gift_aid_declaration_customer_id', 'gift_aid_declaration', ['customer_id', 'made_at'], unique=False)
    op.create_table('mailing_click',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('clicked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['record_id'], ['mailing_record.id'], name=op.f('fk_mailing_click_record_id_mailing_record')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailing_click'))
    )
    op.create_index(op.f('ix_mailing_click_record_id'), 'mailing_click', ['record_id'], unique=False)
    op.create_table('membership',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('type_id', sa.Uuid(), nullable=False),
    sa.Column('auto_renew', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('card_id', sa.Uuid(), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['card_id'], ['wallet_card.id'], name=op.f('fk_membership_card_id_wallet_card')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_membership_customer_id_customer')),
    sa.ForeignKeyConstraint(['type_id'], ['membership_type.id'], name=op.f('fk_membership_type_id_membership_type')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    op.create_index(op.f('ix_membership_card_id'), 'membership', ['card_id'], unique=False)
    op.create_index('ix_membership_customer_id', 'membership', ['customer_id'], unique=False)
    op.create_table('series_subscription',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('subscribed_on', sa.Date(), nullable=False),
    sa.Column('held_until', sa.Date(), nullable=True),
    sa.CheckConstraint("state in ('HELD', 'PURCHASED', 'RELEASED', 'RETURNED', 'ROLLED_OVER', 'EXPIRED')", name=op.f('ck_series_subscription_state')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_series_subscription_customer_id_customer')),
    sa.ForeignKeyConstraint(['group_id'], ['series_group.id'], name=op.f('fk_series_subscription_group_id_series_group')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_series_subscription_seat_id_seat')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series_subscription'))
    )
    op.create_index(op.f('ix_series_subscription_customer_id'), 'series_subscription', ['customer_id'], unique=False)
    op.create_index('uq_series_subscription_seat', 'series_subscription', ['group_id', 'seat_id'], unique=True, postgresql_where=sa.text("state in ('HELD', 'PURCHASED')"))
    op.create_table('subscription_vouchers',
    sa.Column('ticket_subscription_id', sa.Uuid(), nullable=False),
    sa.Column('voucher_group_id', sa.Uuid(), nullable=False),
    sa.Column('issued', sa.Integer(), nullable=False),
    sa.Column('redeemed', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('returned', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.CheckConstraint('issued > 0 and redeemed >= 0 and returned >= 0 and redeemed + returned <= issued', name=op.f('ck_subscription_vouchers_counts')),
    sa.ForeignKeyConstraint(['ticket_subscription_id'], ['ticket_subscription.id'], name=op.f('fk_subscription_vouchers_ticket_subscription_id_ticket_subscription')),
    sa.ForeignKeyConstraint(['voucher_group_id'], ['voucher_group.id'], name=op.f('fk_subscription_vouchers_voucher_group_id_voucher_group')),
    sa.PrimaryKeyConstraint('ticket_subscription_id', 'voucher_group_id', name=op.f('pk_subscription_vouchers'))
    )
    op.create_index('ix_subscription_vouchers_voucher_group_id', 'subscription_vouchers', ['voucher_group_id'], unique=False)
    op.create_table('waiting_list_instance',
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('instance_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['waiting_list_entry.id'], name=op.f('fk_waiting_list_instance_entry_id_waiting_list_entry')),
    sa.ForeignKeyConstraint(['instance_id'], ['instance.id'], name=op.f('fk_waiting_list_instance_instance_id_instance')),
    sa.PrimaryKeyConstraint('entry_id', 'instance_id', name=op.f('pk_waiting_list_instance'))
    )
    op.create_index(op.f('ix_waiting_list_instance_instance_id'), 'waiting_list_instance', ['instance_id'], unique=False)
    op.create_table('cancelled_declaration',
    sa.Column('cancellation_id', sa.Uuid(), nullable=False),
    sa.Column('declaration_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['cancellation_id'], ['gift_aid_cancellation.id'], name=op.f('fk_cancelled_declaration_cancellation_id_gift_aid_cancellation')),
    sa.ForeignKeyConstraint(['declaration_id'], ['gift_aid_declaration.id'], name=op.f('fk_cancelled_declaration_declaration_id_gift_aid_declaration')),
    sa.PrimaryKeyConstraint('cancellation_id', 'declaration_id', name=op.f('pk_cancelled_declaration'))
    )
    op.create_index(op.f('ix_cancelled_declaration_declaration_id'), 'cancelled_declaration', ['declaration_id'], unique=False)
    op.create_table('membership_term',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('membership_id', sa.Uuid(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('price_minor', sa.BigInteger(), nullable=False),
    sa.Column('custom_end_reason', sa.Text(), nullable=True),
    sa.CheckConstraint('ends >= starts', name=op.f('ck_membership_term_term')),
    sa.CheckConstraint('price_minor >= 0', name=op.f('ck_membership_term_price')),
    sa.ForeignKeyConstraint(['membership_id'], ['membership.id'], name=op.f('fk_membership_term_membership_id_membership')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership_term')),
    sa.UniqueConstraint('membership_id', 'starts', name=op.f('uq_membership_term_membership_id_starts'))
    )
    # Nobody can say any more since when: for the records that there are, it is since they were made.
    op.execute(
        "insert into household_membership (household_id, customer_id, joined_at, joined_because)"
        " select household_id, id, created_at, 'RECORD_MADE' from customer where household_id is not null"
    )
    grant("select, insert, update", "agent", "household_membership", "mailing_record", "membership", "membership_term", "series_subscription", "subscription_vouchers", "ticket_subscription", "waiting_list_entry", "wallet_card")
    grant("select, insert, update, delete", "relationship")
    grant("select, insert, delete", "waiting_list_instance")
    grant("select, insert", "cancelled_declaration", "mailing_click")
    grant("select, insert, update (customer_id, email_sent_at, letter_generated_at, letter_file, written_record_sent_on)", "gift_aid_declaration")
    grant("select, insert, update (customer_id)", "document", "gift_aid_cancellation")
    # A large load measures its tables itself, as it does those of the record.
    grant("maintain", "gift_aid_declaration", "household_membership", "mailing_click", "mailing_record", "membership", "membership_term", "relationship", "series_subscription", "subscription_vouchers", "ticket_subscription", "waiting_list_entry", "wallet_card")


def downgrade() -> None:
    op.drop_table("membership_term")
    op.drop_table("cancelled_declaration")
    op.drop_table("waiting_list_instance")
    op.drop_table("subscription_vouchers")
    op.drop_table("series_subscription")
    op.drop_table("membership")
    op.drop_table("mailing_click")
    op.drop_table("gift_aid_declaration")
    op.drop_table("wallet_card")
    op.drop_table("waiting_list_entry")
    op.drop_table("ticket_subscription")
    op.drop_table("relationship")
    op.drop_table("mailing_record")
    op.drop_table("household_membership")
    op.drop_table("gift_aid_cancellation")
    op.drop_table("document")
    op.drop_table("agent")
