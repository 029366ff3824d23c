"""The tables of docs/permissions.md, made from the table of policies; `poe docs` writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.permissions import Role
from tests.cli.processes import ROOT
from tests.matrix.policies import POLICIES
from tests.matrix.table import TABLE, Entry

PAGE = ROOT / "docs" / "permissions.md"
_PLACE = re.compile(r"(<!-- (policies|fields) -->\n).*?(?=<!-- end -->)", re.DOTALL)
# What goes by the row alone is not worth a line.
_PLAIN = ("open", "asker", "signed-in")


def with_tables(page: str) -> str:
    """The page with its tables as they should be."""
    made = {"policies": _policies, "fields": _fields}
    return _PLACE.sub(lambda found: "\n".join([found[1].rstrip("\n"), *made[found[2]](), ""]), page)


def _policies() -> Iterator[str]:
    yield "| | Who | " + " | ".join(_short(role) for role in Role) + " |"
    yield "|---|---|" + "---|" * len(Role)
    for name, policy in POLICIES.items():
        held = ("x" if str(role) in policy.roles else "" for role in Role)
        yield f"| {name} | {policy.words} | " + " | ".join(held) + " |"


def _short(role: Role) -> str:
    return str(role.label).replace("Administrator", "Admin").replace(" & Mailings User", "")


def _fields() -> Iterator[str]:
    yield "| Type | Reached by id | Under a policy of their own |"
    yield "|---|---|---|"
    for name, entry in sorted(TABLE.items()):
        shown = "; ".join(f"{policy}: {names}" for policy, names in _narrow(entry).items())
        if shown or entry.reached not in (None, "signed-in"):
            yield f"| `{name}` | {entry.reached or ''} | {shown} |"


def _narrow(entry: Entry) -> dict[str, str]:
    """The fields of a type that not everybody sees who sees the row, by their policy."""
    found: dict[str, list[str]] = {}
    for name, policy in entry.fields.items():
        if policy not in _PLAIN:
            found.setdefault(policy, []).append(f"`{name}`")
    return {policy: " ".join(names) for policy, names in found.items()}


def main() -> None:
    PAGE.write_text(with_tables(PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
