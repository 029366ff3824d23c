"""What the tests of autotags have in common: a tag of each kind, and how the system evaluates."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from db.models import CustomerTag, Tag
from db.work import Work, begin_work
from domain.audit import Method
from domain.autotags import AUTOTAGGER
from gateway.engine import ids
from tests import factories as make
from tests.ask import Ask
from tests.database import Database

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ERRORS = """errors { __typename ... on UserError { code message path }
  ... on PreviewRequired { wouldAdd wouldRemove } ... on PreviewChanged { wouldAdd wouldRemove } }"""
SET = f"""mutation Set($input: SetAutotagCriteriaInput!) {{ made: setAutotagCriteria(input: $input) {{
  tag {{ version isAutotag criteriaText criteriaSavedBy }} {ERRORS} }} }}"""
PREVIEW = """query Preview($tag: ID, $criteria: AutotagCriteriaInput!) {
  autotagPreview(tagId: $tag, criteria: $criteria) { wouldAdd wouldRemove token sample { friendlyId added } } }"""
EVALUATE = """mutation Now($id: ID!) { made: reevaluateAutotags(customerId: $id) {
  customer { tags { name } } came { name } went { name } errors { ... on UserError { code } } } }"""
EXPLAIN = """query Why($id: ID!, $tag: ID!) { autotagExplain(customerId: $id, tagId: $tag) {
  held met evaluated answers { part { path depth kind text } actual verdict redacted }
  lastFlip { at came cause correlationId causeEntry { event user } entry { event user } } } }"""


class Stage:
    """Ada, who bears the normal tag, and an autotag that has no criteria yet."""

    def __init__(self) -> None:
        self.home, self.ada = make.individual(email=f"{make.unique('ada')}@example.org")
        self.group = make.tag_group()
        self.normal = make.tag(self.group.id)
        self.auto = make.tag(self.group.id, is_autotag=True)

    @property
    def rows(self) -> tuple[Any, ...]:
        return (
            self.home,
            self.ada,
            self.group,
            self.normal,
            self.auto,
            make.customer_tag(self.ada.id, self.normal.id),
        )

    @property
    def bears(self) -> dict[str, Any]:
        """The criterion that one bears the normal tag, which nobody else in the store does."""
        return {"hasTag": ids.encode("tag", self.normal.id)}

    def input(self, criteria: Any, version: int = 1, tag: Tag | None = None, **given: Any) -> dict[str, Any]:
        tag_id = ids.encode("tag", (tag or self.auto).id)
        return {"tagId": tag_id, "expectedVersion": version, "criteria": criteria, **given}

    async def set(self, ask: Ask, criteria: Any, version: int = 1, **given: Any) -> Any:
        """What came of setting the autotag's criteria, as gina."""
        answer = await ask(SET, by="gina", input=self.input(criteria, version, **given))
        return answer.ok["made"]

    async def set_after_a_look(self, ask: Ask, criteria: Any) -> Any:
        """The same of criteria that may change any number of records, for the preview was looked at."""
        tag = ids.encode("tag", self.auto.id)
        seen = (await ask(PREVIEW, by="gina", tag=tag, criteria=criteria)).ok["autotagPreview"]
        return await self.set(ask, criteria, previewToken=seen["token"])


@asynccontextmanager
async def system(database: Database, correlation_id: str = "test") -> AsyncIterator[Work]:
    """A work of the autotagger."""
    async with begin_work(
        database.store.writes,
        actor=AUTOTAGGER,
        now=NOW,
        correlation_id=correlation_id,
        method=Method.AUTOTAG,
    ) as tx:
        yield tx


async def bearers(database: Database, tag: Tag) -> set[Any]:
    """The customers who bear the tag."""
    return set(await database.all(select(CustomerTag.customer_id).where(CustomerTag.tag_id == tag.id)))
