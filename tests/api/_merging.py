"""Two records of one customer, looked at and merged as clients do it."""

from __future__ import annotations

from typing import Any

from db.models import Customer
from gateway.engine import ids
from tests import factories as make
from tests.ask import Answered, Ask
from tests.database import Database

PREVIEW = """survivor { id friendlyId } loser { id friendlyId } asJob reversibleUntil planToken expiresAt
  tabs { key status greyed
    lines { path label survivor loser result isProtected takenFrom reason why choiceRequired subjectId } }
  blockers { code message nextStep side transactionsAs relationshipIds orderIds suggestion }
  warnings { code message }
  moves { orders orderTotal { amount } facilitatedOrders tickets donations donationTotal { amount } memberships
    creditTotal { amount } declarations cancellations opportunities opportunityTotal { amount } pledges
    waitingLists invitations cards mailings blueNotes }
  consent { channel survivor loser result }
  giftAid { before { amount } after { amount } delta { amount } }
  record { title firstName lastName name email phone mobile birthDate onlineAccountActive }"""
LOOK = f"""query Look($survivor: ID!, $loser: ID!, $choices: MergeChoicesInput) {{
  mergePreview(survivorId: $survivor, loserId: $loser, choices: $choices) {{ {PREVIEW} }} }}"""
MERGE = f"""mutation Merge($token: String!) {{ mergeCustomers(planToken: $token) {{
  customer {{ id friendlyId mergedFrom ... on Individual {{ firstName email }} }}
  merge {{ number retiredId by }} autotagsCame {{ name }} autotagsWent {{ name }} job {{ id status total }}
  errors {{ ... on UserError {{ code message path }} ... on StalePlan {{ changed preview {{ {PREVIEW} }} }} }} }} }}"""


def cus(of: Customer) -> str:
    return ids.encode("cus", of.id)


async def two(
    database: Database, loser: dict[str, Any] | None = None, **given: Any
) -> tuple[Customer, Customer]:
    """Two records with a name that nobody else has, the second with what `loser` says besides."""
    name = make.unique("Merging")
    home, one = make.individual(last_name=name, **given)
    other_home, other = make.individual(last_name=name, **(loser or {}))
    await database.save(home, one, other_home, other)
    return one, other


async def looked(
    ask: Ask, survivor: Customer, loser: Customer, choices: dict[str, Any] | None = None, **given: Any
) -> Any:
    """The preview, which must come without errors."""
    asked = {"by": "ade", **given}
    answer = await ask(LOOK, survivor=cus(survivor), loser=cus(loser), choices=choices, **asked)
    return answer.ok["mergePreview"]


async def merge(ask: Ask, token: str, **given: Any) -> Answered:
    """The merge of what the token stands for, under a key of its own unless one is given."""
    return await ask(MERGE, token=token, **{"by": "ade", "key": make.unique("merge"), **given})


async def merged(ask: Ask, token: str, **given: Any) -> Any:
    """What came of the merge, be it refused."""
    return (await merge(ask, token, **given)).ok["mergeCustomers"]


def tab(preview: Any, key: str) -> Any:
    """One tab of a preview."""
    return next(each for each in preview["tabs"] if each["key"] == key)


def line(preview: Any, path: str) -> Any:
    """The only line of a preview about this."""
    (found,) = [each for of in preview["tabs"] for each in of["lines"] if each["path"] == path]
    return found


async def both(database: Database, *records: Customer) -> list[Any]:
    """Everything stored under the records."""
    return [await database.snapshot(each.id) for each in records]
