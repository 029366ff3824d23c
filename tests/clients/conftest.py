"""A gateway that really serves, for clients that know nothing of how it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from uuid_utils.compat import uuid7

from db import embedded
from db.demo.personas import Persona
from db.models import AttributeOption, AttributeValue
from gateway.auth import issue_token
from gateway.engine import ids
from gateway.settings import Settings
from tests import factories as make
from tests.cli.processes import Running, serve
from tests.database import Database

KEY = "a key that only these tests sign with"

Token = Callable[[Persona], str]


@pytest.fixture(scope="session")
def running(services: embedded.Services, database: Database) -> Iterator[Running]:
    """A gateway on the tests' store, in which the personas have their accounts."""
    gateway = serve(
        "serve",
        until="Serving on",
        GATEWAY_DATABASE_URL=services.database_url,
        GATEWAY_REDIS_URL=services.redis_url,
        GATEWAY_JWT_KEY=KEY,
        GATEWAY_PROTECTED_KEY="A" * 43,
        # What jobs write into the audit would come in between.
        GATEWAY_WORKER="false",
    )
    yield gateway
    assert gateway.end() == 0


@pytest.fixture
def token() -> Token:
    """What a persona signs in with, in the persona's own interface."""
    signing = Settings(jwt_key=KEY)

    def issued(persona: Persona) -> str:
        return issue_token(signing, persona.id, persona.interface, timedelta(minutes=5), datetime.now(UTC))

    return issued


@pytest.fixture
async def crowd(database: Database) -> dict[str, str]:
    """Seven people of one surname and one tag, which nobody else has; A has chosen Aisle."""
    surname = make.unique("Crowd")
    group = make.tag_group()
    tag = make.tag(group.id)
    people = [make.individual(first_name=first, last_name=surname) for first in "ABCDEFG"]
    await database.save(group, tag, *(row for pair in people for row in pair))
    await database.save(*(make.customer_tag(person.id, tag.id) for _, person in people))
    seat = make.attribute(type="DROPDOWN")
    aisle = AttributeOption(id=uuid7(), definition_id=seat.id, label="Aisle")
    value = AttributeValue(customer_id=people[0][1].id, definition_id=seat.id, option_ids=[aisle.id])
    await database.save(seat, aisle, value)
    return {"CLIENT_CROWD": surname, "CLIENT_CROWD_TAG": ids.encode("tag", tag.id)}
