"""Declaring and cancelling over HTTP, for the tests of Gift Aid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import select

from db.models import Customer, GiftAidDeclaration
from gateway.engine import ids
from tests import factories as make
from tests.ask import NOW, Answered, Ask
from tests.charity import charity
from tests.database import Database

DECLARE = """
mutation Declare($id: ID!, $declaration: GiftAidDeclarationInput!) {
  declareGiftAid(customerId: $id, declaration: $declaration) {
    declaration {
      id coverage coverageFrom coverageTo type madeOn createdBy charityName statementVersion claimable
      notClaimableReasons hasAttachment
      evidence { method text emailSentAt letterGeneratedAt letter writtenRecordSentOn }
      snapshot { fullName addressLine1 addressRest postcode countryCode }
      documents { name mediaType size uploadedBy link keptUntil }
    }
    errors { __typename ... on UserError { code path } ... on BackdateTooFar { earliest } }
  }
}
"""
CANCEL = """
mutation Cancel($id: ID!, $cancellation: GiftAidCancellationInput!) {
  cancelGiftAid(customerId: $id, cancellation: $cancellation) {
    cancellation { id option effectiveFrom madeOn note createdBy declarations { id coverageFrom coveredUntil } }
    errors { __typename ... on UserError { code path } ... on BackdateTooFar { earliest } }
  }
}
"""
EXCLUDE = """
mutation Exclude($id: ID!, $reason: String!) {
  excludeDonationFromGiftAid(donationId: $id, reason: $reason) {
    donation { giftAid { status reasonCodes } }
    errors { __typename ... on UserError { code path } }
  }
}
"""
INCLUDE = """
mutation Include($id: ID!) {
  includeDonationInGiftAid(donationId: $id) {
    donation { giftAid { status reasonCodes } }
    errors { __typename ... on UserError { code path } }
  }
}
"""
ON_PAPER = {"type": "PAPER", "evidence": "MANUAL", "details": "Signed at the counter."}
FROM_TODAY = {"coverage": "FROM_TODAY", **ON_PAPER}
PDF = b"%PDF-1.7\n%a scan of a letter"


def cus(customer: Customer) -> str:
    """The id of a record."""
    return ids.encode("cus", customer.id)


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody at the desk with one donor before them."""

    ask: Ask
    database: Database
    donor: Customer

    async def declare(
        self, *, by: str = "bea", now: str = NOW, key: str | None = None, **given: Any
    ) -> Answered:
        """Ask for a declaration on paper from today on, but for what is given."""
        declaration = {**FROM_TODAY, **given}
        declaration = {name: value for name, value in declaration.items() if value is not None}
        return await self.ask(DECLARE, by=by, now=now, key=key, id=cus(self.donor), declaration=declaration)

    async def declared(self, **given: Any) -> dict[str, Any]:
        """The declaration that is made."""
        told = (await self.declare(**given)).ok["declareGiftAid"]
        assert told["errors"] == []
        made: dict[str, Any] = told["declaration"]
        return made

    async def refused(self, **given: Any) -> list[dict[str, Any]]:
        """The refusals, with proof that nothing was changed."""
        before = await self.database.snapshot(self.donor.id)
        told = (await self.declare(**given)).ok["declareGiftAid"]
        assert told["declaration"] is None
        assert await self.database.snapshot(self.donor.id) == before
        errors: list[dict[str, Any]] = told["errors"]
        return errors

    async def cancel(self, *, by: str = "bea", now: str = NOW, **given: Any) -> Answered:
        """Ask for a cancellation from today on, but for what is given."""
        cancellation = {"option": "FROM_TODAY", **given}
        return await self.ask(CANCEL, by=by, now=now, id=cus(self.donor), cancellation=cancellation)

    async def cancelled(self, **given: Any) -> dict[str, Any]:
        """The cancellation that is made."""
        told = (await self.cancel(**given)).ok["cancelGiftAid"]
        assert told["errors"] == []
        made: dict[str, Any] = told["cancellation"]
        return made

    async def not_cancelled(self, **given: Any) -> list[dict[str, Any]]:
        """The refusals, with proof that nothing was changed."""
        before = await self.database.snapshot(self.donor.id)
        told = (await self.cancel(**given)).ok["cancelGiftAid"]
        assert told["cancellation"] is None
        assert await self.database.snapshot(self.donor.id) == before
        errors: list[dict[str, Any]] = told["errors"]
        return errors

    async def rows(self) -> list[GiftAidDeclaration]:
        """The declarations as they are stored, in the order in which they were made."""
        query = select(GiftAidDeclaration).where(GiftAidDeclaration.customer_id == self.donor.id)
        return await self.database.all(query.order_by(GiftAidDeclaration.made_at, GiftAidDeclaration.id))

    async def upload(
        self,
        content: bytes = PDF,
        media_type: str = "application/pdf",
        name: str = "letter.pdf",
        by: str = "bea",
    ) -> httpx.Response:
        """Send a document."""
        headers = {
            "authorization": f"Bearer {self.ask.token(by)}",
            "content-type": media_type,
            "x-demo-now": NOW,
        }
        return await self.ask.client.post(
            "/documents", content=content, headers=headers, params={"name": name}
        )

    async def uploaded(self, **given: Any) -> str:
        """The ticket of a document that was sent."""
        response = await self.upload(**given)
        assert response.status_code == 201, response.text
        ticket: str = response.json()["document"]
        return ticket


async def desk(ask: Ask, database: Database, lives: dict[str, Any] | None = None, **given: Any) -> Desk:
    """A desk with a donor who has a name, a home and an email address."""
    await charity(database)
    home, donor = make.individual(**{"email": f"{make.unique('donor')}@example.org", **given})
    await database.save(home, donor, make.address(donor.id, **(lives or {})))
    return Desk(ask, database, donor)
