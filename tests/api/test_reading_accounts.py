"""Reading user accounts over HTTP."""

from __future__ import annotations

from db.models import UserAccount
from domain.permissions import Role
from gateway.engine import ids
from tests.ask import Ask
from tests.database import Database
from tests.set_up import hire


async def test_accounts_are_paged_by_username_and_found_by_id(ask: Ask, database: Database) -> None:
    kim = await hire(ask, database, Role.SALES_USER, Role.OPPORTUNITIES_USER)
    ident = ids.encode("usr", kim.id)
    pages = """query($after: String) { userAccounts(first: 2, after: $after) {
      nodes { username } pageInfo { hasNextPage endCursor } } }"""
    found: list[str] = []
    after = None
    while True:
        page = (await ask(pages, by="seth", after=after)).ok["userAccounts"]
        found += [node["username"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    assert kim.username in found
    assert len(found) == len(set(found)) == await database.count(UserAccount)
    one = "query($id: ID!) { userAccount(id: $id) { username roles } node(id: $id) { __typename } }"
    shown = (await ask(one, by="seth", id=ident)).ok
    assert shown["userAccount"] == {"username": kim.username, "roles": ["OPPORTUNITIES_USER", "SALES_USER"]}
    assert shown["node"] == {"__typename": "UserAccount"}
    hidden = await ask(one, by="ade", id=ident)
    assert (hidden.data, hidden.codes) == ({"userAccount": None, "node": None}, ["FORBIDDEN"])
