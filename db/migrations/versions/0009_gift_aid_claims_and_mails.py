"""Claims for Gift Aid, the charity and its statement, mails on their way out, long work, and online passwords"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from db.migrations.grants import grant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("gift_aid_claim_number", start=1)))
    op.create_table('charity_details',
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('effective_from', sa.Date(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('hmrc_reference', sa.Text(), nullable=False),
    sa.Column('regulator', sa.Text(), nullable=True),
    sa.Column('registered_number', sa.Text(), nullable=True),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('postcode', sa.Text(), nullable=False),
    sa.Column('official_first_name', sa.Text(), nullable=False),
    sa.Column('official_last_name', sa.Text(), nullable=False),
    sa.Column('official_phone', sa.Text(), nullable=False),
    sa.Column('official_postcode', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.CheckConstraint("regulator in ('CCEW', 'CCNI', 'OSCR')", name=op.f('ck_charity_details_regulator')),
    sa.CheckConstraint('(regulator is null) = (registered_number is null)', name=op.f('ck_charity_details_registered')),
    sa.CheckConstraint('version > 0', name=op.f('ck_charity_details_version')),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_charity_details'))
    )
    op.create_table('gift_aid_statement',
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('effective_from', sa.Date(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.CheckConstraint('version > 0', name=op.f('ck_gift_aid_statement_version')),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_gift_aid_statement'))
    )
    op.create_table('bulk_job',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('asked', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('total', sa.Integer(), nullable=True),
    sa.Column('done', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('failed', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('file', sa.Text(), nullable=True),
    sa.Column('file_name', sa.Text(), nullable=True),
    sa.Column('failure', sa.Text(), nullable=True),
    sa.CheckConstraint("(status in ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (ended_at is not null)", name=op.f('ck_bulk_job_ended_at')),
    sa.CheckConstraint("kind in ('STATEMENT', 'AUTOTAG_PREVIEW')", name=op.f('ck_bulk_job_kind')),
    sa.CheckConstraint("status in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')", name=op.f('ck_bulk_job_status')),
    sa.CheckConstraint('(file is null) = (file_name is null)', name=op.f('ck_bulk_job_file')),
    sa.CheckConstraint('done >= 0 and failed >= 0', name=op.f('ck_bulk_job_counts')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_bulk_job_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_job'))
    )
    op.create_index('ix_bulk_job_user_id', 'bulk_job', ['user_id', 'created_at'], unique=False)
    op.create_table('gift_aid_claim',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('number', sa.BigInteger(), server_default=sa.text("nextval('gift_aid_claim_number')"), nullable=False),
    sa.Column('period_from', sa.Date(), nullable=False),
    sa.Column('period_to', sa.Date(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('charity_version', sa.Integer(), nullable=False),
    sa.Column('prepared_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('prepared_by', sa.Text(), nullable=False),
    sa.Column('previewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_on', sa.Date(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('correlation', sa.Text(), nullable=True),
    sa.Column('response', sa.Text(), nullable=True),
    sa.CheckConstraint("(status in ('ACCEPTED', 'REJECTED', 'PART_REJECTED')) = (decided_on is not null)", name=op.f('ck_gift_aid_claim_decided_on')),
    sa.CheckConstraint("(status in ('DRAFT', 'PREVIEWED')) = (submitted_on is null)", name=op.f('ck_gift_aid_claim_submitted_on')),
    sa.CheckConstraint("status in ('DRAFT', 'PREVIEWED', 'SUBMITTED', 'ACCEPTED', 'REJECTED', 'PART_REJECTED')", name=op.f('ck_gift_aid_claim_status')),
    sa.CheckConstraint('period_to >= period_from', name=op.f('ck_gift_aid_claim_period')),
    sa.ForeignKeyConstraint(['charity_version'], ['charity_details.version'], name=op.f('fk_gift_aid_claim_charity_version_charity_details')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gift_aid_claim')),
    sa.UniqueConstraint('number', name=op.f('uq_gift_aid_claim_number'))
    )
    op.create_table('bulk_job_result',
    sa.Column('job_id', sa.Uuid(), nullable=False),
    sa.Column('ordinal', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('succeeded', sa.Boolean(), nullable=False),
    sa.Column('code', sa.Text(), nullable=True),
    sa.Column('message', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['job_id'], ['bulk_job.id'], name=op.f('fk_bulk_job_result_job_id_bulk_job')),
    sa.PrimaryKeyConstraint('job_id', 'ordinal', name=op.f('pk_bulk_job_result'))
    )
    op.create_table('online_password',
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_online_password_customer_id_customer')),
    sa.PrimaryKeyConstraint('customer_id', name=op.f('pk_online_password'))
    )
    op.create_table('password_link',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('expires_at > created_at', name=op.f('ck_password_link_expires_at')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_password_link_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_password_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_password_link_token_hash'))
    )
    op.create_index('ix_password_link_customer_id', 'password_link', ['customer_id', 'created_at'], unique=False)
    op.create_table('outgoing_mail',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('declaration_id', sa.Uuid(), nullable=True),
    sa.Column('message_id', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.Text(), nullable=True),
    sa.CheckConstraint("failure in ('RECIPIENT_REFUSED', 'MESSAGE_REFUSED')", name=op.f('ck_outgoing_mail_failure')),
    sa.CheckConstraint("kind in ('GIFT_AID_DECLARATION', 'PRINT_AT_HOME', 'CHANGE_PASSWORD')", name=op.f('ck_outgoing_mail_kind')),
    sa.CheckConstraint('(failed_at is null) = (failure is null)', name=op.f('ck_outgoing_mail_failed_at')),
    sa.CheckConstraint('num_nonnulls(sent_at, failed_at) <= 1', name=op.f('ck_outgoing_mail_sent_at')),
    sa.CheckConstraint('sealed is not null or num_nonnulls(sent_at, failed_at) = 1', name=op.f('ck_outgoing_mail_sealed')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_outgoing_mail_customer_id_customer')),
    sa.ForeignKeyConstraint(['declaration_id'], ['gift_aid_declaration.id'], name=op.f('fk_outgoing_mail_declaration_id_gift_aid_declaration')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outgoing_mail')),
    sa.UniqueConstraint('message_id', name=op.f('uq_outgoing_mail_message_id'))
    )
    op.create_index(op.f('ix_outgoing_mail_customer_id'), 'outgoing_mail', ['customer_id'], unique=False)
    op.create_index('ix_outgoing_mail_waiting', 'outgoing_mail', ['created_at'], unique=False, postgresql_where=sa.text('sent_at is null and failed_at is null'))
    op.create_table('gift_aid_claim_line',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('claim_id', sa.Uuid(), nullable=False),
    sa.Column('donation_id', sa.Uuid(), nullable=False),
    sa.Column('declaration_id', sa.Uuid(), nullable=False),
    sa.Column('live', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('amount_minor', sa.BigInteger(), nullable=False),
    sa.Column('tax_minor', sa.BigInteger(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('schedule_row', sa.Integer(), nullable=True),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('first_name', sa.Text(), nullable=True),
    sa.Column('last_name', sa.Text(), nullable=True),
    sa.Column('house', sa.Text(), nullable=True),
    sa.Column('postcode', sa.Text(), nullable=True),
    sa.Column('rejection', sa.Text(), nullable=True),
    sa.CheckConstraint('amount_minor > 0 and tax_minor >= 0', name=op.f('ck_gift_aid_claim_line_amounts')),
    sa.CheckConstraint('not (live and rejection is not null)', name=op.f('ck_gift_aid_claim_line_rejection')),
    sa.ForeignKeyConstraint(['claim_id'], ['gift_aid_claim.id'], name=op.f('fk_gift_aid_claim_line_claim_id_gift_aid_claim')),
    sa.ForeignKeyConstraint(['declaration_id'], ['gift_aid_declaration.id'], name=op.f('fk_gift_aid_claim_line_declaration_id_gift_aid_declaration')),
    sa.ForeignKeyConstraint(['donation_id'], ['donation.id'], name=op.f('fk_gift_aid_claim_line_donation_id_donation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gift_aid_claim_line')),
    sa.UniqueConstraint('claim_id', 'donation_id', name=op.f('uq_gift_aid_claim_line_claim_id_donation_id'))
    )
    op.create_index('ix_gift_aid_claim_line_declaration_id', 'gift_aid_claim_line', ['declaration_id'], unique=False)
    op.create_index('uq_gift_aid_claim_line_live', 'gift_aid_claim_line', ['donation_id'], unique=True, postgresql_where=sa.text('live'))
    op.create_table('gift_aid_adjustment',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('line_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('tax_minor', sa.BigInteger(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('carried_into', sa.Uuid(), nullable=True),
    sa.CheckConstraint("reason in ('RETURNED', 'CANCELLED', 'EXCLUDED')", name=op.f('ck_gift_aid_adjustment_reason')),
    sa.CheckConstraint('tax_minor > 0', name=op.f('ck_gift_aid_adjustment_tax')),
    sa.ForeignKeyConstraint(['carried_into'], ['gift_aid_claim.id'], name=op.f('fk_gift_aid_adjustment_carried_into_gift_aid_claim')),
    sa.ForeignKeyConstraint(['line_id'], ['gift_aid_claim_line.id'], name=op.f('fk_gift_aid_adjustment_line_id_gift_aid_claim_line')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gift_aid_adjustment')),
    sa.UniqueConstraint('line_id', name=op.f('uq_gift_aid_adjustment_line_id'))
    )
    op.create_index(op.f('ix_gift_aid_adjustment_carried_into'), 'gift_aid_adjustment', ['carried_into'], unique=False)
    op.execute("grant usage on sequence gift_aid_claim_number to gateway_app")
    grant("select, insert", "bulk_job_result", "charity_details", "gift_aid_statement")
    grant("select, insert, update", "bulk_job", "gift_aid_adjustment", "online_password", "outgoing_mail", "password_link")
    # A claim that is given up before it was submitted leaves its gifts free.
    grant("select, insert, update, delete", "gift_aid_claim", "gift_aid_claim_line")


def downgrade() -> None:
    op.drop_table("gift_aid_adjustment")
    op.drop_table("gift_aid_claim_line")
    op.drop_table("outgoing_mail")
    op.drop_table("password_link")
    op.drop_table("online_password")
    op.drop_table("bulk_job_result")
    op.drop_table("gift_aid_claim")
    op.drop_table("bulk_job")
    op.drop_table("gift_aid_statement")
    op.drop_table("charity_details")
    op.execute("drop sequence gift_aid_claim_number")
