"""Putting a picture on a record, and taking it off."""

from __future__ import annotations

from db.models import Customer
from db.work import Work
from domain.audit import changes_between
from domain.customers import Section
from gateway.commands._records import CustomerRef, open_section, save_section


async def set_image(
    tx: Work, ref: CustomerRef, name: str, media_type: str, *, expected_version: int
) -> Customer:
    """The customer with this stored image in place of any other (CUS-17)."""
    return await _put(tx, ref, name, media_type, "customer.image-set", expected_version)


async def remove_image(tx: Work, ref: CustomerRef, *, expected_version: int) -> Customer:
    """The customer without an image (CUS-P11)."""
    return await _put(tx, ref, None, None, "customer.image-removed", expected_version)


async def _put(
    tx: Work, ref: CustomerRef, name: str | None, media_type: str | None, event: str, expected_version: int
) -> Customer:
    customer = await open_section(tx, ref, Section.DETAILS, expected_version, {"image": name})
    changes = changes_between({"image": customer.image_hash}, {"image": name})
    customer.image_hash, customer.image_type = name, media_type
    save_section(tx, customer, Section.DETAILS, event, changes, "Image")
    return customer
