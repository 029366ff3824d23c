"""A value for an argument: usually one that finds something, now and then one that finds nothing or is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any, TypeAlias
from uuid import UUID

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    Undefined,
    get_named_type,
)

from gateway.engine import ids
from tests.referee.material import Material
from tests.referee.tree import Word

WRONG = 0.03  # how often a value is one that is refused, or of nothing
_FOREIGN = "bm90IG91cnM="
_ODD_IDS = ("nonsense", "", "cus1_", "I-9999999", "cus2_" + "0" * 32, "zzz1_" + "0" * 32, "Ü-1000001")
_ODD_TERMS = ("q", "", "zzzz", ",", "'; --", "%", "a@b", "Ω", "1000001", "ZZ9 9ZZ", "o'", "\u200b")
_FEW = 3

Draw: TypeAlias = Callable[[], Any]


class Values:
    """Draws values by what they are called; those of no known name by their type."""

    def __init__(self, material: Material, random: Random) -> None:
        self.known = material
        self.random = random
        known = material
        self._named: dict[tuple[str, str], Draw] = {
            ("customer", "id"): self._customer,
            ("can", "customerId"): self._customer,
            ("auditIntegrity", "customerId"): self._customer,
            ("node", "id"): lambda: self._id(known.anything),
            ("nodes", "ids"): lambda: self._id(known.anything),
            ("userAccount", "id"): lambda: self._id(known.ids["usr"]),
            ("search", "term"): lambda: self._either(known.terms, _ODD_TERMS, 0.1),
            ("findAddress", "postcode"): lambda: self._either(known.postcodes, _ODD_TERMS, 0.1),
            ("findAddress", "country"): lambda: self._either(["GB"], ["IE", "US", "XX", ""], 0.1),
            ("CustomerFilter", "phone"): lambda: self._either(known.phones, ["12"], WRONG),
            ("CustomerFilter", "mobile"): lambda: self._either(known.phones, ["12"], WRONG),
            ("CustomerFilter", "householdId"): lambda: self._id(known.ids["hhd"]),
            ("CustomerFilter", "active"): lambda: self.random.random() < 0.5,
            ("TagCriterion", "all"): lambda: self._id(known.ids["tag"]),
            ("TagCriterion", "any"): lambda: self._id(known.ids["tag"]),
            ("TagCriterion", "none"): lambda: self._id(known.ids["tag"]),
            ("AttributeCriterion", "definitionId"): lambda: self._id(known.ids["atd"]),
            ("AttributeCriterion", "optionId"): lambda: self._id(known.ids["opt"]),
            ("AttributeCriterion", "text"): lambda: self.random.choice(known.texts),
            ("ContactPreferenceCriterion", "definitionId"): lambda: self._id(known.ids["prf"]),
            ("AuditFilter", "user"): lambda: self._either([*known.usernames, "Web"], ["nobody"], 0.2),
            ("AuditFilter", "path"): lambda: self._either(known.paths, ["nothing"], 0.1),
            ("AuditFilter", "text"): lambda: self._either([*known.words, "a", "e"], ["%", "\\", ""], 0.1),
            ("__type", "name"): lambda: self._either(["Customer", "Address", "Query", "Date"], ["Nope"], 0.2),
            ("TypedOrganisation", "name"): lambda: self._of_somebody("name"),
        }
        for person in ("firstName", "lastName", "email", "phone", "mobile", "birthDate"):
            column = "".join(f"_{each.lower()}" if each.isupper() else each for each in person)
            for typed in ("TypedIndividual", "TypedOrganisation"):
                self._named[(typed, person)] = lambda column=column: self._of_somebody(column)  # type: ignore[misc]

    def of(self, owner: str, name: str, type_: GraphQLInputType, deep: int = 0) -> Any:
        """A value for an argument of the field `owner`, or for a field of the input type `owner`."""
        if isinstance(type_, GraphQLNonNull):
            return self.of(owner, name, type_.of_type, deep)
        if isinstance(type_, GraphQLList):
            most = 20 if name == "ids" and self.random.random() < 0.2 else _FEW
            if self.random.random() < WRONG / 3:
                most = 0
            return [self.of(owner, name, type_.of_type, deep + 1) for _ in range(self._number(most))]
        if isinstance(type_, GraphQLInputObjectType):
            return self._object(type_, deep)
        if isinstance(type_, GraphQLEnumType):
            return Word(self.random.choice(list(type_.values)))
        if (owner, name) in self._named:
            return self._named[(owner, name)]()
        return self._by_type(owner, name, type_.name)

    def _by_type(self, owner: str, name: str, type_name: str) -> Any:
        if name == "first":
            return self._first()
        if name == "after":
            return self._cursor(owner)
        match type_name:
            case "Boolean":
                return self.random.random() < 0.5
            case "Date":
                return self._day(name)
            case "Int":
                return self._number(_FEW)
            case "ID":
                return self._id(self.known.anything)
        return self._either([*self.known.postcodes, *self.known.terms], _ODD_TERMS, WRONG)

    def _object(self, type_: GraphQLInputObjectType, deep: int) -> dict[str, Any]:
        """The required fields and a few others; of a choice of one, one."""
        needed = [
            name
            for name, each in type_.fields.items()
            if isinstance(each.type, GraphQLNonNull) and each.default_value is Undefined
        ]
        others = [name for name in type_.fields if name not in needed and not (deep and name == "or")]
        # Criteria inside of criteria are few, but none is empty, which would be refused.
        number = 1 if deep > 1 else self._number(_FEW)
        taken = self.random.sample(others, min(len(others), number))
        if type_.is_one_of:
            # What holds others of its own kind does not go on for ever.
            ends = [name for name in others if get_named_type(type_.fields[name].type) is not type_]
            taken = self.random.sample(others if deep < _FEW else ends, 1)
        if type_.name == "AttributeCriterion":
            taken = [self.random.choice(["text", "optionId", "hasValue"])]
        chosen = [name for name in type_.fields if name in needed or name in taken]
        self.random.shuffle(chosen)
        made = {name: self.of(type_.name, name, type_.fields[name].type, deep + 1) for name in chosen}
        if {"from", "to"} <= made.keys() and made["from"] > made["to"] and self.random.random() > WRONG:
            made["from"], made["to"] = made["to"], made["from"]
        return made

    # --- kinds of values

    def _customer(self) -> Any:
        kind = self.random.random()
        if kind < 0.4:
            return self._id(self.known.ids["cus"])
        if kind < 0.7:
            return self._spelt(self.random.choice(self.known.friendly))
        if kind < 0.85:
            return self.random.choice(self.known.hidden)
        return self._spelt(self.random.choice(self.known.hidden_friendly))

    def _spelt(self, friendly: str) -> Any:
        letter, number = friendly.split("-")
        return self.random.choice([friendly, friendly, f"{letter.lower()}{number}", number, int(number)])

    def _id(self, among: list[str]) -> str:
        if self.random.random() < WRONG / 2:
            return self.random.choice(_ODD_IDS)
        if self.random.random() < WRONG:
            nobody = UUID(int=self.random.getrandbits(128), version=4)
            return ids.encode(self.random.choice(among)[:3], nobody)
        return self.random.choice(among)

    def _first(self) -> int:
        if self.random.random() < WRONG / 2:
            return self.random.choice([0, -1, 101, 2**31 - 1])
        return self.random.choice([1, 1, 2, 2, 3, 4, 7, 25])

    def _cursor(self, owner: str) -> str:
        if self.random.random() < 0.05:
            return self.random.choice([_FOREIGN, "", "WyJhdWRpdCJd", self._cursor("audit")])
        return self.random.choice(self.known.cursors.get(owner) or [_FOREIGN])

    def _day(self, name: str) -> str:
        if self.random.random() < WRONG / 6:
            return "2026-02-30"
        far = timedelta(days=self.random.choice([0, 1, 30, 2000]))
        day = self.random.choice(self.known.days)
        return str(day - far if name == "from" else day + far)

    def _of_somebody(self, column: str) -> Any:
        value = self.random.choice(self.known.people)[column]
        return None if value is None else str(value)

    def _either(self, usual: list[str], odd: list[str] | tuple[str, ...], how_often: float) -> str:
        return self.random.choice(odd if self.random.random() < how_often else usual)

    def _number(self, most: int) -> int:
        return 0 if most == 0 else self.random.randint(1, most)
