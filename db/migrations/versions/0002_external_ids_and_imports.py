"""External ids, the rows of files that became records, and email addresses as they are compared"""

from alembic import op
import sqlalchemy as sa

from db.migrations.grants import grant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "external_id",
        sa.Column("system", sa.Text(collation="C"), nullable=False),
        sa.Column("value", sa.Text(collation="C"), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("char_length(system) between 1 and 50", name=op.f("ck_external_id_system")),
        sa.CheckConstraint("char_length(value) between 1 and 200", name=op.f("ck_external_id_value")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_external_id_customer_id_customer")),
        sa.PrimaryKeyConstraint("system", "value", name=op.f("pk_external_id")),
    )
    op.create_index("ix_external_id_customer_id", "external_id", ["customer_id"], unique=False)
    op.create_table(
        "imported_row",
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("alike", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_imported_row_customer_id_customer")),
        sa.PrimaryKeyConstraint("identity", name=op.f("pk_imported_row")),
    )
    op.create_index("ix_imported_row_customer_id", "imported_row", ["customer_id"], unique=False)
    op.create_index(
        "ix_customer_email_untagged",
        "customer",
        [sa.literal_column("regexp_replace(lower(email), '\\+[^@]*@', '@')")],
        unique=False,
        postgresql_where=sa.text("email is not null"),
    )
    op.drop_index("ix_customer_email_trigrams", table_name="customer")
    # Nobody asks it for those that were not merged, but a planner without statistics would.
    merged_into(postgresql_where=sa.text("merged_into is not null"))
    grant("select, insert, update, delete", "external_id")
    grant("select, insert", "imported_row")


def downgrade() -> None:
    merged_into()
    op.create_index(
        "ix_customer_email_trigrams",
        "customer",
        [sa.func.lower(sa.text("email")).label("email_folded")],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"email_folded": "gin_trgm_ops"},
        postgresql_where=sa.text("email is not null"),
    )
    op.drop_index("ix_customer_email_untagged", table_name="customer")
    op.drop_table("imported_row")
    op.drop_table("external_id")


def merged_into(**options) -> None:
    op.drop_index("ix_customer_merged_into", table_name="customer")
    op.create_index("ix_customer_merged_into", "customer", ["merged_into"], unique=False, **options)
