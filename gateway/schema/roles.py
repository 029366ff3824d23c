"""Roles and interfaces as clients see them."""

from __future__ import annotations

from domain.permissions import Interface, Role
from gateway.schema._rows import enum_type

enum_type(
    Role,
    "What a Settings Administrator grants to a user account.",
    SALES_USER="Works on records and sells in the Sales interface.",
    SALES_ADMINISTRATOR="A Sales User who also merges, converts, exports and makes lists.",
    OPPORTUNITIES_USER="A fundraiser: works on records in the Opportunities interface.",
    OPPORTUNITIES_ADMINISTRATOR="An Opportunities User who also sets up stages and activity types.",
    GENERAL_ADMINISTRATOR="Sets up tags and claims Gift Aid in the Admin interface.",
    SETTINGS_ADMINISTRATOR="Sets up attributes, contact preferences and user accounts.",
    INSIGHTS_MAILINGS_USER="Makes lists, reports and mailings.",
    SUPPORT="The support team of whoever runs the system.",
)
enum_type(
    Interface,
    "Where a token is good for.",
    SALES="The box office.",
    OPPORTUNITIES="Fundraising.",
    ADMIN="Administration and settings.",
    INSIGHTS="Lists, reports and mailings.",
    SUPPORT="The support team.",
)
