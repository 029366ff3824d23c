"""Whom to ask for at an Organisation: the record of that person, where it is known, and what they are to it."""

from __future__ import annotations

from domain.permissions import Permission
from gateway.engine.declare import link
from gateway.loaders.customers import CUSTOMERS
from gateway.loaders.relationships import RELATIONSHIP_TYPE
from gateway.schema.relationship_types import RelationshipType as RelationshipType

contact_record_link = link(
    CUSTOMERS,
    needs=Permission.CUSTOMER_READ,
    parent="primary_contact_id",
    description="The record of the primary contact; null where only the name is known.",
)
contact_type_link = link(
    RELATIONSHIP_TYPE,
    needs=Permission.SIGNED_IN,
    parent="primary_contact_type_id",
    description="What the primary contact is to the Organisation, where it was converted from their record.",
)
