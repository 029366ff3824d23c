"""What holds of a record however it is changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Customer
from domain.emails import email_key
from domain.searching import name_key
from tests import factories as make
from tests.api._updating import change, someone, stored
from tests.ask import Ask
from tests.database import Database

_NAMES = st.none() | st.sampled_from(["", "  ", "Ada", "Zoë", "O’Neill", "x" * 51, "A\u0007"])
_EMAILS = st.none() | st.sampled_from(
    ["", "shared@x.example", " SHARED@x.example", "own@x.example", "nobody"]
)
_CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "title": _NAMES,
        "firstName": _NAMES,
        "lastName": _NAMES,
        "email": _EMAILS,
        "phone": st.none() | st.sampled_from(["020 7946 0018", "neighbour", ""]),
        "birthDate": st.none() | st.sampled_from(["1980-05-20", "1899-01-01", "2030-01-01"]),
        "deceasedOn": st.none() | st.sampled_from(["2026-11-01", "1970-01-01"]),
        "onlineAccountActive": st.booleans(),
    },
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(steps=st.lists(st.tuples(_CHANGES, st.booleans(), st.booleans()), min_size=1, max_size=6))
async def test_no_sequence_of_updates_breaks_what_holds_of_a_record(
    ask: Ask, database: Database, steps: list[tuple[dict[str, Any], bool, bool]]
) -> None:
    domain = f"{make.unique('d')}.example"
    pair = [await someone(database), await someone(database)]
    saves = [0, 0]
    for sent, second, stale in steps:
        who = pair[second]
        if sent.get("email"):
            sent = {**sent, "email": sent["email"].replace("x.example", domain)}
        version = (await stored(database, who)).details_version
        before = await database.snapshot(who.id)

        answer = await change(ask, who, version - stale, **sent)

        after = await stored(database, who)
        if answer.ok["updateCustomer"]["errors"] or after.details_version == version:
            assert await database.snapshot(who.id) == before
        else:
            assert not stale
            assert after.details_version == version + 1
            saves[second] += 1
        assert (after.first_key, after.last_key) == (
            name_key(after.first_name or ""),
            name_key(after.last_name or ""),
        )
        assert "" not in (after.first_name, after.last_name, after.title, after.email, after.phone)
        assert after.email is not None or not after.online_account_active
        assert len(await database.events(who.id)) == saves[second]
    emails = [email_key(row.email) for row in [await stored(database, each) for each in pair] if row.email]
    assert len(set(emails)) == len(emails)


async def test_the_store_itself_refuses_a_second_holder_of_an_email(database: Database) -> None:
    ada = await someone(database, email=f"{make.unique('ada')}@example.org")
    bob = await someone(database)
    with pytest.raises(Exception, match="uq_customer_email"):
        async with AsyncSession(database.store.writes) as session:
            await session.execute(
                update(Customer).where(Customer.id == bob.id).values(email=str(ada.email).upper())
            )
