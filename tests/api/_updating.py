"""Changing the details of customers, as the tests do it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AuditChange, AuditEntry, AuditValue, Customer
from gateway.engine import ids
from tests import factories as make
from tests.ask import Answered, Ask
from tests.database import Database

UPDATE = """
mutation Update($id: ID!, $version: Int!, $details: DetailsInput, $attributes: [AttributeValueInput!]) {
  updateCustomer(customerId: $id, expectedVersion: $version, details: $details, attributes: $attributes) {
    deactivationOffered
    customer {
      fullName detailsVersion addressesVersion phone { number e164 isValid } mobile { e164 }
      ... on Individual { title firstName lastName email birthDate deceasedOn onlineAccountActive }
      ... on Organisation { name primaryContact }
    }
    errors {
      __typename
      ... on UserError { code message path }
      ... on EmailNotUnique { holder { id } }
      ... on CustomerMerged { survivor { id } }
      ... on StaleVersion { currentVersion changedBy changedAt fields { field theirs yours conflicting } }
    }
  }
}
"""


async def change(
    ask: Ask,
    customer: Customer,
    version: int = 1,
    *,
    by: str = "bea",
    attributes: list[dict[str, Any]] | None = None,
    **details: Any,
) -> Answered:
    """Send `details` as changes of the record's own kind."""
    kind = {"I": "individual", "O": "organisation"}[customer.kind]
    return await ask(
        UPDATE,
        by=by,
        id=ids.encode("cus", customer.id),
        version=version,
        details={kind: details} if details else None,
        attributes=attributes,
    )


def saved(answer: Answered) -> dict[str, Any]:
    assert answer.ok["updateCustomer"]["errors"] == []
    customer: dict[str, Any] = answer.ok["updateCustomer"]["customer"]
    return customer


def errors(answer: Answered) -> list[dict[str, Any]]:
    assert answer.ok["updateCustomer"]["customer"] is None
    found: list[dict[str, Any]] = answer.ok["updateCustomer"]["errors"]
    return found


def refused(answer: Answered) -> set[tuple[str, ...]]:
    return {(error["code"], *error["path"]) for error in errors(answer)}


async def someone(database: Database, **given: Any) -> Customer:
    home, customer = make.individual(**given)
    await database.save(home, customer)
    return customer


async def choir(database: Database, **given: Any) -> Customer:
    customer = make.organisation(**given)
    await database.save(customer)
    return customer


async def stored(database: Database, customer: Customer) -> Customer:
    row: Customer = await database.one(select(Customer).where(Customer.id == customer.id))
    return row


async def changes(database: Database, customer: Customer) -> dict[str, tuple[str | None, str | None]]:
    """What the latest entry of the record's audit tells: path, before and after."""
    latest = select(func.max(AuditEntry.sequence)).where(AuditEntry.customer_id == customer.id)
    query = (
        select(AuditChange.path, AuditValue.before, AuditValue.after)
        .join(AuditEntry, AuditEntry.id == AuditChange.entry_id)
        .join(
            AuditValue,
            (AuditValue.entry_id == AuditChange.entry_id) & (AuditValue.ordinal == AuditChange.ordinal),
        )
        .where(AuditEntry.customer_id == customer.id, AuditEntry.sequence == latest.scalar_subquery())
    )
    async with AsyncSession(database.store.writes) as session:
        return {path: (before, after) for path, before, after in await session.execute(query)}
