"""Making a record inactive, and active again: nothing is ever deleted (CUS-04)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from db.models import Customer, Household
from db.work import Work
from domain.audit import change, changes_between
from domain.customers import Kind, Section
from domain.errors import EmailRequiredForOnlineAccount, Problems, ReasonRequired, WrongKind
from domain.texts import clean_line
from gateway.commands._records import CustomerRef, find_customer, open_section, save_section
from gateway.commands._succession import successor_of, tell_successor

REASON_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Deactivated:
    """The record, and who took over as primary householder where it was one of several members."""

    customer: Customer
    successor: Customer | None = None


async def deactivate_customer(
    tx: Work, ref: CustomerRef, reason: str, *, also_online_account: bool, expected_version: int
) -> Deactivated:
    """The record made inactive: hidden in the Sales Interface, its data kept (DEA-P01).

    Of several in a household, a primary hands over (HHD-P10). One that is inactive already stays as it is.
    Refused: ReasonRequired, TooLong, InvalidText, and what opening the section refuses.
    """
    problems = Problems()
    with problems.at():
        cleaned = clean_line(reason, limit=REASON_LIMIT, field="reason")
        if cleaned is None:
            raise ReasonRequired("Say why the record becomes inactive.", ("reason",))
    problems.raise_any()
    home = await _household(tx, ref)
    customer = await find_customer(tx, ref)
    if customer.active:
        customer = await open_section(tx, ref, Section.DETAILS, expected_version, {"active": False})
    flags = _flags(customer)
    customer.online_account_active = customer.online_account_active and not also_online_account
    customer.active = False
    changes = list(changes_between(flags, _flags(customer)))
    successor = await _hand_over(tx, customer, home) if flags["active"] else None
    if changes:
        changes.append(change("reason", None, cleaned))
    if successor is not None:
        changes.append(tell_successor(tx, customer, successor))
    save_section(tx, customer, Section.DETAILS, "customer.deactivated", changes, "Customer deactivated")
    return Deactivated(customer, successor)


async def reactivate_customer(tx: Work, ref: CustomerRef, *, also_online_account: bool) -> Customer:
    """The record made active again, found by its id also by those who do not see inactive records (X12).

    Refused: NotFound, CustomerMerged; WrongKind and EmailRequiredForOnlineAccount where the account is asked for.
    """
    customer = await find_customer(tx, ref, unseen=True)
    if also_online_account:
        _check_account(customer)
    flags = _flags(customer)
    customer.online_account_active = customer.online_account_active or also_online_account
    customer.active = True
    changes = changes_between(flags, _flags(customer))
    save_section(tx, customer, Section.DETAILS, "customer.reactivated", changes, "Customer reactivated")
    return customer


def _flags(customer: Customer) -> dict[str, bool]:
    return {"active": customer.active, "online_account_active": customer.online_account_active}


def _check_account(customer: Customer) -> None:
    path = ("alsoOnlineAccount",)
    if customer.kind == Kind.ORGANISATION:
        raise WrongKind("Leave out the online account: only an Individual has one.", path)
    if customer.email is None:
        raise EmailRequiredForOnlineAccount(
            "An online account signs in by email: reactivate the record without it, then add an email address.",
            path,
        )


async def _household(tx: Work, ref: CustomerRef) -> Household | None:
    """The household of the person, locked before its members: two who are deactivated at once wait here.

    All of them are locked, since another may take over, and several are locked in the order of all writers.
    """
    named: ColumnElement[bool] = Customer.number == ref if isinstance(ref, int) else Customer.id == ref
    lives_in = select(Customer.household_id).where(named).scalar_subquery()
    home = await tx.session.scalar(
        select(Household).where(Household.id == lives_in).with_for_update(key_share=True)
    )
    if home is not None:
        members = select(Customer.id).where(Customer.household_id == home.id).order_by(Customer.id)
        await tx.session.execute(members.with_for_update(key_share=True))
    return home


async def _hand_over(tx: Work, customer: Customer, home: Household | None) -> Customer | None:
    """The new primary householder, where `customer` was the primary of a household of several (HHD-P10)."""
    if home is None or home.primary_id != customer.id:
        return None
    successor = await successor_of(tx, home.id, customer.id)
    if successor is not None:
        home.primary_id = successor.id
    return successor
