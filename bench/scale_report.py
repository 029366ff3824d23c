"""Writes what `bench.scale` measured as a page for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_SHOWN = 15


def written(found: Mapping[str, Any]) -> str:
    """The page, whose last part are the plans."""
    return "\n".join([*_head(found), *_operations(found), *_examples(found), *_plans(found)]) + "\n"


def _head(found: Mapping[str, Any]) -> Iterator[str]:
    machine, made = found["machine"], found["store"]
    rows = made["rows"]
    yield "# What growth costs"
    yield ""
    yield (
        f"Measured on {found['date']} at commit {found['commit']}: {machine['processor']}, {machine['cores']} cores,"
        f" {machine['memory_gib']} GiB. `poe bench-scale` makes this page anew."
    )
    yield (
        f"The large store has {rows['customer']:,} customers, {rows['customer_order']:,} orders and"
        f" {rows['order_item']:,} items of them, and takes {made['bytes'] / 1e9:.1f} GB. It was made of the benchmark's"
        f" 50,000 customers by INSERT ... SELECT in {made['seconds']} s. PostgreSQL has 2 GB of shared buffers."
    )
    yield (
        "Timed is an operation from its GraphQL text to the bytes of the answer, without HTTP; both stores in turn,"
        f" {found['rounds']} rounds after one that is not counted."
    )
    yield ""


def _operations(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## The benchmark's operations"
    yield ""
    yield from _table(found["operations"])
    ratio = found["operations"][0]["ratio"]
    met = "met" if ratio <= found["target"] else "missed"
    yield ""
    yield f"Target: A costs at most {found['target']:g} times what it does in the small one. It is {ratio:.2f}: {met}."
    yield ""


def _examples(found: Mapping[str, Any]) -> Iterator[str]:
    grown = sorted(found["examples"], key=lambda each: each["small"] - each["large"])[:_SHOWN]
    yield "## The examples of GraphiQL that growth costs most"
    yield ""
    yield f"Of {len(found['examples'])} that read."
    yield ""
    yield from _table(grown)
    yield ""


def _table(measured: list[Mapping[str, Any]]) -> Iterator[str]:
    yield "| operation | asked | small: median | 95 % | large: median | 95 % | ratio of medians |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for each in measured:
        yield (
            f"| {each['name']} | {each['asked']} | {each['small']:.2f} ms | {each['small_slowest']:.2f} ms"
            f" | {each['large']:.2f} ms | {each['large_slowest']:.2f} ms | {each['ratio']:.2f} |"
        )


def _plans(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## Plans of the statements that took longest in the large store"
    for each in found["plans"]:
        yield ""
        yield f"### {each['milliseconds']} ms"
        yield ""
        yield f"`{each['text']} ...`"
        yield ""
        yield "```"
        yield each["plan"]
        yield "```"
