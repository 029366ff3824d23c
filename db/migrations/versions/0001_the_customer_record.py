"""The customer record"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from db.migrations.grants import ERASER, grant, require_roles

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

BETWEEN_WORDS = "[ -/:-@[-`{-\u00bf\u00d7\u00f7\u2000-\u206f\u3000-\u303f]+"
TITLES = ('Mr', 'Mrs', 'Miss', 'Ms', 'Mx', 'Dr', 'Prof', 'Rev', 'Sir', 'Dame', 'Lord', 'Lady')


def upgrade() -> None:
    require_roles()
    op.execute("create extension if not exists pg_trgm")
    op.execute(sa.schema.CreateSequence(sa.Sequence("customer_number", start=1000001)))
    op.create_table('attribute_definition',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('type', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('required', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('protected', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('applies_to', sa.Text(), server_default='BOTH', nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('visible_on_web', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('archived', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("applies_to in ('INDIVIDUAL', 'ORGANISATION', 'BOTH')", name=op.f('ck_attribute_definition_applies_to')),
    sa.CheckConstraint("type in ('TEXT', 'CURRENCY', 'DATE', 'DROPDOWN', 'CHECKLIST')", name=op.f('ck_attribute_definition_type')),
    sa.CheckConstraint('char_length(name) between 1 and 50', name=op.f('ck_attribute_definition_name')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attribute_definition'))
    )
    op.create_index('uq_attribute_definition_name', 'attribute_definition', [sa.literal_column('lower(name)')], unique=True)
    op.create_table('household',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('primary_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_household'))
    )
    op.create_index(op.f('ix_household_primary_id'), 'household', ['primary_id'], unique=False)
    op.create_table('preference_definition',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('partner_name', sa.Text(), nullable=True),
    sa.Column('ask_on_web', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('active', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('current_statement', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("channel in ('EMAIL', 'SMS', 'PHONE', 'POST', 'THIRD_PARTY', 'GENERAL')", name=op.f('ck_preference_definition_channel')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_preference_definition'))
    )
    op.create_index('uq_preference_definition_name', 'preference_definition', [sa.literal_column('lower(name)')], unique=True)
    op.create_table('tag_group',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('on_web', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tag_group'))
    )
    op.create_index('uq_tag_group_name', 'tag_group', [sa.literal_column('lower(name)')], unique=True)
    op.create_table('title',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_title')),
    sa.UniqueConstraint('name', name=op.f('uq_title_name'))
    )
    op.create_table('user_account',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('username', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('job_title', sa.Text(), nullable=True),
    sa.Column('active', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('protected_data', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('tokens_valid_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('username', name=op.f('uq_user_account_username'))
    )
    op.create_index('uq_user_account_email', 'user_account', [sa.literal_column('lower(email)')], unique=True)
    op.create_table('attribute_option',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('definition_id', sa.Uuid(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('archived', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.ForeignKeyConstraint(['definition_id'], ['attribute_definition.id'], name=op.f('fk_attribute_option_definition_id_attribute_definition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attribute_option')),
    sa.UniqueConstraint('definition_id', 'label', name=op.f('uq_attribute_option_definition_id_label'))
    )
    op.create_table('customer',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('number', sa.BigInteger(), server_default=sa.text("nextval('customer_number')"), nullable=False),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('first_name', sa.Text(), nullable=True),
    sa.Column('last_name', sa.Text(), nullable=True),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('primary_contact', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('phone_e164', sa.Text(), nullable=True),
    sa.Column('mobile', sa.Text(), nullable=True),
    sa.Column('mobile_e164', sa.Text(), nullable=True),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('deceased_on', sa.Date(), nullable=True),
    sa.Column('active', sa.Boolean(), server_default=sa.text('true'), nullable=False),
    sa.Column('online_account_active', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('image_hash', sa.Text(), nullable=True),
    sa.Column('image_type', sa.Text(), nullable=True),
    sa.Column('household_id', sa.Uuid(), nullable=True),
    sa.Column('merged_into', sa.Uuid(), nullable=True),
    sa.Column('last_key', sa.Text(collation='C'), nullable=False),
    sa.Column('first_key', sa.Text(collation='C'), server_default='', nullable=False),
    sa.Column('words', postgresql.TSVECTOR(), sa.Computed(f"array_to_tsvector(array_remove(regexp_split_to_array(first_key || ' ' || last_key, '{BETWEEN_WORDS}'), ''))", persisted=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('last_activity_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('details_version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('addresses_version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('contact_preferences_version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('tags_version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("birth_date >= date '1900-01-01'", name=op.f('ck_customer_birth_date')),
    sa.CheckConstraint("case kind when 'I' then last_name is not null and first_name is not null and name is null and primary_contact is null and household_id is not null or merged_into is not null else name is not null and last_name is null and first_name is null and title is null and email is null and birth_date is null and deceased_on is null and household_id is null end", name=op.f('ck_customer_fields_of_kind')),
    sa.CheckConstraint("kind in ('I', 'O')", name=op.f('ck_customer_kind')),
    sa.CheckConstraint('merged_into <> id', name=op.f('ck_customer_merged_into_another')),
    sa.CheckConstraint('merged_into is null or (not active and email is null)', name=op.f('ck_customer_merged_is_retired')),
    sa.CheckConstraint('not online_account_active or email is not null', name=op.f('ck_customer_online_account_has_email')),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_customer_household_id_household')),
    sa.ForeignKeyConstraint(['merged_into'], ['customer.id'], name=op.f('fk_customer_merged_into_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer')),
    sa.UniqueConstraint('number', name=op.f('uq_customer_number'))
    )
    op.create_index('ix_customer_activity', 'customer', [sa.literal_column('last_activity_at desc'), 'id'], unique=False)
    op.create_index('ix_customer_birth_date', 'customer', ['birth_date'], unique=False, postgresql_where=sa.text('birth_date is not null'))
    op.create_index('ix_customer_created_at', 'customer', ['created_at'], unique=False)
    op.create_index('ix_customer_email_trigrams', 'customer', [sa.func.lower(sa.text('email')).label('email_folded')], unique=False, postgresql_using='gin', postgresql_ops={'email_folded': 'gin_trgm_ops'}, postgresql_where=sa.text('email is not null'))
    op.create_index('ix_customer_first_key', 'customer', ['first_key', 'last_key'], unique=False, postgresql_where=sa.text("kind = 'I'"))
    op.create_index(op.f('ix_customer_household_id'), 'customer', ['household_id'], unique=False)
    op.create_index('ix_customer_last_key', 'customer', ['kind', 'last_key', 'first_key'], unique=False)
    op.create_index('ix_customer_last_key_activity', 'customer', ['kind', 'last_key', sa.literal_column('last_activity_at desc'), 'id'], unique=False)
    op.create_index(op.f('ix_customer_merged_into'), 'customer', ['merged_into'], unique=False)
    op.create_index('ix_customer_mobile_e164', 'customer', ['mobile_e164'], unique=False, postgresql_where=sa.text('mobile_e164 is not null'))
    op.create_index('ix_customer_phone_e164', 'customer', ['phone_e164'], unique=False, postgresql_where=sa.text('phone_e164 is not null'))
    op.create_index('ix_customer_updated_at', 'customer', ['updated_at'], unique=False)
    for kind, name in (('I', 'individual'), ('O', 'organisation')):
        op.create_index(f'ix_customer_words_{name}', 'customer', ['words'], unique=False, postgresql_using='gin', postgresql_with={'fastupdate': 'off'}, postgresql_where=sa.text(f"kind = '{kind}'"))
    op.create_index('uq_customer_email', 'customer', [sa.literal_column('lower(email)')], unique=True)
    op.create_table('idempotency_record',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('request_hash', sa.LargeBinary(), nullable=False),
    sa.Column('outcome', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_idempotency_record_user_id_user_account')),
    sa.PrimaryKeyConstraint('user_id', 'key', 'path', name=op.f('pk_idempotency_record'))
    )
    op.create_index(op.f('ix_idempotency_record_created_at'), 'idempotency_record', ['created_at'], unique=False)
    op.create_table('preference_statement',
    sa.Column('definition_id', sa.Uuid(), nullable=False),
    sa.Column('statement', sa.Integer(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['definition_id'], ['preference_definition.id'], name=op.f('fk_preference_statement_definition_id_preference_definition')),
    sa.PrimaryKeyConstraint('definition_id', 'statement', name=op.f('pk_preference_statement'))
    )
    op.create_table('tag',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('is_autotag', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('archived', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('position', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['tag_group.id'], name=op.f('fk_tag_group_id_tag_group')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tag'))
    )
    op.create_index('uq_tag_name', 'tag', ['group_id', sa.literal_column('lower(name)')], unique=True)
    op.create_table('user_role',
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.CheckConstraint("role in ('SALES_USER', 'SALES_ADMINISTRATOR', 'OPPORTUNITIES_USER', 'OPPORTUNITIES_ADMINISTRATOR', 'GENERAL_ADMINISTRATOR', 'SETTINGS_ADMINISTRATOR', 'INSIGHTS_MAILINGS_USER', 'SUPPORT')", name=op.f('ck_user_role_role')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_user_role_user_id_user_account')),
    sa.PrimaryKeyConstraint('user_id', 'role', name=op.f('pk_user_role'))
    )
    op.create_table('address',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('label', sa.Text(), nullable=True),
    sa.Column('line1', sa.Text(), nullable=False),
    sa.Column('line2', sa.Text(), nullable=True),
    sa.Column('line3', sa.Text(), nullable=True),
    sa.Column('town', sa.Text(), nullable=False),
    sa.Column('county', sa.Text(), nullable=True),
    sa.Column('postcode', sa.Text(), nullable=True),
    sa.Column('postcode_unknown', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('country_code', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), server_default='MANUAL', nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('default_billing', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('default_delivery', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('address_key', sa.Text(collation='C'), nullable=False),
    sa.Column('postcode_key', sa.Text(collation='C'), nullable=True),
    sa.Column('line1_key', sa.Text(collation='C'), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("country_code ~ '^[A-Z]{2}$'", name=op.f('ck_address_country_code')),
    sa.CheckConstraint("source in ('MANUAL', 'LOOKUP', 'WEB', 'IMPORT', 'MERGE')", name=op.f('ck_address_source')),
    sa.CheckConstraint('valid_to >= valid_from', name=op.f('ck_address_validity')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_address_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address')),
    sa.UniqueConstraint('customer_id', 'address_key', name=op.f('uq_address_customer_id_address_key'))
    )
    op.create_index('ix_address_line1_key', 'address', ['line1_key'], unique=False)
    op.create_index('ix_address_postcode_key', 'address', ['postcode_key'], unique=False, postgresql_where=sa.text('postcode_key is not null'))
    op.create_index('uq_address_default_billing', 'address', ['customer_id'], unique=True, postgresql_where=sa.text('default_billing'))
    op.create_index('uq_address_default_delivery', 'address', ['customer_id'], unique=True, postgresql_where=sa.text('default_delivery'))
    op.create_table('attribute_value',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('definition_id', sa.Uuid(), nullable=False),
    sa.Column('text_value', sa.Text(), nullable=True),
    sa.Column('money_minor', sa.BigInteger(), nullable=True),
    sa.Column('date_value', sa.Date(), nullable=True),
    sa.Column('option_ids', sa.ARRAY(sa.Uuid()), nullable=True),
    sa.Column('ciphertext', sa.LargeBinary(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint('num_nonnulls(text_value, money_minor, date_value, option_ids, ciphertext) = 1', name=op.f('ck_attribute_value_one_value')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_attribute_value_customer_id_customer')),
    sa.ForeignKeyConstraint(['definition_id'], ['attribute_definition.id'], name=op.f('fk_attribute_value_definition_id_attribute_definition')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attribute_value')),
    sa.UniqueConstraint('customer_id', 'definition_id', name=op.f('uq_attribute_value_customer_id_definition_id'))
    )
    op.create_index('ix_attribute_value_options', 'attribute_value', ['option_ids'], unique=False, postgresql_using='gin')
    op.create_index('ix_attribute_value_text', 'attribute_value', ['definition_id', 'text_value'], unique=False, postgresql_where=sa.text('text_value is not null'))
    op.create_table('audit_entry',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=True),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('username', sa.Text(), nullable=False),
    sa.Column('method', sa.Text(), nullable=False),
    sa.Column('interface', sa.Text(), nullable=True),
    sa.Column('event', sa.Text(), nullable=False),
    sa.Column('narrative', sa.Text(), nullable=False),
    sa.Column('section', sa.Text(), nullable=True),
    sa.Column('section_version', sa.Integer(), nullable=True),
    sa.Column('restricted', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('paths', postgresql.ARRAY(sa.TEXT()), server_default=sa.text("'{}'"), nullable=False),
    sa.Column('correlation_id', sa.Text(), nullable=False),
    sa.Column('previous_hash', sa.LargeBinary(), nullable=True),
    sa.Column('hash', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("method in ('USER', 'AUTOTAG', 'BULK', 'IMPORT', 'API', 'MERGE', 'CONVERT', 'SYSTEM')", name=op.f('ck_audit_entry_method')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_audit_entry_customer_id_customer')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_audit_entry_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    op.create_index('ix_audit_entry_customer_id', 'audit_entry', ['customer_id', sa.literal_column('at desc'), sa.literal_column('id desc')], unique=False)
    op.create_index('uq_audit_entry_sequence', 'audit_entry', ['customer_id', 'sequence'], unique=True)
    op.create_table('customer_tag',
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('tag_id', sa.Uuid(), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_customer_tag_customer_id_customer')),
    sa.ForeignKeyConstraint(['tag_id'], ['tag.id'], name=op.f('fk_customer_tag_tag_id_tag')),
    sa.PrimaryKeyConstraint('customer_id', 'tag_id', name=op.f('pk_customer_tag'))
    )
    op.create_index('ix_customer_tag_tag_id', 'customer_tag', ['tag_id', 'customer_id'], unique=False)
    op.create_table('note',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('colour', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('pinned', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('show_until', sa.Date(), nullable=True),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('updated_by', sa.Text(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.CheckConstraint("colour in ('BLUE', 'PINK')", name=op.f('ck_note_colour')),
    sa.CheckConstraint('char_length(body) between 1 and 5000', name=op.f('ck_note_body')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_note_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_note'))
    )
    op.create_index('ix_note_customer_id', 'note', ['customer_id', 'colour'], unique=False)
    op.create_table('preference_answer',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('customer_id', sa.Uuid(), nullable=False),
    sa.Column('definition_id', sa.Uuid(), nullable=False),
    sa.Column('statement', sa.Integer(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=True),
    sa.Column('username', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('evidence', sa.Text(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("answer in ('YES', 'NO', 'NOT_ASKED')", name=op.f('ck_preference_answer_answer')),
    sa.CheckConstraint("source in ('STAFF', 'WEB', 'IMPORT', 'MERGE', 'API')", name=op.f('ck_preference_answer_source')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_preference_answer_customer_id_customer')),
    sa.ForeignKeyConstraint(['definition_id', 'statement'], ['preference_statement.definition_id', 'preference_statement.statement'], name=op.f('fk_preference_answer_definition_id_preference_statement')),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_preference_answer_user_id_user_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_preference_answer'))
    )
    op.create_index('ix_preference_answer_latest', 'preference_answer', ['customer_id', 'definition_id', sa.literal_column('at desc'), sa.literal_column('id desc')], unique=False)
    op.create_table('audit_change',
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('redacted', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['audit_entry.id'], name=op.f('fk_audit_change_entry_id_audit_entry')),
    sa.PrimaryKeyConstraint('entry_id', 'ordinal', name=op.f('pk_audit_change'))
    )
    op.create_table('note_acknowledgement',
    sa.Column('note_id', sa.Uuid(), nullable=False),
    sa.Column('user_id', sa.Uuid(), nullable=False),
    sa.Column('note_version', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['note_id'], ['note.id'], name=op.f('fk_note_acknowledgement_note_id_note'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_note_acknowledgement_user_id_user_account')),
    sa.PrimaryKeyConstraint('note_id', 'user_id', name=op.f('pk_note_acknowledgement'))
    )
    op.create_table('audit_value',
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('before', sa.Text(), nullable=True),
    sa.Column('after', sa.Text(), nullable=True),
    sa.Column('salt', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['entry_id', 'ordinal'], ['audit_change.entry_id', 'audit_change.ordinal'], name=op.f('fk_audit_value_entry_id_audit_change')),
    sa.PrimaryKeyConstraint('entry_id', 'ordinal', name=op.f('pk_audit_value'))
    )
    op.create_foreign_key(
        op.f('fk_household_primary_id_customer'), 'household', 'customer', ['primary_id'], ['id'],
        initially='DEFERRED', deferrable=True,
    )
    _grant()
    op.bulk_insert(
        sa.table('title', sa.column('name', sa.Text), sa.column('position', sa.Integer)),
        [{'name': name, 'position': position} for position, name in enumerate(TITLES)],
    )


def _grant() -> None:
    grant('usage', 'sequence customer_number')
    grant('select', 'alembic_version', 'title')
    # Only ever appended: nobody with the application's rights can rewrite what was done or agreed.
    grant('select, insert', 'audit_entry', 'audit_change', 'audit_value', 'preference_statement', 'preference_answer')
    # Archived or made inactive, never deleted (CUS-04).
    grant(
        'select, insert, update', 'customer', 'household', 'user_account', 'attribute_definition',
        'attribute_option', 'preference_definition', 'tag_group', 'tag',
    )
    grant(
        'select, insert, update, delete', 'user_role', 'address', 'attribute_value', 'customer_tag', 'note',
        'note_acknowledgement', 'idempotency_record',
    )
    # A large load measures its tables itself: until the server comes round to it, plans would be for empty ones.
    grant(
        'maintain', 'customer', 'household', 'address', 'attribute_value', 'customer_tag', 'note', 'audit_entry',
        'audit_change', 'audit_value', 'preference_answer',
    )
    # Anonymising blanks values and salts, and can touch nothing else of the audit.
    grant('select, update (before, after, salt)', 'audit_value', to=ERASER)
    grant('select', 'audit_entry', 'audit_change', to=ERASER)



def downgrade() -> None:
    op.drop_constraint('fk_household_primary_id_customer', 'household')
    op.drop_table('audit_value')
    op.drop_table('note_acknowledgement')
    op.drop_table('audit_change')
    op.drop_index('ix_preference_answer_latest', table_name='preference_answer')
    op.drop_table('preference_answer')
    op.drop_index('ix_note_customer_id', table_name='note')
    op.drop_table('note')
    op.drop_index('ix_customer_tag_tag_id', table_name='customer_tag')
    op.drop_table('customer_tag')
    op.drop_index('uq_audit_entry_sequence', table_name='audit_entry')
    op.drop_index('ix_audit_entry_customer_id', table_name='audit_entry')
    op.drop_table('audit_entry')
    op.drop_index('ix_attribute_value_text', table_name='attribute_value', postgresql_where=sa.text('text_value is not null'))
    op.drop_index('ix_attribute_value_options', table_name='attribute_value', postgresql_using='gin')
    op.drop_table('attribute_value')
    op.drop_index('uq_address_default_delivery', table_name='address', postgresql_where=sa.text('default_delivery'))
    op.drop_index('uq_address_default_billing', table_name='address', postgresql_where=sa.text('default_billing'))
    op.drop_index('ix_address_postcode_key', table_name='address', postgresql_where=sa.text('postcode_key is not null'))
    op.drop_index('ix_address_line1_key', table_name='address')
    op.drop_table('address')
    op.drop_table('user_role')
    op.drop_index('uq_tag_name', table_name='tag')
    op.drop_table('tag')
    op.drop_table('preference_statement')
    op.drop_index(op.f('ix_idempotency_record_created_at'), table_name='idempotency_record')
    op.drop_table('idempotency_record')
    op.drop_index('uq_customer_email', table_name='customer')
    op.drop_index('ix_customer_phone_e164', table_name='customer', postgresql_where=sa.text('phone_e164 is not null'))
    op.drop_index('ix_customer_mobile_e164', table_name='customer', postgresql_where=sa.text('mobile_e164 is not null'))
    op.drop_index(op.f('ix_customer_merged_into'), table_name='customer')
    op.drop_index('ix_customer_last_key', table_name='customer')
    op.drop_index(op.f('ix_customer_household_id'), table_name='customer')
    op.drop_index('ix_customer_email_trigrams', table_name='customer', postgresql_using='gin', postgresql_where=sa.text('email is not null'))
    op.drop_index('ix_customer_birth_date', table_name='customer', postgresql_where=sa.text('birth_date is not null'))
    op.drop_index('ix_customer_activity', table_name='customer')
    op.drop_table('customer')
    op.drop_table('attribute_option')
    op.drop_index('uq_user_account_email', table_name='user_account')
    op.drop_table('user_account')
    op.drop_table('title')
    op.drop_index('uq_tag_group_name', table_name='tag_group')
    op.drop_table('tag_group')
    op.drop_index('uq_preference_definition_name', table_name='preference_definition')
    op.drop_table('preference_definition')
    op.drop_index(op.f('ix_household_primary_id'), table_name='household')
    op.drop_table('household')
    op.drop_index('uq_attribute_definition_name', table_name='attribute_definition')
    op.drop_table('attribute_definition')
    op.execute(sa.schema.DropSequence(sa.Sequence('customer_number')))
