"""The tables, a module a tab; importing this package registers them all."""

from db.models.accounts import UserAccount, UserRole
from db.models.addresses import Address
from db.models.attributes import AttributeDefinition, AttributeOption, AttributeValue
from db.models.audit import AuditChange, AuditEntry, AuditValue
from db.models.customers import Customer
from db.models.external_ids import ExternalId
from db.models.households import Household
from db.models.idempotency import IdempotencyRecord
from db.models.imports import ImportedRow
from db.models.notes import Note, NoteAcknowledgement
from db.models.preferences import PreferenceAnswer, PreferenceDefinition, PreferenceStatement
from db.models.tags import CustomerTag, Tag, TagGroup
from db.models.titles import Title

__all__ = [
    "Address",
    "AttributeDefinition",
    "AttributeOption",
    "AttributeValue",
    "AuditChange",
    "AuditEntry",
    "AuditValue",
    "Customer",
    "CustomerTag",
    "ExternalId",
    "Household",
    "IdempotencyRecord",
    "ImportedRow",
    "Note",
    "NoteAcknowledgement",
    "PreferenceAnswer",
    "PreferenceDefinition",
    "PreferenceStatement",
    "Tag",
    "TagGroup",
    "Title",
    "UserAccount",
    "UserRole",
]
