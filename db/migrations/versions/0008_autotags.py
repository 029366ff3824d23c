"""The criteria of autotags"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from db.migrations.grants import grant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "autotag",
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("criteria", postgresql.JSONB(), nullable=False),
        sa.Column("names", sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_autotag_tag_id_tag")),
        sa.PrimaryKeyConstraint("tag_id", name=op.f("pk_autotag")),
    )
    op.create_index("ix_autotag_names", "autotag", ["names"], unique=False, postgresql_using="gin")
    grant("select, insert, update, delete", "autotag")


def downgrade() -> None:
    op.drop_table("autotag")
