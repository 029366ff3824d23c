"""Opening a record for a change: found, seen, live, locked and at the version that the client read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from db.merge_locks import is_under_way
from db.models import AuditChange, AuditEntry, AuditValue, Customer
from db.scope import of_protected_attribute, visible
from db.work import Work
from domain.audit import Change, as_text, narrative_of
from domain.customers import Section
from domain.errors import CustomerInactive, CustomerMerged, FieldConflict, NotFound, StaleVersion
from domain.merge_refusals import MergeInProgress
from domain.texts import as_input

# A record as clients name it: by key, or by the number in its friendly id.
CustomerRef = UUID | int

VERSIONED = (Section.DETAILS, Section.ADDRESSES, Section.CONTACT_PREFERENCES, Section.TAGS)
"""The sections whose version is the record's; notes have one each."""

_MERGES = ("customer.merged", "customer.merged-away", "customer.unmerged")
# What saves these sections without an entry of their own, since it is about the whole record.
_MOVED_ON_BY = dict.fromkeys(VERSIONED, _MERGES) | {
    Section.CONTACT_PREFERENCES: (*_MERGES, "customer.converted")
}


async def find_customer(tx: Work, ref: CustomerRef, *, unseen: bool = False) -> Customer:
    """The customer, locked until the end of the work; NotFound, MergeInProgress, or CustomerMerged with the survivor.

    `unseen` also finds an inactive record that the actor may not see, for those who reactivate it by its id (X12).
    """
    named = Customer.number == ref if isinstance(ref, int) else Customer.id == ref
    # Who would wait for a long merge is told at once.
    if await is_under_way(tx.session, ref):
        raise MergeInProgress(
            "This record is being merged or converted just now; try again in a moment.", ("customerId",)
        )
    query = select(Customer).where(named).with_for_update(key_share=True)
    customer = await tx.session.scalar(query)
    if customer is None:
        raise _no_such_customer()
    if customer.merged_into is not None:
        survivor = select(Customer.id).where(Customer.id == customer.merged_into)
        if await tx.session.scalar(visible(survivor, tx.actor)) is None:
            raise _no_such_customer()
        raise CustomerMerged(
            "This record was merged into another; make the change there.",
            ("customerId",),
            merged_into=customer.merged_into,
        )
    if not unseen and await tx.session.scalar(visible(select(Customer.id).where(named), tx.actor)) is None:
        raise _no_such_customer()
    return customer


async def open_section(
    tx: Work,
    ref: CustomerRef,
    section: Section,
    expected_version: int,
    yours: Mapping[str, Any] | None = None,
) -> Customer:
    """The customer, for a change of one section. Raises CustomerInactive, and StaleVersion with theirs and yours.

    `yours` are the values that the client wants to store, by the paths that the audit uses.
    """
    customer = await open_record(tx, ref)
    current = version_of(customer, section)
    if current != expected_version:
        theirs = AuditEntry.customer_id == customer.id
        history = theirs & (AuditEntry.section == section.value)
        whole = theirs & AuditEntry.event.in_(_MOVED_ON_BY[section])
        raise await stale(tx, history, current, expected_version, yours or {}, whole)
    return customer


async def open_record(tx: Work, ref: CustomerRef) -> Customer:
    """The customer, for a change that has no version of its own. Raises CustomerInactive."""
    customer = await find_customer(tx, ref)
    if not customer.active:
        raise CustomerInactive(
            "This record is inactive; reactivate it before you change it.", ("customerId",)
        )
    return customer


def save_section(
    tx: Work, customer: Customer, section: Section, event: str, changes: Sequence[Change], subject: str
) -> None:
    """Record a change of a section and move its version on; a save that changes nothing leaves no trace (AUD-P05)."""
    if not changes:
        tx.nothing_changed()
        return
    version = next_version(customer, section)
    customer.updated_at = tx.now
    tx.record(
        event,
        customer.id,
        narrative=narrative_of(subject, changes),
        changes=changes,
        section=section,
        section_version=version,
    )


def next_version(customer: Customer, section: Section) -> int:
    """The section's version, which has moved on by one."""
    version = version_of(customer, section) + 1
    setattr(customer, _version_column(section), version)
    return version


def version_of(customer: Customer, section: Section) -> int:
    """The number that the section's next save must name."""
    version: int = getattr(customer, _version_column(section))
    return version


def _version_column(section: Section) -> str:
    return f"{section.value.lower()}_version"


def _field(path: str) -> str:
    """The audit's path as inputs spell it; what people named stays as they did."""
    return path if path.startswith(("attribute.", "preference.", "externalId.")) else as_input(path)


def _no_such_customer() -> NotFound:
    return NotFound("There is no customer with this id whom you may see.", ("customerId",))


async def stale(
    tx: Work,
    history: ColumnElement[bool],
    current: int,
    expected: int,
    yours: Mapping[str, Any],
    whole: ColumnElement[bool] | None = None,
) -> StaleVersion:
    """Who saved since, when, and field by field what they stored against what the client wants to store.

    `history` selects the entries of the audit that tell of this one version. `whole` selects those that moved it on
    together with others and do not say its number: of these, only the fields that the client wants to store count.
    """
    own = history & (AuditEntry.section_version > expected)
    since = own if whole is None else own | AuditEntry.id.in_(_last(whole, own, current - expected))
    hidden = AuditChange.redacted | of_protected_attribute(AuditChange.path)
    found = await tx.session.execute(
        select(AuditEntry.username, AuditEntry.at, AuditChange.path, AuditValue.after, hidden, own.is_(True))
        .join(AuditChange, AuditChange.entry_id == AuditEntry.id)
        .outerjoin(
            AuditValue,
            (AuditValue.entry_id == AuditChange.entry_id) & (AuditValue.ordinal == AuditChange.ordinal),
        )
        .where(since)
        .order_by(AuditEntry.sequence, AuditEntry.section_version, AuditChange.ordinal)
    )
    theirs: dict[str, FieldConflict] = {}
    who: str | None = None
    when = None
    for username, at, path, after, is_hidden, is_own in found:
        who, when = username, at
        if not is_own and path not in yours:
            continue
        sent = as_text(yours.get(path))
        # Whether two values that may not be shown are the same may not be shown either.
        theirs[path] = (
            FieldConflict(_field(path), None, None, path in yours)
            if is_hidden
            else FieldConflict(_field(path), after, sent, path in yours and sent != after)
        )
    return StaleVersion(
        f"Somebody saved this after you read it: it is at version {current}, you sent {expected}. Load it again.",
        ("expectedVersion",),
        current_version=current,
        changed_by=who,
        changed_at=when,
        fields=tuple(theirs.values()),
    )


def _last(whole: ColumnElement[bool], own: ColumnElement[bool], saves: int) -> Select[UUID]:
    """Of the entries that do not say the version, the last ones: as many of the saves as have no entry of their own."""
    told = select(func.count()).select_from(AuditEntry).where(own).scalar_subquery()
    return (
        select(AuditEntry.id)
        .where(whole)
        .order_by(AuditEntry.sequence.desc())
        .limit(func.greatest(saves - told, 0))
    )
