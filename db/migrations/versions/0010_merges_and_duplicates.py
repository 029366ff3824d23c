"""The ledger of merges and conversions, what others are to hear of, and possible duplicates"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from db.migrations.grants import grant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_JOB_KINDS = "'STATEMENT', 'AUTOTAG_PREVIEW'"


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("transformation_number", start=1)))
    op.create_table(
        "transformation",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column(
            "number",
            sa.BigInteger(),
            server_default=sa.text("nextval('transformation_number')"),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("from_kind", sa.Text(), nullable=True),
        sa.Column("converted_on", sa.Date(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("choices", postgresql.JSONB(), nullable=False),
        sa.Column("reversible_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversed_by", sa.Text(), nullable=True),
        sa.CheckConstraint("kind in ('MERGE', 'CONVERSION')", name=op.f("ck_transformation_kind")),
        sa.CheckConstraint("customer_id <> other_id", name=op.f("ck_transformation_two")),
        sa.CheckConstraint(
            "kind <> 'MERGE' or other_id is not null", name=op.f("ck_transformation_merge_of_two")
        ),
        sa.CheckConstraint("from_kind in ('I', 'O')", name=op.f("ck_transformation_from_kind")),
        sa.CheckConstraint(
            "num_nonnulls(from_kind, converted_on) = case kind when 'CONVERSION' then 2 else 0 end",
            name=op.f("ck_transformation_conversion"),
        ),
        sa.CheckConstraint(
            "(reversed_at is null) = (reversed_by is null)", name=op.f("ck_transformation_reversed_by")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_transformation_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["customer.id"], name=op.f("fk_transformation_other_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_transformation_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transformation")),
        sa.UniqueConstraint("number", name=op.f("uq_transformation_number")),
    )
    op.create_index(op.f("ix_transformation_customer_id"), "transformation", ["customer_id"])
    op.create_index(op.f("ix_transformation_other_id"), "transformation", ["other_id"])
    op.create_table(
        "transformation_row",
        sa.Column("ordinal", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("transformation_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("moved", sa.Text(), nullable=True),
        sa.Column("row_id", sa.Uuid(), nullable=True),
        sa.Column("row_key", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("before", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("after", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "action in ('MOVED', 'CHANGED', 'DROPPED', 'ADDED')", name=op.f("ck_transformation_row_action")
        ),
        sa.CheckConstraint("num_nonnulls(row_id, row_key) = 1", name=op.f("ck_transformation_row_key")),
        sa.CheckConstraint(
            "(action = 'MOVED') = (moved is not null)", name=op.f("ck_transformation_row_moved")
        ),
        sa.CheckConstraint(
            "(action in ('CHANGED', 'DROPPED')) = (before is not null)",
            name=op.f("ck_transformation_row_before"),
        ),
        sa.CheckConstraint(
            "(action in ('CHANGED', 'ADDED')) = (after is not null)", name=op.f("ck_transformation_row_after")
        ),
        sa.ForeignKeyConstraint(
            ["transformation_id"],
            ["transformation.id"],
            name=op.f("fk_transformation_row_transformation_id_transformation"),
        ),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_transformation_row")),
    )
    op.create_index(
        "ix_transformation_row_transformation_id", "transformation_row", ["transformation_id", "ordinal"]
    )
    op.create_index(
        "ix_transformation_row_row_id",
        "transformation_row",
        ["row_id"],
        postgresql_where=sa.text("row_id is not null"),
    )
    op.create_table(
        "transformation_value",
        sa.Column("transformation_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("taken_from", sa.Text(), nullable=False),
        sa.Column("survivor", sa.Text(), nullable=True),
        sa.Column("loser", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "taken_from in ('SURVIVOR', 'LOSER', 'BOTH', 'CUSTOM', 'NEITHER')",
            name=op.f("ck_transformation_value_taken_from"),
        ),
        sa.ForeignKeyConstraint(
            ["transformation_id"],
            ["transformation.id"],
            name=op.f("fk_transformation_value_transformation_id_transformation"),
        ),
        sa.PrimaryKeyConstraint("transformation_id", "path", name=op.f("pk_transformation_value")),
    )
    op.create_table(
        "outbox_event",
        sa.Column("sequence", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_outbox_event_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_outbox_event")),
        sa.UniqueConstraint("id", name=op.f("uq_outbox_event_id")),
    )
    op.create_index(op.f("ix_outbox_event_customer_id"), "outbox_event", ["customer_id"])
    op.create_table(
        "duplicate_pair",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("likely", sa.Boolean(), nullable=False),
        sa.Column("metric_a", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duplicate_pair_order")),
        sa.CheckConstraint("score between 0 and 100", name=op.f("ck_duplicate_pair_score")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["customer.id"], name=op.f("fk_duplicate_pair_first_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["customer.id"], name=op.f("fk_duplicate_pair_second_id_customer")
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_duplicate_pair")),
    )
    op.create_index(op.f("ix_duplicate_pair_second_id"), "duplicate_pair", ["second_id"])
    op.create_index(
        "ix_duplicate_pair_score", "duplicate_pair", [sa.text("score desc"), "first_id", "second_id"]
    )
    op.create_table(
        "duplicate_dismissal",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("looked_at", sa.LargeBinary(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_by", sa.Text(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_duplicate_dismissal_order")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["customer.id"], name=op.f("fk_duplicate_dismissal_first_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["customer.id"], name=op.f("fk_duplicate_dismissal_second_id_customer")
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_duplicate_dismissal")),
    )
    op.create_index(op.f("ix_duplicate_dismissal_second_id"), "duplicate_dismissal", ["second_id"])
    op.create_table(
        "duplicate_key",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_duplicate_key_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("key", "customer_id", name=op.f("pk_duplicate_key")),
    )
    op.create_index(op.f("ix_duplicate_key_customer_id"), "duplicate_key", ["customer_id"])
    op.create_table(
        "duplicate_look",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_duplicate_look_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_duplicate_look")),
    )
    op.drop_constraint("ck_bulk_job_kind", "bulk_job")
    op.create_check_constraint(op.f("ck_bulk_job_kind"), "bulk_job", f"kind in ({_JOB_KINDS}, 'MERGE')")
    _point_at_primary_contacts()
    op.execute("grant usage on sequence transformation_number to gateway_app")
    grant("select, insert", "outbox_event", "transformation_row", "transformation_value")
    grant("select, insert, update", "transformation")
    grant("select, insert, update, delete", "duplicate_dismissal", "duplicate_pair")
    grant("select, insert, delete", "duplicate_key")
    grant("select, insert, update", "duplicate_look")
    # What a merge moves stays what it was, but for whose it is.
    grant("update (customer_id)", "credit_lot", "preference_answer")
    grant("update (record_id)", "mailing_click")
    # What the survivor of a merge holds already is dropped, and kept whole in the ledger.
    grant("delete", "agent", "invitation", "mailing_record", "soft_credit", "waiting_list_entry", "wallet_card")
    grant("delete", "household_membership", "online_password")
    grant("maintain", "duplicate_dismissal", "duplicate_key", "duplicate_look", "duplicate_pair")
    grant("maintain", "transformation", "transformation_row")


def _point_at_primary_contacts() -> None:
    """The primary contact of an Organisation may be a record, with what that person is to it."""
    for name, referred in (
        ("primary_contact_id", "customer"),
        ("primary_contact_type_id", "relationship_type"),
    ):
        op.add_column("customer", sa.Column(name, sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(f"fk_customer_{name}_{referred}"), "customer", referred, [name], ["id"])
    op.create_index(
        "ix_customer_primary_contact_id",
        "customer",
        ["primary_contact_id"],
        postgresql_where=sa.text("primary_contact_id is not null"),
    )
    op.create_check_constraint(
        op.f("ck_customer_primary_contact_of_organisation"),
        "customer",
        "kind = 'O' or primary_contact_id is null and primary_contact_type_id is null",
    )
    op.create_check_constraint(
        op.f("ck_customer_primary_contact_is_another"), "customer", "primary_contact_id <> id"
    )


def downgrade() -> None:
    op.drop_column("customer", "primary_contact_type_id")
    op.drop_column("customer", "primary_contact_id")
    op.execute("revoke delete on household_membership, online_password from gateway_app")
    op.execute(
        "revoke delete on agent, invitation, mailing_record, soft_credit, waiting_list_entry, wallet_card"
        " from gateway_app"
    )
    op.execute("revoke update (record_id) on mailing_click from gateway_app")
    op.execute("revoke update (customer_id) on credit_lot, preference_answer from gateway_app")
    op.drop_constraint("ck_bulk_job_kind", "bulk_job")
    op.create_check_constraint(op.f("ck_bulk_job_kind"), "bulk_job", f"kind in ({_JOB_KINDS})")
    op.drop_table("duplicate_look")
    op.drop_table("duplicate_key")
    op.drop_table("duplicate_dismissal")
    op.drop_table("duplicate_pair")
    op.drop_table("outbox_event")
    op.drop_table("transformation_value")
    op.drop_table("transformation_row")
    op.drop_table("transformation")
    op.execute("drop sequence transformation_number")
