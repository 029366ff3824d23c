"""What is served keeps what the last release promised, or the changelog says where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import build_schema

from tests.releases.changelog import Changelog
from tests.releases.changes import changes_to_name, unnamed
from tests.releases.release import Tree

TREE = Tree(Path(__file__).parents[2])


@pytest.fixture
def log() -> Changelog:
    return Changelog(TREE.changelog.read_text("utf-8"))


def test_every_change_that_breaks_a_client_is_named(log: Changelog) -> None:
    (released,) = TREE.released
    old, new = (build_schema(path.read_text("utf-8")) for path in (released, TREE.served))

    missing = [change.line for change in unnamed(changes_to_name(old, new), log.entries)]

    assert missing == [], "add to CHANGELOG.md, under [Unreleased]:\n" + "\n".join(missing)


def test_the_version_is_the_one_released_last(log: Changelog) -> None:
    version, _ = log.releases[0]
    assert TREE.version == version
    assert [path.name for path in TREE.released] == [f"{version}.graphql"]


def test_releases_are_in_the_changelog_the_newest_first(log: Changelog) -> None:
    versions = [_version(version) for version, _ in log.releases]
    days = [day for _, day in log.releases]
    assert versions == sorted(set(versions), reverse=True)
    assert days == sorted(days, reverse=True)
    assert log.text.index("## [Unreleased]") < log.text.index(f"## [{log.releases[0][0]}]")


def test_the_schema_kept_is_the_one_of_the_tag() -> None:
    (released,) = TREE.released
    tags = TREE.tags()
    if not tags:
        pytest.skip("there is no tag of a release in this clone, and so nothing to compare with")
    if f"v{released.stem}" not in tags and _version(tags[0]) < _version(released.stem):
        pytest.skip(f"{released.stem} is being made, and not tagged yet")
    assert f"v{released.stem}" == tags[0]
    assert released.read_text("utf-8") == TREE.at(tags[0], TREE.served)


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.removeprefix("v").split(".")))
