"""The store of the matrix: demo data in which whatever is not for everybody is marked, and an application on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from db import embedded
from db.store import connection_arguments
from gateway.engine import ids
from gateway.keys import protected_keys
from gateway.settings import Limits, Settings
from gateway.vault import Vault
from tests.ask import Ask, asking
from tests.matrix.askers import ACCOUNTS, Account
from tests.matrix.judged import ask_for_everything
from tests.matrix.marks import mark
from tests.matrix.merge_history import MERGED
from tests.referee.court import sitting, url_of

NAME = "matrix"
CUSTOMERS = 24
UNLIMITED = Limits(
    body_bytes=10**7,
    source_bytes=10**7,
    tokens=10**6,
    depth=60,
    aliases=10**5,
    fields=10**5,
    root_fields=10**4,
    cost=10**9,
    ids=10**4,
    deadline_seconds=60,
    statement_seconds=60,
)
# Somebody with everything, somebody inactive, an organisation, an inactive mate of the first and another.
WHOLE, INACTIVE, CHOIR, MATE, OTHER = 1000001, 1000003, 1000002, 1000007, 1000008

_OF_PLEDGE = "(select customer_id from opportunity o where o.id = t.opportunity_id)"
# The word in an id, the rows that have such ids, and the customer to whom a row belongs.
_OWNED = (
    ("cus", "customer", "t.id"),
    ("adr", "address", "t.customer_id"),
    ("not", "note", "t.customer_id"),
    ("aud", "audit_entry", "t.customer_id"),
    ("mrg", "transformation", "t.customer_id"),
    ("crl", "credit_lot", "t.customer_id"),
    ("cre", "credit_entry", "t.customer_id"),
    ("crd", "wallet_card", "t.customer_id"),
    ("mem", "membership", "t.customer_id"),
    ("mtm", "membership_term", "(select customer_id from membership m where m.id = t.membership_id)"),
    ("tsb", "ticket_subscription", "t.customer_id"),
    ("fxs", "series_subscription", "t.customer_id"),
    ("wle", "waiting_list_entry", "t.customer_id"),
    ("gad", "gift_aid_declaration", "t.customer_id"),
    ("gac", "gift_aid_cancellation", "t.customer_id"),
    ("doc", "document", "t.customer_id"),
    ("mlr", "mailing_record", "t.customer_id"),
    ("hhm", "household_membership", "t.customer_id"),
    ("opp", "opportunity", "t.customer_id"),
    ("plg", "pledge", _OF_PLEDGE),
    ("act", "activity", "t.customer_id"),
    ("inv", "invitation", "t.invitee_id"),
    ("rla", "relationship", "t.a_id"),
    ("rla", "relationship", "t.b_id"),
    ("rlb", "relationship", "t.a_id"),
    ("rlb", "relationship", "t.b_id"),
)
# Rows that are for some only, whosever they are.
_OTHERS = (
    ("not", "pink", "select id from note where colour = 'PINK'"),
    ("aud", "pink", "select id from audit_entry where restricted"),
    *(
        (word, "unrestricted", f"select t.id from {table} where o.restricted")
        for word, table in (
            ("itm", "order_item t join customer_order o on o.id = t.order_id"),
            ("oev", "order_event t join customer_order o on o.id = t.order_id"),
            ("opy", "order_payment t join customer_order o on o.id = t.order_id"),
            ("sfc", "soft_credit t join customer_order o on o.id = t.order_id"),
            (
                "don",
                "donation t join order_item i on i.id = t.order_item_id join customer_order o on o.id = i.order_id",
            ),
        )
    ),
)
_HOUSEHOLDS = """
select id from household h where not exists (select from customer c where c.household_id = h.id and c.active)
  and not exists (select from household_membership m join customer c on c.id = m.customer_id
                  where m.household_id = h.id and c.active)
"""

# One more order of each kind of item is restricted, where somebody has several such orders.
_RESTRICT = f"""
update customer_order set restricted = true where id in (
  select distinct on (kind) order_id from (
    select kind, order_id, count(*) over (partition by kind) as orders from (
      select distinct i.kind, i.order_id from order_item i join customer_order o on o.id = i.order_id
      join customer c on c.id = o.owner_id where c.number = {WHOLE}) of_kind) counted
  where orders > 1 order by kind, order_id)
"""
# One of the household is inactive; and what so small a demo has nobody with.
_PREPARE = (
    _RESTRICT,
    f"update customer set active = false where number = {MATE}",
    "update customer set image_hash = md5(id::text) || md5(id::text), image_type = 'image/png'",
    f"""insert into agent (customer_id, structure_id)
    select c.id, s.id from customer c, commission_structure s where c.number = {WHOLE} limit 1""",
    """insert into gift_aid_adjustment (line_id, reason, tax_minor, made_at, made_by, carried_into)
    select l.id, 'RETURNED', l.tax_minor, '2026-06-01 10:00Z', 'gina', n.id
    from gift_aid_claim_line l join gift_aid_claim c on c.id = l.claim_id
    join gift_aid_claim n on n.number = c.number + 1
    order by c.number, l.id limit 1""",
    # Everybody has pinned the same.
    "delete from pin",
    f"""insert into pin (id, user_id, customer_id, pinned_at)
    select gen_random_uuid(), u.id, c.id, '2026-11-20 10:00Z'::timestamptz - c.number * interval '1 second'
    from user_account u, customer c where c.number in ({WHOLE}, {CHOIR}, {MATE})""",
    *(
        f"""insert into pin (id, user_id, {table}_id, pinned_at)
        select gen_random_uuid(), u.id, pinned.id, '2026-11-20 {time}Z'
        from user_account u, (select t.id from {table} t join customer c on c.id = t.{owner}
                              where c.number = {WHOLE} order by t.id limit 1) pinned"""
        for table, owner, time in (
            ("opportunity", "customer_id", "11:00"),
            ("invitation", "invitee_id", "12:00"),
        )
    ),
    *MERGED,
)
# A pink note of which the audit tells, written as fundraisers write them; what it says there.
PINK = "mark-pink-0000aa"
_WRITE = f"""mutation W($id: ID!) {{
  createNote(customerId: $id, colour: PINK, body: "{PINK}") {{ note {{ id }} errors {{ __typename }} }} }}"""
_NAMED = "select last_name, first_name, last_key, first_key from customer where number = $1"
_RENAME = """
update customer set active = true, last_name = $2, first_name = $3, last_key = $4, first_key = $5 where number = $1
"""
# Terms that were bought with a restricted order, of whose price it tells.
_PRICED = """
select t.id, t.membership_id, t.ends = max(t.ends) over (partition by t.membership_id) as last, o.restricted
from membership_term t left join order_item i on i.membership_term_id = t.id
left join customer_order o on o.id = i.order_id
"""
# Gifts of inactive customers, which are explained to those who see these.
_GIVEN = """
select d.id from donation d join order_item i on i.id = d.order_item_id join customer_order o on o.id = i.order_id
join customer c on c.id = o.owner_id where not c.active
"""
_RESTRICTED = "select id, number, owner_id, facilitator_id from customer_order where restricted"


@dataclass(slots=True)
class World:
    """The store, and what is known of its rows: by its id, which policies a row is under whatever leads to it."""

    ask: Ask
    settings: Settings
    connection: Any
    vault: Vault
    known: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    restricted: set[int] = field(default_factory=set)

    async def look(self) -> None:
        """Find out which rows are for whom now."""
        self.rows.clear()
        for word, policy, query in _OTHERS:
            self._add(word, policy, await self.connection.fetch(query))
        for word, table, owner in _OWNED:
            hidden = f"select t.id from {table} t join customer c on c.id = {owner} where not c.active"
            self._add(word, "inactive", await self.connection.fetch(hidden))
        self._add("hhd", "inactive", await self.connection.fetch(_HOUSEHOLDS))
        closed = await self.connection.fetch(_RESTRICTED)
        self.restricted = {row["number"] for row in closed}
        self.known["orders"] = {ids.encode("ord", row["id"]) for row in closed}
        given = await self.connection.fetch(_GIVEN)
        self.known["given"] = {ids.encode("don", row["id"]) for row in given}
        priced = await self.connection.fetch(_PRICED)
        self.known["priced"] = {ids.encode("mtm", row["id"]) for row in priced if row["restricted"]}
        self.known["priced"] |= {
            ids.encode("mem", row["membership_id"]) for row in priced if row["last"] and row["restricted"]
        }
        parties = {key for row in closed for key in (row["owner_id"], row["facilitator_id"]) if key}
        self.known["restricted"] = {ids.encode("cus", key) for key in parties}

    def _add(self, word: str, policy: str, found: Any) -> None:
        for row in found:
            known = self.rows.get(ids.encode(word, row["id"]))
            if known is None or policy not in known.split("+"):
                self.rows[ids.encode(word, row["id"])] = policy if known is None else f"{known}+{policy}"

    def policies_of(self, row: dict[str, Any]) -> str | None:
        """The policies of a row as an answer shows it, besides those of the fields that lead to it."""
        if "orderNumber" in row:
            return "unrestricted" if row["orderNumber"] in self.restricted else None
        if "linkedVia" in row:
            return self.rows.get(row["linkedVia"]["customerId"])
        if "answers" in row:
            return self.rows.get(row["customer"]["id"])
        if "donation" in row and "verdict" in row:
            given = row["donation"]["id"]
            return "inactive" if given in self.known["given"] else self.rows.get(given)
        return self.rows.get(row.get("id", ""))

    @asynccontextmanager
    async def deactivated(self, number: int) -> AsyncIterator[None]:
        """Meanwhile this customer is inactive, and everything of theirs is marked so."""
        names = await self.connection.fetchrow(_NAMED, number)
        await self.connection.execute("update customer set active = false where number = $1", number)
        await mark(self.connection, self.vault)
        await self.look()
        try:
            yield
        finally:
            await self.connection.execute(_RENAME, number, *names)
            await mark(self.connection, self.vault)
            await self.look()

    async def one(self, query: str, *given: Any) -> Any:
        """The only value of the first row that a query finds."""
        return await self.connection.fetchval(query, *given)


@asynccontextmanager
async def marked(services: embedded.Services, settings: Settings) -> AsyncIterator[World]:
    """A store of its own with marked demo data, and everybody who asks."""
    async with sitting(services, settings, customers=CUSTOMERS, name=NAME):
        connection = await asyncpg.connect(**connection_arguments(url_of(services.superuser_url, NAME)))
        try:
            for account in ACCOUNTS:
                await _open(connection, account)
            for prepare in _PREPARE:
                await connection.execute(prepare)
            await ask_for_everything(connection)
            vault = Vault(*protected_keys(settings))
            url = url_of(services.database_url, NAME)
            async with asking(settings, database_url=url, agents=True, limits=UNLIMITED) as ask:
                introduce(ask)
                world = World(ask, ask.settings, connection, vault)
                written = await ask(_WRITE, by="femi", now="2026-11-20T10:00:00+00:00", id=f"I-{OTHER}")
                world.known["pink"] = written.ok["createNote"]["note"]["id"]
                await mark(connection, vault)
                await world.look()
                yield world
        finally:
            await connection.close()


def introduce(ask: Ask) -> None:
    """Let everybody ask."""
    for account in ACCOUNTS:
        ask.introduce(account.asker.name, account.id, account.interface)


async def _open(connection: Any, account: Account) -> None:
    """Make an account that the demo has not."""
    if account.known or await connection.fetchval("select 1 from user_account where id = $1", account.id):
        return
    name = account.asker.name
    await connection.execute(
        "insert into user_account (id, username, email, name, protected_data) values ($1, $2, $3, $2, $4)",
        account.id,
        name,
        f"{name}@playhouse.example",
        account.asker.flag,
    )
    for role in account.roles:
        await connection.execute(
            "insert into user_role (user_id, role) values ($1, $2)", account.id, str(role)
        )


def customer_id(number: int) -> str:
    """The id that people read out of a person."""
    return f"I-{number}"
