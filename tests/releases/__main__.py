"""`poe release 0.2.0`: write what a release changes in the working tree, and say which commands make it one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from graphql import build_schema

from tests.releases.changes import changes_to_know, changes_to_name
from tests.releases.release import NotReleased, Tree

TREE = Tree(Path(__file__).parents[2])


def main(arguments: Sequence[str]) -> int:
    """Its exit code; 2 when something is to be done first. `changes` only tells what changed since the last one."""
    if list(arguments) == ["changes"]:
        return _changes()
    if len(arguments) != 1:
        print("Name the version, such as 0.2.0; or `changes`.", file=sys.stderr)
        return 2
    (version,) = arguments
    try:
        TREE.release(version, datetime.now(UTC).date())
    except NotReleased as refused:
        print(refused, file=sys.stderr)
        return 2
    print(
        f"The working tree is {version}. Look at it, run `poe check`, and then\n\n"
        f'  git commit --all --message "Release {version}"\n'
        f'  git tag --annotate v{version} --message "Release {version}"'
    )
    return 0


def _changes() -> int:
    (released,) = TREE.released
    old, new = (build_schema(path.read_text("utf-8")) for path in (released, TREE.served))
    print(f"Since {released.stem}, to be named in the changelog:")
    print("\n".join(change.line for change in changes_to_name(old, new)) or "  nothing")
    print("Allowed, but a client may stumble over it:")
    print("\n".join(f"  {told}" for told in changes_to_know(old, new)) or "  nothing")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
