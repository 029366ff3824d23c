"""The commands of a deployment: serve, migrate, load-demo, schema, and what they refuse."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from db.migrate import newest
from gateway.schema import build
from gateway.settings import Limits
from tests.cli.conftest import Command
from tests.cli.processes import run, serve

NOWHERE = "postgresql+asyncpg://app@127.0.0.1:1/gateway"
KEY = "k" * 43


def test_without_urls_the_embedded_store_serves_empty_and_without_personas(tmp_path: Path) -> None:
    running = serve("serve", "--data", str(tmp_path), until="Serving on")
    assert (
        f"No GATEWAY_DATABASE_URL: the embedded PostgreSQL and Valkey serve, in {tmp_path}." in running.said
    )
    assert running.get("/health/ready").json() == {"status": "ready"}
    page = running.get("/graphiql").text
    assert '"personas":[]' in page
    assert '"tokenUrl":null' in page
    assert running.get("/demo/token").status_code == 404
    (error,) = running.ask("{ __typename }", "none").json()["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    assert running.end(signal.SIGINT) == 0


def test_a_database_that_is_away_makes_the_process_unready_and_not_dead() -> None:
    running = serve(
        "serve",
        until="Serving on",
        GATEWAY_DATABASE_URL=NOWHERE,
        GATEWAY_JWT_KEY=KEY,
        GATEWAY_PROTECTED_KEY=f"{'A' * 43}=",
    )
    assert running.get("/health/live").status_code == 200
    assert running.get("/health/ready").json() == {
        "status": "unavailable",
        "reasons": ["The database does not answer."],
    }
    assert running.end() == 0


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"GATEWAY_POOL_SIZE": "many"}, "GATEWAY_POOL_SIZE: Input should be a valid integer"),
        ({"GATEWAY_LIMIT_DEPTH": "deep"}, "GATEWAY_LIMIT_DEPTH: Input should be a valid integer"),
        ({"GATEWAY_DATABASE_URL": NOWHERE}, "Set GATEWAY_JWT_KEY or GATEWAY_JWKS_URL"),
        ({"GATEWAY_DATABASE_URL": NOWHERE, "GATEWAY_JWT_KEY": "short"}, "GATEWAY_JWT_KEY has 5 bytes"),
        ({"GATEWAY_DATABASE_URL": NOWHERE, "GATEWAY_JWT_KEY": KEY}, "Set GATEWAY_PROTECTED_KEY"),
    ],
    ids=["number", "limit", "no key", "short key", "no key for protected values"],
)
def test_a_setting_that_cannot_be_is_named_in_one_line(
    settings: dict[str, str], said: str, command: Command
) -> None:
    refused = command("serve", "--port", "0", **settings)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(said)
    assert refused.err.count("\n") == 1


def test_a_migration_without_its_database_fails_in_one_line() -> None:
    failed = run("migrate", GATEWAY_DATABASE_OWNER_URL=NOWHERE)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.count("\n") == 1


def test_the_embedded_store_is_migrated_and_filled_without_a_server(tmp_path: Path) -> None:
    migrated = run("migrate", "--data", str(tmp_path))
    assert (migrated.returncode, migrated.stdout) == (0, f"The database is at migration {newest()}.\n")
    loaded = run("load-demo", "--customers", "12", "--data", str(tmp_path))
    assert (loaded.returncode, loaded.stdout[:19]) == (0, "Loaded 13 customers")
    again = run("load-demo", "--customers", "12", "--data", str(tmp_path))
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == "The demo data is in this store already; use another store to load it anew.\n"


def test_no_token_is_made_up_where_no_demo_was_started(tmp_path: Path, command: Command) -> None:
    refused = command("token", "femi", "--data", str(tmp_path / "elsewhere"))
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"No demo was started in {tmp_path / 'elsewhere'}")
    assert not (tmp_path / "elsewhere").exists()


def test_the_schema_is_printed_as_it_is_served(command: Command) -> None:
    assert command("schema").out == build(Limits()).sdl + "\n"
