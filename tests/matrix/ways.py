"""The ways to reach a field, each with an operation that takes it, and the truth that it leads to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from db.demo.tags import AUTOMATIC
from gateway.engine import ids
from gateway.schema import build
from tests.ask import Answered, Ask
from tests.matrix.askers import (
    SEES_ARCHIVE,
    SEES_CLAIMS,
    SEES_DUPLICATES,
    SEES_MERGES,
    SEES_RECORDS,
    SEES_SETUP,
    named,
)
from tests.matrix.documents import Asked, Documents
from tests.matrix.expect import Expectation
from tests.matrix.marks import classes, unseen
from tests.matrix.merge_history import MERGE
from tests.matrix.policies import Asker
from tests.matrix.world import CHOIR, INACTIVE, OTHER, UNLIMITED, WHOLE, World
from tests.referee.tree import Word

NOW = "2026-11-22T10:00:00+00:00"
SCHEMA = build(UNLIMITED).graphql
WRITE = Documents(SCHEMA)
_OF_FUNDRAISERS = ("opportunities", "opportunityStages", "fundraisers", "activityTypes", "pinboard")
# A postcode that differs from somebody's by one character.
_POSTCODE = """
select left(postcode, -1) || case when right(postcode, 1) = 'Q' then 'J' else 'Q' end
from address a join customer c on c.id = a.customer_id where c.number = $1 order by postcode limit 1
"""
_CANCELLED = {"cancellation": {"option": Word("SINCE"), "since": "2022-11-22"}}
# Rows of one type, and under one set of policies, that are enough to ask for.
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Way:
    """An operation, and who sees all that it leads to."""

    name: str
    document: str
    seer: str = SEES_RECORDS
    root: str = "Query"
    # Whether those take it too who are like somebody else.
    short: bool = True


@dataclass(slots=True)
class Ways:
    """Every way through one store, with the truth at the end of each; and which fields were compared."""

    world: World
    truths: dict[str, Any] = field(default_factory=dict)
    compared: set[str] = field(default_factory=set)
    # The policies of what somebody found by a way.
    marks: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    _known: list[Way] = field(default_factory=list)

    async def differences(self, way: Way, asker: Asker, ask: Ask | None = None) -> str:
        """Every field that is shown otherwise than the table has it, and every mark that is not for the asker."""
        if way.name not in self.truths:
            self.truths[way.name] = (await self.world.ask(way.document, by=way.seer, now=NOW)).ok
        answer = await (ask or self.world.ask)(way.document, by=asker.name, now=NOW)
        expected = Expectation(SCHEMA, self.world, asker, way.name)
        found = expected.differences(self.truths[way.name], answer, root=way.root)
        self.compared |= expected.compared
        found_marks = self.marks[way.name, asker.name] = classes(body(answer))
        marks = unseen(found_marks, asker.holds)
        return "\n".join([*found, *(f"{asker.name}, {way.name}: a mark of {each}" for each in sorted(marks))])

    async def all(self) -> list[Way]:
        """The ways that need no other application; those by id lead to rows of every kind that the others met."""
        if self._known:
            return self._known
        known = [self.record(), self.choir(), self.why()]
        known += [*await self.lists(), await self.roots(), await self.payload()]
        for way in known:
            if way.name not in self.truths:
                self.truths[way.name] = (await self.world.ask(way.document, by=way.seer, now=NOW)).ok
        wanted = dict(self._ids())
        some = [each for each in wanted if each in self.world.rows][:40]
        nodes = {f"node__{place}": ("node", {"id": each}) for place, each in enumerate(some)}
        on = {f"node__{place}": wanted[each] for place, each in enumerate(some)}
        self._known = [
            *known,
            self.accounts(),
            await self.claims(),
            self.merges(),
            self.archive(),
            self.duplicates(),
            self.origin(),
            self.conversions(),
            Way("nodes", WRITE.roots("Query", {"nodes": ("nodes", {"ids": list(wanted)})}, deep=1)),
            Way("node", WRITE.roots("Query", nodes, on, deep=1), short=False),
        ]
        return self._known

    def record(self) -> Way:
        """Somebody's record, whole."""
        return Way("a record", WRITE.roots("Query", {"customer": ("customer", {"id": f"I-{WHOLE}"})}))

    def choir(self) -> Way:
        """An organisation's, and that of somebody inactive."""
        asked = {
            "customer": ("customer", {"id": f"O-{CHOIR}"}),
            "customer__2": ("customer", {"id": f"I-{INACTIVE}"}),
        }
        return Way("other records", WRITE.roots("Query", asked, deep=1))

    def why(self) -> Way:
        """Why somebody bears each of the autotags, or does not."""
        asked: Asked = {
            f"autotagExplain__{place}": (
                "autotagExplain",
                {"customerId": f"I-{WHOLE}", "tagId": ids.encode("tag", tag.id)},
            )
            for place, tag in enumerate(AUTOMATIC.tags)
        }
        return Way("why an autotag", WRITE.roots("Query", asked, deep=1), short=False)

    async def lists(self) -> list[Way]:
        """A list and a search of customers, over their nodes and their edges; a household of theirs, and a name."""
        home = await self._an_id("Household")
        asked = {"customers": ("customers", {"filter": {"householdId": home}, "first": 100})}
        near = await self.world.one(_POSTCODE, WHOLE)
        found: Asked = {
            "search": ("search", {"term": "Ma", "first": 100}),
            "search__2": ("search", {"term": f"O-{CHOIR}"}),
            "search__3": ("search", {"term": near}),
        }
        return [
            Way("a list", WRITE.roots("Query", asked, deep=1), short=False),
            Way("a search", WRITE.roots("Query", found, deep=1), short=False),
        ]

    async def roots(self) -> Way:
        """The other roots, each with arguments that lead to something."""
        one = self.world.one
        asked: Asked = {
            name: (name, {})
            for name in (
                "attributeDefinitions",
                "contactPreferenceDefinitions",
                "tagGroups",
                "titles",
                "viewer",
            )
        }
        asked |= {
            name: (name, {}) for name in ("system", "relationshipTypes", "commissionStructures", "countries")
        }
        alike = {"firstName": "Katherine", "lastName": "Ashdown-Pryce", "birthDate": "1988-06-02"}
        restricted = await one("select number from customer_order where restricted")
        asked |= {
            "order": ("order", {"number": restricted}),
            "auditIntegrity": ("auditIntegrity", {"customerId": f"I-{WHOLE}"}),
            "statement": ("statement", {"customerId": f"I-{WHOLE}", "first": 100}),
            **{
                f"giftAidExplain__{place}": ("giftAidExplain", {"donationId": ident})
                for place, ident in enumerate(await self._ids_of("Donation", 8))
            },
            "renewalPreview": ("renewalPreview", {"membershipId": await self._an_id("Membership")}),
            "possibleDuplicates": (
                "possibleDuplicates",
                {"input": {"individual": alike}},
            ),
            "duplicatesOf": ("duplicatesOf", {"customerId": "I-1000005"}),
            "opportunity": ("opportunity", {"id": await self._an_id("Opportunity")}),
            **{name: (name, {}) for name in _OF_FUNDRAISERS},
            "giftAidWhatIf": ("giftAidWhatIf", {"customerId": f"I-{WHOLE}", "proposed": _CANCELLED}),
            "findAddress": ("findAddress", {"postcode": "BS1 4DJ", "country": "GB"}),
        }
        return Way("the other roots", WRITE.roots("Query", asked, deep=1), short=False)

    def accounts(self) -> Way:
        """The user accounts."""
        bea = ids.encode("usr", named("bea").id)
        asked: Asked = {"userAccounts": ("userAccounts", {}), "userAccount": ("userAccount", {"id": bea})}
        asked |= {name: (name, {}) for name in ("charityDetails", "giftAidStatements")}
        return Way("accounts", WRITE.roots("Query", asked), SEES_SETUP)

    async def claims(self) -> Way:
        """The claims for Gift Aid, and one by its id."""
        claim = ids.encode(
            "gcl", await self.world.one("select id from gift_aid_claim order by number limit 1")
        )
        asked: Asked = {
            "giftAidClaims": ("giftAidClaims", {}),
            "giftAidClaim": ("giftAidClaim", {"id": claim}),
        }
        return Way("claims", WRITE.roots("Query", asked), SEES_CLAIMS)

    def merges(self) -> Way:
        """What would come of merging somebody with everything into somebody else."""
        asked: Asked = {
            "mergePreview": ("mergePreview", {"survivorId": f"I-{OTHER}", "loserId": f"I-{WHOLE}"})
        }
        return Way("merges", WRITE.roots("Query", asked, deep=0), SEES_MERGES)

    def archive(self) -> Way:
        """The audit of the record that was merged away."""
        asked: Asked = {"mergedAuditArchive": ("mergedAuditArchive", {"mergeId": ids.encode("mrg", MERGE)})}
        return Way("the archive", WRITE.roots("Query", asked, deep=1), SEES_ARCHIVE)

    def duplicates(self) -> Way:
        """The queue of possible duplicates."""
        asked: Asked = {"duplicateQueue": ("duplicateQueue", {})}
        return Way("duplicates", WRITE.roots("Query", asked, deep=1), SEES_DUPLICATES, short=False)

    def origin(self) -> Way:
        """Where a value of somebody's came from, with the merge that it came with."""
        asked: Asked = {"explainValue": ("explainValue", {"customerId": f"I-{WHOLE}", "path": "phone"})}
        return Way("the origin of a value", WRITE.roots("Query", asked))

    def conversions(self) -> Way:
        """What would become of somebody with everything as an organisation."""
        given = {"customerId": f"I-{WHOLE}", "input": {"toOrganisation": {}}}
        return Way("conversions", WRITE.roots("Query", {"convertPreview": ("convertPreview", given)}), "ade")

    async def payload(self) -> Way:
        """What a mutation returns that changes nothing: a tag that is there already is added."""
        tag = await self._an_id("Tag")
        asked = {"addCustomerTags": ("addCustomerTags", {"customerId": f"I-{WHOLE}", "tagIds": [tag]})}
        return Way("a payload", WRITE.roots("Mutation", asked, deep=1), root="Mutation", short=False)

    async def _an_id(self, type_: str) -> str:
        return (await self._ids_of(type_, 1))[0]

    async def _ids_of(self, type_: str, most: int) -> list[str]:
        """The ids of some rows of a type on the record that has everything."""
        record = self.record()
        if record.name not in self.truths:
            self.truths[record.name] = (await self.world.ask(record.document, by=record.seer, now=NOW)).ok
        found = dict.fromkeys(ident for name, ident in _rows_of(self.truths[record.name]) if name == type_)
        return list(found)[:most]

    def _ids(self) -> Iterator[tuple[str, str]]:
        """Ids of rows of every type that the truths met, with it, a few of each under each set of policies."""
        counted: dict[tuple[str, str | None], int] = {}
        met = dict.fromkeys(row for truth in self.truths.values() for row in _rows_of(truth))
        for type_, ident in met:
            kind = (type_, self.world.rows.get(ident))
            if counted.setdefault(kind, 0) < _ENOUGH:
                counted[kind] += 1
                yield ident, type_


def _rows_of(value: Any) -> Iterator[tuple[str, str]]:
    """The type and the id of every row with an id of its own in a truth."""
    if isinstance(value, list):
        for each in value:
            yield from _rows_of(each)
    elif isinstance(value, dict):
        if "id" in value and "Node" in _interfaces(value["__typename"]):
            yield value["__typename"], value["id"]
        for each in value.values():
            yield from _rows_of(each)


def _interfaces(name: str) -> list[str]:
    """The interfaces of a type, of which `Node` has what an id leads to."""
    type_: Any = SCHEMA.type_map[name]
    return [each.name for each in type_.interfaces]


def body(answer: Answered) -> str:
    """Everything in an answer that somebody could read, errors and extensions too."""
    return json.dumps([answer.data, answer.errors, answer.extensions], ensure_ascii=False)
