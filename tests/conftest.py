"""A real PostgreSQL and Valkey for the whole run, a store built by the migrations, and the application on them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from hypothesis import settings as hypothesis
from starlette.applications import Starlette

from db import embedded, migrate
from db.demo.personas import load_personas
from db.store import open_store
from gateway.app import Gateway, create_app
from gateway.settings import Limits, Settings
from tests.ask import Ask
from tests.database import Database

# A property takes as long as it likes: machines are shared, and first calls load tables.
hypothesis.register_profile("unhurried", deadline=None)
hypothesis.load_profile("unhurried")


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Services]:
    with embedded.start(tmp_path_factory.mktemp("services"), durable=False) as running:
        yield running


@pytest.fixture(scope="session")
async def settings(services: embedded.Services, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A migrated store with the demo's personas and nothing else."""
    await migrate.upgrade(services.owner_url)
    return Settings(
        database_url=services.database_url,
        redis_url=services.redis_url,
        data=tmp_path_factory.mktemp("data"),
        demo=True,
        password_url="http://gateway/password?token={token}",
        # Jobs are done where a test is about them.
        worker=False,
        # A slow machine is no failure: a test of a limit sets its own.
        limits=Limits(statement_seconds=9),
    )


@pytest.fixture(scope="session")
async def database(settings: Settings) -> AsyncIterator[Database]:
    assert settings.database_url is not None
    assert settings.redis_url is not None
    async with open_store(
        database_url=settings.database_url,
        read_url=None,
        redis_url=settings.redis_url,
        pool_size=4,
        statement_seconds=10,
    ) as store:
        async with store.primary.acquire() as connection:
            await load_personas(connection)
        yield Database(store)


@pytest.fixture(scope="session")
async def app(settings: Settings, database: Database) -> AsyncIterator[Starlette]:
    application = create_app(settings)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture(scope="session")
def gateway(app: Starlette) -> Gateway:
    made: Gateway = app.state.gateway
    return made


@pytest.fixture(scope="session")
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as opened:
        yield opened


@pytest.fixture
def ask(client: httpx.AsyncClient, settings: Settings) -> Ask:
    """Ask as a persona: `await ask(QUERY, by="femi", id=...)`."""
    return Ask(client, settings)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("rule"):
            assert 1 <= len(mark.args) <= 3, (
                f"{item.nodeid} names {len(mark.args)} rules; at most three a test"
            )


class _Rules:
    """Collects which rules passed tests prove, and writes build/rules.json at the end."""

    def __init__(self) -> None:
        self.passed: dict[str, list[str]] = {}

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        outcome: Any = yield
        report = outcome.get_result()
        if report.when == "call":
            report.rules = [rule for mark in item.iter_markers("rule") for rule in mark.args]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
            for rule in getattr(report, "rules", ()):
                self.passed.setdefault(rule, []).append(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not hasattr(session.config, "workerinput") and self.passed:
            folder = Path(session.config.rootpath, "build")
            folder.mkdir(exist_ok=True)
            body = json.dumps({"passed": dict(sorted(self.passed.items()))}, indent=1)
            Path(folder, "rules.json").write_text(body, encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Rules())
    # Surprises are made on purpose here, and a traceback with the values of all its names takes seconds to draw.
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[structlog.processors.add_log_level, plain])
