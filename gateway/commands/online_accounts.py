"""Mailing a customer the link to set a password, and setting it by that link."""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from uuid_utils.compat import uuid7

from db.models import Customer, OnlinePassword, PasswordLink
from db.work import Work
from domain.audit import changes_between
from domain.customers import Kind, Section, full_name
from domain.mails import MailKind
from domain.online_accounts import (
    HOUR,
    LINK_LASTS,
    check_frequency,
    check_password_mail,
    link_invalid,
    password_mail,
    token_hash,
)
from gateway.commands._mails import Mail, Outbox
from gateway.commands._password_links import void_links
from gateway.commands._records import CustomerRef, find_customer, save_section

_TOKEN_BYTES = 32


async def send_change_password_email(
    tx: Work, ref: CustomerRef, outbox: Outbox, *, page: str, activate: bool
) -> Customer:
    """The customer, to whom a link is on its way; those sent before work no longer (ACC-01).

    `page` is the URL of the page where passwords are set, with {token} in it. With `activate` an account that is off
    is turned on as well. Refused: what check_password_mail and check_frequency refuse, NotFound, CustomerMerged.
    """
    customer = await find_customer(tx, ref)
    to = check_password_mail(
        Kind(customer.kind),
        active=customer.active,
        email=customer.email,
        account_active=customer.online_account_active,
        activate=activate,
    )
    mailed = await tx.session.scalars(
        select(PasswordLink.created_at).where(
            PasswordLink.customer_id == customer.id, PasswordLink.created_at > tx.now - HOUR
        )
    )
    check_frequency(mailed.all(), tx.now)
    if not customer.online_account_active:
        _turn_on(tx, customer)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await void_links(tx, customer.id)
    tx.session.add(
        PasswordLink(
            id=uuid7(),
            customer_id=customer.id,
            token_hash=token_hash(token),
            created_at=tx.now,
            expires_at=tx.now + LINK_LASTS,
        )
    )
    subject, text = password_mail(_called(customer), page.replace("{token}", token))
    await outbox.post(tx, MailKind.CHANGE_PASSWORD, customer.id, Mail(to, subject, text))
    tx.record(
        "online-account.password-mail-requested",
        customer.id,
        narrative="Change Password Email requested",
    )
    return customer


async def set_password(tx: Work, token: str, hash: str) -> None:
    """The customer of the link signs in with this password from now on; the link works no more (ACC-P01).

    Raises PasswordRefused for a link that was used, voided or is over, and where the account is off or the record
    inactive.
    """
    linked = PasswordLink.token_hash == token_hash(token)
    customer_id = await tx.session.scalar(select(PasswordLink.customer_id).where(linked))
    if customer_id is None:
        raise link_invalid()
    customer = (
        await tx.session.scalars(
            select(Customer).where(Customer.id == customer_id).with_for_update(key_share=True)
        )
    ).one()
    # Whoever used or voided it held the customer.
    link = (await tx.session.scalars(select(PasswordLink).where(linked).with_for_update())).one()
    if link.used_at is not None or link.voided_at is not None or tx.now >= link.expires_at:
        raise link_invalid()
    if not customer.active or customer.merged_into is not None or not customer.online_account_active:
        raise link_invalid()
    link.used_at = tx.now
    values = {"hash": hash, "set_at": tx.now}
    await tx.session.execute(
        insert(OnlinePassword)
        .values(customer_id=customer_id, **values)
        .on_conflict_do_update(index_elements=[OnlinePassword.customer_id], set_=values)
    )
    tx.record("online-account.password-set", customer_id, narrative="Password of the online account set")


def _turn_on(tx: Work, customer: Customer) -> None:
    """As saving the details would (ACC-P02)."""
    changes = changes_between({"online_account_active": False}, {"online_account_active": True})
    customer.online_account_active = True
    save_section(tx, customer, Section.DETAILS, "customer.updated", changes, "Details changed")


def _called(customer: Customer) -> str:
    return full_name(customer.kind, customer.title, customer.first_name, customer.last_name, customer.name)
