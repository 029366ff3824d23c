"""How much is in each section of a record: what the tabs would show whoever asks, counted in the record's statement.

Counting stops where that of the tabs does, or a house account with its thousands of orders would be counted through.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from db.models import AttributeValue, PreferenceAnswer, PreferenceDefinition
from domain.sections import Counted
from gateway.engine.declare import Tab
from gateway.engine.declared import COUNT_CAP
from gateway.loaders.addresses import ADDRESSES
from gateway.loaders.audit import AUDIT
from gateway.loaders.credit import CREDIT_LOTS
from gateway.loaders.donations import DONATIONS
from gateway.loaders.fixed_series import FIXED_SERIES
from gateway.loaders.gift_aid import DECLARATIONS
from gateway.loaders.invitations import INVITATIONS
from gateway.loaders.mailings import MAILINGS
from gateway.loaders.memberships import MEMBERSHIPS
from gateway.loaders.merchandise import MERCHANDISE
from gateway.loaders.notes import BLUE_NOTES, PINK_NOTES
from gateway.loaders.opportunities import OPPORTUNITIES
from gateway.loaders.orders import ORDERS
from gateway.loaders.pledges import PLEDGES_AND_LEGACIES
from gateway.loaders.print_at_home import PRINT_AT_HOME
from gateway.loaders.relationships import RELATIONSHIPS
from gateway.loaders.reservations import RESERVATIONS
from gateway.loaders.tags import TAGS
from gateway.loaders.ticket_subscriptions import TICKET_SUBSCRIPTIONS
from gateway.loaders.tickets import TICKETS
from gateway.loaders.waiting_lists import WAITING_LISTS
from gateway.loaders.wallet_cards import STORED_CARDS

_definition = PreferenceDefinition.__table__
_answer = PreferenceAnswer.__table__
_value = AttributeValue.__table__

_TABS: dict[Counted, Tab] = {
    Counted.ADDRESSES: ADDRESSES,
    Counted.TAGS: TAGS,
    Counted.BLUE_NOTES: BLUE_NOTES,
    Counted.PINK_NOTES: PINK_NOTES,
    Counted.ALL_ORDERS: ORDERS,
    Counted.MERCHANDISE: MERCHANDISE,
    Counted.RESERVATIONS: RESERVATIONS,
    Counted.TICKETS: TICKETS,
    Counted.DONATIONS: DONATIONS,
    Counted.PRINT_AT_HOME: PRINT_AT_HOME,
    Counted.MAILING_RECORDS: MAILINGS,
    Counted.STORED_CARDS: STORED_CARDS,
    Counted.MEMBERSHIPS: MEMBERSHIPS,
    Counted.TICKET_SUBSCRIPTIONS: TICKET_SUBSCRIPTIONS,
    Counted.FIXED_SERIES: FIXED_SERIES,
    Counted.OPPORTUNITIES: OPPORTUNITIES,
    Counted.PLEDGES: PLEDGES_AND_LEGACIES,
    Counted.INVITATIONS: INVITATIONS,
    Counted.RELATIONSHIPS: RELATIONSHIPS,
    Counted.CREDIT: CREDIT_LOTS,
    Counted.WAITING_LISTS: WAITING_LISTS,
    Counted.GIFT_AID: DECLARATIONS,
    Counted.AUDIT: AUDIT,
}


def section_counts(customer: sa.FromClause) -> sa.ColumnElement[list[int]]:
    """How many entries each section of this customer has, up to the cap, in the order of `Counted`."""
    counts: list[Any] = [_count(counted, customer) for counted in Counted]
    return postgresql.array(counts)


def _count(counted: Counted, customer: sa.FromClause) -> sa.ScalarSelect[int]:
    if counted is Counted.CONTACT_PREFERENCES:
        return _preferences(customer)
    if counted is Counted.ATTRIBUTES:
        return _rows(_value, customer, _value.c.customer_id == customer.c.id)
    tab = _TABS[counted]
    assert tab.key is not None, f"{tab.name} hangs below a customer"
    scope = () if tab.scope is None else (tab.scope,)
    return _rows(tab.source, customer, tab.key == customer.c.id, *tab.default, *scope)


def _preferences(customer: sa.FromClause) -> sa.ScalarSelect[int]:
    """Those that are asked, and those no longer asked that were answered: as the tab shows them, without its rows."""
    answered = (
        sa.exists()
        .where(_answer.c.customer_id == customer.c.id, _answer.c.definition_id == _definition.c.id)
        # Both outer tables are named, or the inner one would be joined with every customer there is.
        .correlate(customer, _definition)
    )
    return _rows(_definition, customer, sa.or_(_definition.c.active, answered))


def _rows(
    source: sa.FromClause, customer: sa.FromClause, *conditions: sa.ColumnElement[bool]
) -> sa.ScalarSelect[int]:
    counted = (
        sa.select(sa.literal_column("1"))
        .select_from(source)
        .where(*conditions)
        .limit(sa.literal_column(str(COUNT_CAP), sa.Integer))
        .correlate(customer)
        .subquery("counted")
    )
    return sa.select(sa.func.count()).select_from(counted).scalar_subquery()
