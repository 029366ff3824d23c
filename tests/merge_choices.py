"""What somebody chooses in the wizard, at random: all that has to be chosen, and some of what may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

_FIELDS = ("title", "first_name", "last_name", "name", "phone", "mobile", "birth_date")
_TYPED = {
    "first_name": "Augusta",
    "last_name": "Byron",
    "name": "The Byron Society",
    "phone": "0117 496 0777",
}


def choose(random: Random, looked: Mapping[str, Any]) -> dict[str, Any]:
    """Choices for this preview; none of them is one that is refused."""
    lines = {tab["key"]: tab["lines"] for tab in looked["tabs"]}
    choices: dict[str, Any] = {"fields": list(_fields(random, lines["BASIC_DETAILS"]))}
    choices["preferences"] = [
        {
            "definitionId": line["subjectId"],
            "pick": random.choice(("SURVIVOR", "LOSER")),
            "reason": "They said so.",
        }
        for line in _some(random, lines["CONTACT_PREFERENCES"])
    ]
    choices["notes"] = [
        {"noteId": line["subjectId"], "body": random.choice((None, "Rewritten"))}
        for line in _some(random, lines["NOTES"])
        if line["subjectId"]
    ]
    if random.random() < 0.3:
        choices["otherAddresses"] = "DROP"
    if random.random() < 0.3:
        kept = [line for line in lines["TAGS"] if random.random() < 0.7]
        choices["tagIds"] = [line["subjectId"] for line in kept]
    if random.random() < 0.2:
        choices["addedNote"] = "Two records of one person"
    return choices


def _fields(random: Random, lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for line in lines:
        name = line["path"]
        if name == "email" and line["choiceRequired"]:
            yield {"field": "EMAIL", "pick": random.choice(("SURVIVOR", "LOSER"))}
        elif name in _FIELDS and random.random() < 0.3:
            yield _pick(random, line)


def _pick(random: Random, line: Mapping[str, Any]) -> dict[str, Any]:
    name = line["path"]
    if name in _TYPED and random.random() < 0.3:
        return {"field": name.upper(), "pick": "CUSTOM", "custom": _TYPED[name]}
    return {"field": name.upper(), "pick": random.choice(("SURVIVOR", "LOSER"))}


def _some(random: Random, lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (line for line in lines if random.random() < 0.2)
