"""The queue of the tests' store, and one of a store of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import make_url

from db import embedded, migrate
from db.demo.personas import load_personas
from db.models import Customer
from db.store import connection_arguments
from gateway.settings import Settings
from tests import box_office as sell
from tests import factories as make
from tests.api._statements import person
from tests.ask import Ask, asking
from tests.database import Database
from tests.jobs.queue import Queue, opened, url_of


@pytest.fixture
def queue(database: Database) -> Queue:
    return Queue(database)


@pytest.fixture
async def own(services: embedded.Services) -> AsyncIterator[Queue]:
    """The queue of an empty store, where no night was begun."""
    name = make.unique("jobs")
    boss = await asyncpg.connect(**connection_arguments(services.superuser_url))
    await boss.execute(f"create database {name} owner gateway_owner")
    await boss.close()
    url, owner_url = (
        make_url(each).set(database=name).render_as_string(hide_password=False)
        for each in (services.database_url, services.owner_url)
    )
    await migrate.upgrade(owner_url)
    async with opened(Settings(database_url=url)) as queue:
        yield queue


@pytest.fixture
async def long(database: Database) -> Customer:
    """Somebody with a statement of 501 lines."""
    ada, programme = await person(database), sell.product()
    order = sell.order(ada)
    await database.save(programme, order, *(sell.merchandise(order, programme) for _ in range(501)))
    return ada


@pytest.fixture
async def ours(own: Queue, settings: Settings) -> AsyncIterator[Ask]:
    """A server that does its own jobs, on a store of its own."""
    async with own.database.store.primary.acquire() as connection:
        await load_personas(connection)
    async with asking(settings, database_url=url_of(own), worker=True) as ask:
        yield ask
