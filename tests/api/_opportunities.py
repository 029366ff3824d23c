"""A customer with one opportunity, and what its totals are told to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db.models import Customer, Opportunity, OpportunityStage
from gateway.engine import ids
from tests import factories as make
from tests import fundraising as raise_
from tests.ask import Ask
from tests.database import Database

TOTALS = """received { amount } pledged { amount } reserved { amount } outstanding { amount }
  progress weighted { amount }"""
OF_ONE = f"query ($id: ID!) {{ opportunity(id: $id) {{ {TOTALS} }} }}"


@dataclass(frozen=True, slots=True)
class Hoped:
    """A customer with one opportunity."""

    customer: Customer
    stage: OpportunityStage
    opportunity: Opportunity

    @property
    def id(self) -> str:
        return ids.encode("opp", self.opportunity.id)


async def hoped(database: Database, **values: Any) -> Hoped:
    home, ada = make.individual()
    campaign, stage = raise_.campaign(), raise_.stage()
    made = raise_.opportunity(ada, campaign, stage, **values)
    await database.save(home, ada, campaign, stage, made)
    return Hoped(ada, stage, made)


async def told(ask: Ask, of: Hoped, **options: Any) -> dict[str, Any]:
    """The totals of the opportunity, without what is around the amounts."""
    found = (await ask(OF_ONE, by="femi", id=of.id, **options)).ok["opportunity"]
    return {name: each["amount"] if isinstance(each, dict) else each for name, each in found.items()}
