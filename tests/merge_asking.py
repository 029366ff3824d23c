"""Merging over HTTP as staff do it: look at the preview, choose what has to be chosen, confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from gateway.engine import ids
from tests.ask import Ask

PREVIEW = """query ($survivor: ID!, $loser: ID!, $choices: MergeChoicesInput) {
  mergePreview(survivorId: $survivor, loserId: $loser, choices: $choices) {
    planToken
    tabs { key status greyed lines { path label survivor loser result takenFrom reason choiceRequired subjectId } }
    blockers { code message side membershipTypeId }
    warnings { code }
    moves { orders facilitatedOrders tickets donations memberships declarations blueNotes }
  } }"""
MERGE = """mutation ($token: String!) {
  mergeCustomers(planToken: $token) {
    customer { id friendlyId } merge { id number } errors { __typename ... on UserError { code message } } } }"""
UNMERGE = """mutation ($id: ID!) {
  unmergeCustomers(mergeId: $id) {
    customer { id } restored { id } errors { __typename ... on UserError { code message } } } }"""


def customer(key: UUID) -> str:
    """The id that clients know a customer by."""
    return ids.encode("cus", key)


def preference(key: str) -> str:
    """The id that clients know a contact preference by."""
    return ids.encode("prf", UUID(key))


async def preview(
    ask: Ask, survivor: UUID, loser: UUID, choices: Mapping[str, Any] | None = None, *, by: str = "ade"
) -> dict[str, Any]:
    """What merging the two would do."""
    asked = await ask(
        PREVIEW, by=by, survivor=customer(survivor), loser=customer(loser), choices=dict(choices or {})
    )
    found: dict[str, Any] = asked.ok["mergePreview"]
    return found


async def merge(ask: Ask, token: str, *, by: str = "ade", key: str | None = None) -> dict[str, Any]:
    """What came of confirming."""
    done: dict[str, Any] = (await ask(MERGE, by=by, key=key or uuid4().hex, token=token)).ok["mergeCustomers"]
    return done


async def unmerge(ask: Ask, merge_id: str, *, by: str = "ade") -> dict[str, Any]:
    """What came of turning it back."""
    done: dict[str, Any] = (await ask(UNMERGE, by=by, key=uuid4().hex, id=merge_id)).ok["unmergeCustomers"]
    return done


def codes(of: Mapping[str, Any]) -> set[str]:
    """The codes of the refusals in a payload, or of the blockers in a preview."""
    return {each["code"] for each in of.get("errors") or of.get("blockers") or ()}
