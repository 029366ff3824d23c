"""Whatever mutation changes a record leaves an entry in its audit, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

import httpx
import pytest
from PIL import Image
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.base import Base
from db.models import Customer, CustomerTag
from gateway.app import Gateway
from gateway.engine import ids
from tests import factories as make
from tests import gift_aid
from tests.ask import Ask
from tests.database import Database

# By mutation: who does it, what it is asked besides the customer, and the event that tells of it.
CASES: dict[str, tuple[str, dict[str, Any], str]] = {
    "updateCustomer": (
        "ade",
        {
            "expectedVersion": 1,
            "details": {"individual": {"lastName": "King", "email": "{email}"}},
            "attributes": [{"definitionId": "{attribute}", "text": "Vegan"}],
        },
        "customer.updated",
    ),
    "deactivateCustomer": ("bea", {"expectedVersion": 1, "reason": "Moved abroad"}, "customer.deactivated"),
    "reactivateCustomer": ("femi", {"customerId": "{inactive}"}, "customer.reactivated"),
    "sendChangePasswordEmail": ("bea", {}, "online-account.password-mail-requested"),
    "addAddress": ("bea", {"expectedVersion": 1, "address": "{address}"}, "address.added"),
    "amendAddress": (
        "bea",
        {"expectedVersion": 1, "addressId": "{first}", "changes": {"label": "Work"}},
        "address.amended",
    ),
    "deleteAddress": ("bea", {"expectedVersion": 1, "addressId": "{second}"}, "address.deleted"),
    "setDefaultAddresses": (
        "bea",
        {"expectedVersion": 1, "billingAddressId": "{second}", "deliveryAddressId": "{second}"},
        "address.defaults-set",
    ),
    "setContactPreferences": (
        "bea",
        {"expectedVersion": 1, "answers": [{"definitionId": "{preference}", "answer": "YES"}]},
        "contact-preferences.set",
    ),
    "setCustomerTags": ("bea", {"expectedVersion": 1, "tagIds": ["{tag}"]}, "tags.changed"),
    "addCustomerTags": ("bea", {"tagIds": ["{tag}"]}, "tags.changed"),
    "removeCustomerTags": ("bea", {"tagIds": ["{held}"]}, "tags.changed"),
    "createNote": ("femi", {"colour": "PINK", "body": "Mine"}, "note.added"),
    "editNote": ("bea", {"noteId": "{note}", "expectedVersion": 1, "body": "Other"}, "note.changed"),
    "deleteNote": ("bea", {"noteId": "{note}", "expectedVersion": 1}, "note.deleted"),
    "acknowledgeNote": ("bea", {"noteId": "{note}"}, "note.acknowledged"),
    "setCustomerImage": ("bea", {"expectedVersion": 1, "image": "{image}"}, "customer.image-set"),
    "removeCustomerImage": (
        "bea",
        {"customerId": "{pictured}", "expectedVersion": 2},
        "customer.image-removed",
    ),
    "declareGiftAid": (
        "bea",
        {
            "declaration": {
                "coverage": "FROM_TODAY",
                "type": "PAPER",
                "evidence": "MANUAL",
                "details": "Signed",
            }
        },
        "gift-aid.declared",
    ),
    "cancelGiftAid": ("bea", {"cancellation": {"option": "FROM_TODAY"}}, "gift-aid.cancelled"),
}


@dataclass
class Stage:
    """Records to change, and what the mutations name, by the words in CASES."""

    ada: Customer
    gone: Customer
    known: dict[str, Any]

    def filled(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {name: self.filled(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.filled(each) for each in value]
        return self.known.get(value, value) if isinstance(value, str) else value


@pytest.fixture
async def stage(ask: Ask, client: httpx.AsyncClient, database: Database) -> Stage:
    home, ada = make.individual(email=f"{make.unique('ada')}@example.org", online_account_active=True)
    old, gone = make.individual(active=False)
    held, tag = (make.tag((group := make.tag_group()).id), make.tag(group.id))
    first, second = make.address(ada.id), make.address(ada.id, default_billing=False, default_delivery=False)
    note, attribute = make.note(ada.id), make.attribute()
    preference, statement = make.preference()
    await database.save(home, ada, old, gone, group, held, tag, first, second, note, attribute)
    await database.save(gift_aid.declaration(ada))
    await database.save(preference, statement, CustomerTag(customer_id=ada.id, tag_id=held.id))
    names: dict[str, tuple[str, Any]]
    names = {"{attribute}": ("atd", attribute), "{first}": ("adr", first), "{second}": ("adr", second)}
    names |= {"{preference}": ("prf", preference), "{tag}": ("tag", tag), "{held}": ("tag", held)}
    names |= {"{note}": ("not", note), "{inactive}": ("cus", gone), "{pictured}": ("cus", ada)}
    known: dict[str, Any] = {word: ids.encode(entity, row.id) for word, (entity, row) in names.items()}
    known["{email}"] = f"{make.unique('ada')}@example.org"
    known["{address}"] = {"line1": "9 Low Road", "town": "Bath", "postcode": "BA1 1AA", "countryCode": "GB"}
    return Stage(ada, gone, known)


async def upload(client: httpx.AsyncClient, ask: Ask) -> str:
    file = BytesIO()
    Image.new("RGB", (2, 2)).save(file, "PNG")
    headers = {"authorization": f"Bearer {ask.token('bea')}", "content-type": "image/png"}
    response = await client.post("/images", content=file.getvalue(), headers=headers)
    return str(response.json()["image"])


def concerning_customers(gateway: Gateway) -> dict[str, Any]:
    """The mutations whose payload shows a customer."""
    mutations = gateway.pipeline.schema.graphql.mutation_type
    assert mutations is not None
    return {
        name: field for name, field in mutations.fields.items() if "customer" in field.type.of_type.fields
    }


def document(name: str, field: Any, given: Mapping[str, Any]) -> str:
    declared = ", ".join(f"${argument}: {field.args[argument].type}" for argument in given)
    passed = ", ".join(f"{argument}: ${argument}" for argument in given)
    return (
        f"mutation({declared}) {{ {name}({passed}) {{ errors {{ ... on UserError {{ code message }} }} }} }}"
    )


def tables() -> list[tuple[str, str]]:
    """Every table with a key to a customer, and the column; a note's acknowledgements hang below the note."""
    keys = [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "customer" for key in column.foreign_keys)
        and not (table.name == "customer" or table.name.startswith("audit"))
    ]
    return [("customer", "id"), *keys]


async def rows_of(database: Database, customer: Customer) -> set[tuple[str, str, str]]:
    """Every row under a customer as text, with the transaction that wrote it."""
    found: set[tuple[str, str, str]] = set()
    acknowledged = "select t::text, xmin::text from note_acknowledgement t where note_id in"
    statements = {
        **{table: f"select t::text, xmin::text from {table} t where {key} = :id" for table, key in tables()},
        "note_acknowledgement": f"{acknowledged} (select id from note where customer_id = :id)",
    }
    async with AsyncSession(database.store.writes) as session:
        for table, statement in statements.items():
            rows = await session.execute(text(statement), {"id": customer.id})
            found |= {(table, row, xmin) for row, xmin in rows}
    return found


async def entries_of(database: Database, customer_id: UUID) -> dict[str, list[str]]:
    """The events in the audit of a customer, by the transaction that wrote them."""
    statement = "select xmin::text, event from audit_entry where customer_id = :id order by sequence"
    found: dict[str, list[str]] = {}
    async with AsyncSession(database.store.writes) as session:
        for xmin, event in await session.execute(text(statement), {"id": customer_id}):
            found.setdefault(xmin, []).append(event)
    return found


def test_no_mutation_about_customers_is_left_out_here(gateway: Gateway) -> None:
    # A creation has no record before it to compare with; tests/api/test_creating_customers.py shows its entry, and
    # tests/api/test_autotags.py that of an evaluation, which is the system's and tells of autotags in the house alone.
    # A merge writes to two records: tests/commands/test_merge_*.py show the entries of both.
    # What hands tickets out changes nothing of the record: tests/api/test_print_at_home_*.py show their entries.
    # Turning a merge back needs one: tests/api/test_unmerging.py shows the entries on both records.
    elsewhere = {
        *("createCustomer", "reevaluateAutotags"),
        *("downloadPrintAtHomeTickets", "sendPrintAtHomeEmail"),
        "mergeCustomers",
        "unmergeCustomers",
    }
    assert set(concerning_customers(gateway)) == {*CASES, *elsewhere}


@pytest.mark.rule("AUD-P03", "AUD-P08")
@pytest.mark.parametrize("name", CASES)
async def test_a_change_and_its_entry_are_stored_in_one_transaction(
    ask: Ask, client: httpx.AsyncClient, database: Database, gateway: Gateway, stage: Stage, name: str
) -> None:
    by, asked, event = CASES[name]
    field = concerning_customers(gateway)[name]
    if "Image" in name:
        stage.known["{image}"] = await upload(client, ask)
    if name == "removeCustomerImage":
        given = {
            "customerId": stage.known["{pictured}"],
            "expectedVersion": 1,
            "image": stage.known["{image}"],
        }
        set_image = concerning_customers(gateway)["setCustomerImage"]
        assert (await ask(document("setCustomerImage", set_image, given), **given)).ok
    customer = stage.gone if name == "reactivateCustomer" else stage.ada
    given = stage.filled({"customerId": ids.encode("cus", customer.id), **asked})
    given = {argument: value for argument, value in given.items() if argument in field.args}
    rows, entries = await rows_of(database, customer), await entries_of(database, customer.id)

    answer = await ask(document(name, field, given), by=by, **given)

    assert answer.ok[name]["errors"] == []
    written = await rows_of(database, customer) - rows
    told = {
        xmin: events
        for xmin, events in (await entries_of(database, customer.id)).items()
        if xmin not in entries
    }
    assert list(told.values()) == [[event]]
    assert {xmin for _, _, xmin in written} <= set(told)
    assert written or rows - await rows_of(database, customer), "the mutation changed nothing"
