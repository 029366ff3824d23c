"""A release is written into the working tree, once or again until it is tagged."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.releases.changelog import Changelog
from tests.releases.release import NotReleased, Tree

LOG = """# Changelog

What users notice.

## [Unreleased]

### Added

- A tab, with
  two lines.
- Another.

## [0.1.0] - 2026-11-22

### Added

- The first.
"""
DAY = date(2027, 1, 31)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    made = Tree(tmp_path)
    made.pyproject.write_text('[project]\nname = "x"\nversion = "0.1.0"\n[tool.x]\nversion = "9"\n', "utf-8")
    made.changelog.write_text(LOG, "utf-8")
    made.served.parent.mkdir()
    made.served.write_text("type Query { new: Int }\n", "utf-8")
    made.releases.mkdir(parents=True)
    (made.releases / "0.1.0.graphql").write_text("type Query { old: Int }\n", "utf-8")
    _git(made, "init", "--quiet")
    return made


def _git(tree: Tree, *command: str) -> None:
    by = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *by, *command], cwd=tree.root, check=True, capture_output=True)


def test_a_release_has_its_version_its_heading_and_its_schema(tree: Tree) -> None:
    tree.release("0.2.0", DAY)

    assert tree.version == "0.2.0"
    assert tree.pyproject.read_text("utf-8").endswith('[tool.x]\nversion = "9"\n')
    assert [path.name for path in tree.released] == ["0.2.0.graphql"]
    assert tree.released[0].read_text("utf-8") == "type Query { new: Int }\n"
    log = Changelog(tree.changelog.read_text("utf-8"))
    assert log.releases == [("0.2.0", DAY), ("0.1.0", date(2026, 11, 22))]
    assert (log.unreleased, log.entries) == ("", [])
    assert "## [Unreleased]\n\n## [0.2.0] - 2027-01-31\n\n### Added\n\n- A tab, with\n" in log.text


def test_a_release_may_be_made_again_until_it_is_tagged(tree: Tree) -> None:
    tree.release("0.2.0", DAY)
    tree.served.write_text("type Query { newer: Int }\n", "utf-8")
    before = tree.changelog.read_text("utf-8")

    tree.release("0.2.0", DAY)

    assert tree.released[0].read_text("utf-8") == "type Query { newer: Int }\n"
    assert tree.changelog.read_text("utf-8") == before

    _git(tree, "add", "--all")
    _git(tree, "commit", "--message", "Release")
    _git(tree, "tag", "v0.2.0")
    assert tree.tags() == ["v0.2.0"]
    assert tree.at("v0.2.0", tree.served) == "type Query { newer: Int }\n"
    assert tree.at("v0.2.0", tree.root / "nothing") is None
    with pytest.raises(NotReleased, match=r"^0\.2\.0 was released: v0\.2\.0 is a tag\."):
        tree.release("0.2.0", DAY)


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ("0.0.9", "0.0.9 comes before 0.1.0, the newest in the changelog."),
        ("1.0", "1.0 is not a version such as 1.2.3."),
        ("v1.0.0", "v1.0.0 is not a version such as 1.2.3."),
    ],
)
def test_what_is_no_next_version_changes_nothing(tree: Tree, version: str, why: str) -> None:
    with pytest.raises(NotReleased) as refused:
        tree.release(version, DAY)
    assert str(refused.value) == why
    assert tree.version == "0.1.0"
    assert tree.changelog.read_text("utf-8") == LOG
    assert [path.name for path in tree.released] == ["0.1.0.graphql"]


def test_a_release_of_nothing_is_refused(tree: Tree) -> None:
    tree.release("0.2.0", DAY)
    with pytest.raises(NotReleased, match=r"nothing under \[Unreleased\]"):
        tree.release("0.3.0", DAY)
    assert tree.version == "0.2.0"


def test_the_points_of_a_changelog_are_read_whole() -> None:
    assert Changelog(LOG).entries == ["A tab, with two lines.", "Another."]
    assert Changelog(LOG).releases == [("0.1.0", date(2026, 11, 22))]
