"""Reading the invitations of a person."""

from __future__ import annotations

from typing import Any

from db.models import Customer
from gateway.engine import ids
from tests.ask import Ask

TAB = """invitations(upcomingOnly: $upcoming, replyStatus: $replies) { totalCount nodes {
  id eventName startsAt countdown { label duration isPast } replyStatus replyLabel invitedAt repliedAt
  guestsAllowed guestCount version pinned onBehalfOfRelated
  instance { id event { name } venue { town } } invitee { fullName } onBehalfOf { __typename fullName }
  attendees { name customer { friendlyId } isInvitee attended ticket { ... on TicketItem { id } } }
} }"""
OPEN = f"""query ($id: ID!, $upcoming: Boolean! = false, $replies: [ReplyStatus!]) {{
  customer(id: $id) {{ ... on Individual {{ {TAB} }} }} }}"""


async def invited(ask: Ask, who: Customer, **asked: Any) -> list[dict[str, Any]]:
    answer = await ask(OPEN, by="femi", id=ids.encode("cus", who.id), **asked)
    found = answer.ok["customer"]["invitations"]
    assert found["totalCount"] == len(found["nodes"])
    nodes: list[dict[str, Any]] = found["nodes"]
    return nodes
