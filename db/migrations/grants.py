"""Who may do what to a table: the application never owns one, and cannot rewrite what is only ever appended."""

from __future__ import annotations

from alembic import op

APP = "gateway_app"
ERASER = "gateway_eraser"


def grant(privileges: str, *tables: str, to: str = APP) -> None:
    """Grant `privileges` on `tables`."""
    for table in tables:
        op.execute(f"grant {privileges} on {table} to {to}")


def require_roles() -> None:
    """Stop with a clear word when the roles that a deployment must have are missing."""
    op.execute(
        f"""
        do $$ begin
            if (select count(*) from pg_roles where rolname in ('{APP}', '{ERASER}')) < 2 then
                raise exception 'Create the roles {APP} and {ERASER} first (see docs/operations.md).';
            end if;
        end $$
        """  # noqa: S608 - the names are constants of ours
    )
