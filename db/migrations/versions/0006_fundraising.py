"""Fundraising: opportunities, pledges and legacies, activities, invitations, and what users pin"""

from alembic import op
import sqlalchemy as sa

from db.migrations.grants import grant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('activity_type',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity_type')),
    sa.UniqueConstraint('name', name=op.f('uq_activity_type_name'))
    )
    op.create_table('opportunity_attribute',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunity_attribute')),
    sa.UniqueConstraint('name', name=op.f('uq_opportunity_attribute_name'))
    )
    op.create_table('opportunity_stage',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('probability_percent', sa.Integer(), nullable=False),
    sa.Column('is_terminal', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.CheckConstraint('probability_percent between 0 and 100', name=op.f('ck_opportunity_stage_probability')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunity_stage'))
    )
    op.create_index('uq_opportunity_stage_name', 'opportunity_stage', [sa.literal_column('lower(name)')], unique=True)
    op.create_table('opportunity',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('stage_id', sa.Uuid(), nullable=False),
    sa.Column('owner_id', sa.Uuid(), nullable=False),
    sa.Column('target_minor', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('asked_minor', sa.BigInteger(), server_default=sa.text('0'), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('expected_close_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.Text(), server_default='OPEN', nullable=False),
    sa.Column('close_reason', sa.Text(), nullable=True),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("(outcome = 'OPEN') = (closed_on is null)", name=op.f('ck_opportunity_closed_on')),
    sa.CheckConstraint("outcome in ('OPEN', 'WON', 'LOST', 'WITHDRAWN')", name=op.f('ck_opportunity_outcome')),
    sa.CheckConstraint('closed_on >= opened_on', name=op.f('ck_opportunity_period')),
    sa.CheckConstraint('target_minor >= 0 and asked_minor >= 0', name=op.f('ck_opportunity_amounts')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('fk_opportunity_campaign_id_campaign')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_opportunity_customer_id_customer')),
    sa.ForeignKeyConstraint(['owner_id'], ['user_account.id'], name=op.f('fk_opportunity_owner_id_user_account')),
    sa.ForeignKeyConstraint(['stage_id'], ['opportunity_stage.id'], name=op.f('fk_opportunity_stage_id_opportunity_stage')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opportunity'))
    )
    op.create_index('ix_opportunity_campaign_id', 'opportunity', ['campaign_id'], unique=False)
    op.create_index('ix_opportunity_customer_id', 'opportunity', ['customer_id'], unique=False)
    op.create_index('ix_opportunity_opened_on', 'opportunity', [sa.literal_column('opened_on desc'), sa.literal_column('id desc')], unique=False)
    op.create_index('ix_opportunity_owner_id', 'opportunity', ['owner_id'], unique=False)
    op.create_table('activity',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('type_id', sa.Uuid(), nullable=False),
    sa.Column('opportunity_id', sa.Uuid(), nullable=True),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('notes', sa.Text(), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('occurs_at', sa.DateTime(timezone=True), sa.Computed('coalesce(completed_at, due_at)', persisted=True), nullable=False),
    sa.Column('assigned_to_id', sa.Uuid(), nullable=True),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint('char_length(subject) between 1 and 200', name=op.f('ck_activity_subject')),
    sa.ForeignKeyConstraint(['assigned_to_id'], ['user_account.id'], name=op.f('fk_activity_assigned_to_id_user_account')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_activity_customer_id_customer')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_activity_opportunity_id_opportunity')),
    sa.ForeignKeyConstraint(['type_id'], ['activity_type.id'], name=op.f('fk_activity_type_id_activity_type')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity'))
    )
    op.create_index('ix_activity_customer_id', 'activity', ['customer_id', sa.literal_column('occurs_at desc'), sa.literal_column('id desc')], unique=False)
    op.create_index('ix_activity_opportunity_id', 'activity', ['opportunity_id'], unique=False, postgresql_where=sa.text('opportunity_id is not null'))
    op.create_table('invitation',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('instance_id', sa.Uuid(), nullable=False),
    sa.Column('invitee_id', sa.Uuid(), nullable=False),
    sa.Column('on_behalf_of_id', sa.Uuid(), nullable=True),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reply_status', sa.Text(), server_default='NOT_SENT', nullable=False),
    sa.Column('replied_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('guests_allowed', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("(reply_status = 'NOT_SENT') = (invited_at is null)", name=op.f('ck_invitation_invited_at')),
    sa.CheckConstraint("(reply_status in ('ACCEPTED', 'DECLINED', 'TENTATIVE')) = (replied_at is not null)", name=op.f('ck_invitation_replied_at')),
    sa.CheckConstraint("reply_status in ('NOT_SENT', 'INVITED', 'ACCEPTED', 'DECLINED', 'TENTATIVE', 'NO_REPLY')", name=op.f('ck_invitation_reply_status')),
    sa.CheckConstraint('guests_allowed >= 0', name=op.f('ck_invitation_guests_allowed')),
    sa.CheckConstraint('on_behalf_of_id <> invitee_id', name=op.f('ck_invitation_on_behalf_of_another')),
    sa.CheckConstraint('replied_at >= invited_at', name=op.f('ck_invitation_replied_after')),
    sa.ForeignKeyConstraint(['instance_id'], ['instance.id'], name=op.f('fk_invitation_instance_id_instance')),
    sa.ForeignKeyConstraint(['invitee_id'], ['customer.id'], name=op.f('fk_invitation_invitee_id_customer')),
    sa.ForeignKeyConstraint(['on_behalf_of_id'], ['customer.id'], name=op.f('fk_invitation_on_behalf_of_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('invitee_id', 'instance_id', name=op.f('uq_invitation_invitee_id_instance_id'))
    )
    op.create_index('ix_invitation_instance_id', 'invitation', ['instance_id'], unique=False)
    op.create_index('ix_invitation_on_behalf_of_id', 'invitation', ['on_behalf_of_id'], unique=False, postgresql_where=sa.text('on_behalf_of_id is not null'))
    op.create_table('opportunity_attribute_value',
    sa.Column('opportunity_id', sa.Uuid(), nullable=False),
    sa.Column('attribute_id', sa.Uuid(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['attribute_id'], ['opportunity_attribute.id'], name=op.f('fk_opportunity_attribute_value_attribute_id_opportunity_attribute')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_opportunity_attribute_value_opportunity_id_opportunity')),
    sa.PrimaryKeyConstraint('opportunity_id', 'attribute_id', name=op.f('pk_opportunity_attribute_value'))
    )
    op.create_table('pledge',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('opportunity_id', sa.Uuid(), nullable=False),
    sa.Column('fund_id', sa.Uuid(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('pledged_on', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancel_reason', sa.Text(), nullable=True),
    sa.Column('written_off_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("(kind = 'PLEDGE') = (pledged_on is not null)", name=op.f('ck_pledge_pledged_on')),
    sa.CheckConstraint("kind in ('PLEDGE', 'LEGACY')", name=op.f('ck_pledge_kind')),
    sa.CheckConstraint('(cancelled_at is null) = (cancel_reason is null)', name=op.f('ck_pledge_cancelled')),
    sa.CheckConstraint('amount_minor > 0 or written_off_at is not null and amount_minor = 0', name=op.f('ck_pledge_amount')),
    sa.CheckConstraint('cancelled_at is null or written_off_at is null', name=op.f('ck_pledge_ended_once')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_pledge_fund_id_fund')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_pledge_opportunity_id_opportunity')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pledge')),
    sa.UniqueConstraint('id', 'kind', name=op.f('uq_pledge_id_kind'))
    )
    op.create_index('ix_pledge_opportunity_id', 'pledge', ['opportunity_id'], unique=False)
    op.create_table('stage_change',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('opportunity_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('from_stage_id', sa.Uuid(), nullable=True),
    sa.Column('to_stage_id', sa.Uuid(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('username', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.CheckConstraint("(kind = 'CLOSED') = (outcome is not null)", name=op.f('ck_stage_change_closing')),
    sa.CheckConstraint("(kind = 'OPENED') = (from_stage_id is null)", name=op.f('ck_stage_change_opening')),
    sa.CheckConstraint("kind in ('OPENED', 'MOVED', 'CLOSED', 'REOPENED')", name=op.f('ck_stage_change_kind')),
    sa.CheckConstraint("outcome in ('WON', 'LOST', 'WITHDRAWN')", name=op.f('ck_stage_change_outcome')),
    sa.ForeignKeyConstraint(['from_stage_id'], ['opportunity_stage.id'], name=op.f('fk_stage_change_from_stage_id_opportunity_stage')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_stage_change_opportunity_id_opportunity')),
    sa.ForeignKeyConstraint(['to_stage_id'], ['opportunity_stage.id'], name=op.f('fk_stage_change_to_stage_id_opportunity_stage')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stage_change'))
    )
    op.create_index('ix_stage_change_opportunity_id', 'stage_change', ['opportunity_id', sa.literal_column('at desc'), sa.literal_column('id desc')], unique=False)
    op.create_table('pin',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('opportunity_id', sa.Uuid(), nullable=True),
    sa.Column('invitation_id', sa.Uuid(), nullable=True),
    sa.Column('pinned_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('num_nonnulls(customer_id, opportunity_id, invitation_id) = 1', name=op.f('ck_pin_one_thing')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_pin_customer_id_customer')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_pin_invitation_id_invitation')),
    sa.ForeignKeyConstraint(['opportunity_id'], ['opportunity.id'], name=op.f('fk_pin_opportunity_id_opportunity')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_pin_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pin')),
    sa.UniqueConstraint('user_id', 'customer_id', name=op.f('uq_pin_user_id_customer_id')),
    sa.UniqueConstraint('user_id', 'invitation_id', name=op.f('uq_pin_user_id_invitation_id')),
    sa.UniqueConstraint('user_id', 'opportunity_id', name=op.f('uq_pin_user_id_opportunity_id'))
    )
    op.create_index(op.f('ix_pin_customer_id'), 'pin', ['customer_id'], unique=False)
    op.create_index('ix_pin_user_id', 'pin', ['user_id', sa.literal_column('pinned_at desc'), sa.literal_column('id desc')], unique=False)
    op.create_table('pledge_event',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('pledge_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('username', sa.Text(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.CheckConstraint("kind in ('CREATED', 'AMENDED', 'CANCELLED', 'REINSTATED', 'WRITTEN_OFF')", name=op.f('ck_pledge_event_kind')),
    sa.ForeignKeyConstraint(['pledge_id'], ['pledge.id'], name=op.f('fk_pledge_event_pledge_id_pledge')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pledge_event'))
    )
    op.create_index('ix_pledge_event_pledge_id', 'pledge_event', ['pledge_id', sa.literal_column('at desc'), sa.literal_column('id desc')], unique=False)
    op.create_table('pledge_instalment',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('pledge_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), server_default='PLEDGE', nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind = 'PLEDGE'", name=op.f('ck_pledge_instalment_kind')),
    sa.CheckConstraint('amount_minor > 0 or cancelled_at is not null and amount_minor = 0', name=op.f('ck_pledge_instalment_amount')),
    sa.CheckConstraint('number > 0', name=op.f('ck_pledge_instalment_number')),
    sa.ForeignKeyConstraint(['pledge_id', 'kind'], ['pledge.id', 'pledge.kind'], name=op.f('fk_pledge_instalment_pledge_id_pledge')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pledge_instalment')),
    sa.UniqueConstraint('id', 'pledge_id', name=op.f('uq_pledge_instalment_id_pledge_id')),
    sa.UniqueConstraint('pledge_id', 'number', name=op.f('uq_pledge_instalment_pledge_id_number'))
    )
    op.create_table('invitation_attendee',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('invitation_id', sa.Uuid(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('is_invitee', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('ticket_id', sa.Uuid(), nullable=True),
    sa.Column('attended', sa.Boolean(), nullable=True),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.CheckConstraint('(customer_id is null) <> (name is null)', name=op.f('ck_invitation_attendee_known')),
    sa.CheckConstraint('not is_invitee or customer_id is not null', name=op.f('ck_invitation_attendee_invitee')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_invitation_attendee_customer_id_customer')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_invitation_attendee_invitation_id_invitation')),
    sa.ForeignKeyConstraint(['ticket_id'], ['order_item.id'], name=op.f('fk_invitation_attendee_ticket_id_order_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation_attendee')),
    sa.UniqueConstraint('invitation_id', 'customer_id', name=op.f('uq_invitation_attendee_invitation_id_customer_id'))
    )
    op.create_index('ix_invitation_attendee_customer_id', 'invitation_attendee', ['customer_id'], unique=False, postgresql_where=sa.text('customer_id is not null'))
    op.create_index('ix_invitation_attendee_ticket_id', 'invitation_attendee', ['ticket_id'], unique=False, postgresql_where=sa.text('ticket_id is not null'))
    op.create_index('uq_invitation_attendee_invitee', 'invitation_attendee', ['invitation_id'], unique=True, postgresql_where=sa.text('is_invitee'))
    op.create_table('pledge_payment',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('donation_id', sa.Uuid(), nullable=False),
    sa.Column('pledge_id', sa.Uuid(), nullable=False),
    sa.Column('instalment_id', sa.Uuid(), nullable=True),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount_minor > 0', name=op.f('ck_pledge_payment_amount')),
    sa.ForeignKeyConstraint(['donation_id'], ['donation.id'], name=op.f('fk_pledge_payment_donation_id_donation')),
    sa.ForeignKeyConstraint(['instalment_id', 'pledge_id'], ['pledge_instalment.id', 'pledge_instalment.pledge_id'], name=op.f('fk_pledge_payment_instalment_id_pledge_instalment')),
    sa.ForeignKeyConstraint(['pledge_id'], ['pledge.id'], name=op.f('fk_pledge_payment_pledge_id_pledge')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pledge_payment'))
    )
    op.create_index('ix_pledge_payment_donation_id', 'pledge_payment', ['donation_id'], unique=False)
    op.create_index('ix_pledge_payment_instalment_id', 'pledge_payment', ['instalment_id'], unique=False, postgresql_where=sa.text('instalment_id is not null'))
    op.create_index('ix_pledge_payment_pledge_id', 'pledge_payment', ['pledge_id'], unique=False)
    op.add_column('membership_term', sa.Column('automatic', sa.Boolean(), server_default=sa.text('false'), nullable=False))
    op.add_column('order_item', sa.Column('opportunity_id', sa.Uuid(), nullable=True))
    op.add_column('order_item', sa.Column('attended', sa.Boolean(), nullable=True))
    op.create_index('ix_order_item_opportunity_id', 'order_item', ['opportunity_id'], unique=False, postgresql_include=['order_id', 'kind', 'state', 'price_minor', 'commission_minor', 'total_minor'], postgresql_where=sa.text('opportunity_id is not null'))
    op.create_foreign_key(op.f('fk_order_item_opportunity_id_opportunity'), 'order_item', 'opportunity', ['opportunity_id'], ['id'])
    op.create_check_constraint(op.f("ck_order_item_attended"), "order_item", "kind = 'TICKET' or attended is null")
    grant("select, insert, update", "activity", "activity_type", "invitation", "opportunity", "opportunity_attribute", "opportunity_stage")
    grant("select, insert, update, delete", "invitation_attendee", "opportunity_attribute_value", "pin", "pledge", "pledge_instalment", "pledge_payment")
    grant("select, insert", "pledge_event", "stage_change")
    grant("maintain", "activity", "activity_type", "invitation", "invitation_attendee", "opportunity", "opportunity_attribute", "opportunity_attribute_value", "opportunity_stage", "pin", "pledge", "pledge_event", "pledge_instalment", "pledge_payment", "stage_change")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_order_item_attended"), "order_item")
    op.drop_index("ix_order_item_opportunity_id", "order_item")
    op.drop_column("order_item", "attended")
    op.drop_column("order_item", "opportunity_id")
    op.drop_column("membership_term", "automatic")
    op.drop_table("pledge_payment")
    op.drop_table("invitation_attendee")
    op.drop_table("pledge_instalment")
    op.drop_table("pledge_event")
    op.drop_table("pin")
    op.drop_table("stage_change")
    op.drop_table("pledge")
    op.drop_table("opportunity_attribute_value")
    op.drop_table("invitation")
    op.drop_table("activity")
    op.drop_table("opportunity")
    op.drop_table("opportunity_stage")
    op.drop_table("opportunity_attribute")
    op.drop_table("activity_type")
