"""The embedded services answer, and keep the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.embedded import join, start
from tests.db.embedded.conftest import (
    ask,
    assert_answers,
    pong,
)


def test_each_role_answers_and_none_of_them_is_a_superuser(data: Path) -> None:
    roles = "select current_user::text, rolsuper from pg_roles where rolname = current_user"
    with start(data, durable=False) as services:
        assert ask(services.database_url, roles) == [("gateway_app", False)]
        assert ask(services.owner_url, roles) == [("gateway_owner", False)]
        assert ask(services.eraser_url, roles) == [("gateway_eraser", False)]
        assert ask(services.superuser_url, roles) == [("postgres", True)]
        assert pong(services.redis_url) is True


def test_the_database_is_the_owners_and_sorts_alike_on_every_machine(data: Path) -> None:
    with start(data, durable=False) as services:
        assert ask(
            services.database_url,
            "select pg_get_userbyid(datdba)::text, pg_encoding_to_char(encoding)::text, datlocprovider::text,"
            " datlocale from pg_database where datname = current_database()",
        ) == [("gateway_owner", "UTF8", "b", "PG_UNICODE_FAST")]


def test_the_owner_may_create_the_extensions_that_migrations_want(data: Path) -> None:
    with start(data, durable=False) as services:
        ask(
            services.owner_url,
            "do $$ begin create extension pg_trgm; create extension unaccent;"
            " create extension btree_gist; end $$",
        )
        assert ask(
            services.owner_url, "select extname from pg_extension where extowner = current_user::regrole"
        ) == [("pg_trgm",), ("unaccent",), ("btree_gist",)]


@pytest.mark.parametrize(("durable", "switch"), [(True, "on"), (False, "off")])
def test_only_tests_trade_safety_for_speed(data: Path, durable: bool, switch: str) -> None:
    names = ("fsync", "synchronous_commit", "full_page_writes")
    with start(data, durable=durable) as services:
        for name in names:
            assert ask(services.database_url, f"show {name}") == [(switch,)]


def test_what_was_stored_is_there_after_a_restart(data: Path) -> None:
    with start(data) as services:
        ask(services.owner_url, "create table kept as select 42 as answer")
    with start(data) as services:
        assert ask(services.owner_url, "table kept") == [(42,)]


def test_another_may_join_the_services_that_somebody_has_and_leave_them_running(data: Path) -> None:
    with start(data, durable=False) as services:
        with join(data) as joined:
            assert joined.database_url == services.database_url
            assert (joined.postgres_process, joined.valkey_process) == (None, None)
        assert_answers(services)
    with join(data) as alone:
        assert alone.postgres_process is not None
        assert_answers(alone)


def test_the_sockets_are_gone_after_the_stop(data: Path) -> None:
    services = start(data, durable=False)
    assert services.sockets.stat().st_mode & 0o777 == 0o700

    services.stop()
    services.stop()

    assert not services.sockets.exists()


def test_the_data_folder_may_be_very_deep_and_oddly_named(tmp_path: Path) -> None:
    data = tmp_path.joinpath(*["a folder's name, é"] * 18)
    assert len(str(data)) > 300
    with start(data, durable=False) as services:
        assert_answers(services)


def test_the_log_holds_the_last_start_only(data: Path) -> None:
    start(data, durable=False).stop()
    assert (data / "postgres.log").read_text().count("database system is ready to accept connections") == 1
