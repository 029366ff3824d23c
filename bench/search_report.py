"""Writes what `bench.search` measured as a page for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def written(found: Mapping[str, Any]) -> str:
    """The page, whose last part are the plans."""
    return "\n".join([*_head(found), *_terms(found), *_broad(found), *_plans(found)]) + "\n"


def _head(found: Mapping[str, Any]) -> Iterator[str]:
    machine, stores = found["machine"], found["stores"]
    yield "# Searching among many customers"
    yield ""
    yield (
        f"Measured on {found['date']}: {machine['processor']}, {machine['cores']} cores, {machine['system']},"
        f" Python {machine['python']}, PostgreSQL {machine['postgresql']} (embedded, 256 MB of shared buffers)."
    )
    yield (
        f"Two stores: {stores['small']:,} demo customers, and {stores['large']:,} ({stores['large_size']}), which are"
        " the same and copies of them under other names, postcodes and email addresses."
    )
    yield (
        "Timed is the whole `search` operation from its GraphQL text to the data of a page of 25, without HTTP; both"
        f" stores in turn, {found['rounds']} rounds, caches warm. `poe bench-search` makes this page anew."
    )
    yield ""


def _terms(found: Mapping[str, Any]) -> Iterator[str]:
    stores = found["stores"]
    yield "## Terms that find fewer than 100 in both"
    yield ""
    yield (
        f"| term | terms | {stores['small']:,}: median | 95 % | {stores['large']:,}: median | 95 % | ratio of medians |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for each in found["terms"]:
        yield (
            f"| {each['kind']} | {each['terms']} | {each['small']:.2f} ms | {each['small_slowest']:.2f} ms"
            f" | {each['large']:.2f} ms | {each['large_slowest']:.2f} ms | {each['ratio']:.2f} |"
        )
    worst = max(each["ratio"] for each in found["terms"])
    met = "met" if worst < found["target"] else "missed"
    yield ""
    yield f"Target: a ratio below {found['target']:g}. The highest is {worst:.2f}: {met}."
    yield ""


def _broad(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"## Broad terms among {found['stores']['large']:,}"
    yield ""
    yield (
        "At most 1,000 candidates are kept, and the answer says when there are more (`candidatesCapped`). Rows beyond"
        " 1,001 are of records that the asker may not see, which an index does not tell apart."
    )
    yield ""
    yield "| term | typed | found | more left unread | rows of customers read | median |"
    yield "|---|---|---:|---|---:|---:|"
    for each in found["broad"]:
        yield (
            f"| {each['kind']} | `{each['term']}` | {each['found']:,} | {'yes' if each['capped'] else 'no'}"
            f" | {each['rows_read']:,} | {each['milliseconds']:.2f} ms |"
        )
    yield ""


def _plans(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"## Plans among {found['stores']['large']:,}"
    yield ""
    for name, plan in found["plans"].items():
        # The last character that there is, which ends all names that begin alike, shows as nothing or as a box.
        yield from (f"### {name}", "", "```", plan.replace("\U0010ffff", "…"), "```", "")
