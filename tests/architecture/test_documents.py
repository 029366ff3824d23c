"""What is written beside the code: the settings in the README, lock files without hosts, words that do not belong."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from gateway.settings import Limits, Settings

ROOT = Path(__file__).parents[2]

# Put together here, or this file would be the first to break the rule.
REGISTRIES = [
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
]
PLACES = ["/" + place + "/" for place in ("work", "home", "root", "Users")]


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    return [path for name in listed if name and (path := ROOT / name).is_file() and path.suffix != ".gz"]


def test_the_readme_lists_every_setting() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    rows = [
        f"| `{prefix}{name.upper()}` | {_default(field.default)} | {field.description} |"
        for model, prefix in ((Settings, "GATEWAY_"), (Limits, "GATEWAY_LIMIT_"))
        for name, field in model.model_fields.items()
        if name != "limits"
    ]
    assert [row for row in rows if row not in readme] == []


def test_the_readme_names_no_setting_that_is_not_there() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    known = {f"GATEWAY_{name.upper()}" for name in Settings.model_fields}
    known |= {f"GATEWAY_LIMIT_{name.upper()}" for name in Limits.model_fields}
    assert set(re.findall(r"GATEWAY_[A-Z_]*[A-Z]", readme)) - known == set()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    pinned = re.findall(r"^[a-z0-9][\w.-]*==[^\n]*", text, re.MULTILINE)
    assert len(pinned) > 40
    assert all(line.endswith("\\") for line in pinned), "each with its hashes on the lines below"
    assert "://" not in text


def test_no_file_names_a_registry_or_somebody_s_folder() -> None:
    words = re.compile("|".join(map(re.escape, (*REGISTRIES, *PLACES))))
    found = {
        path.relative_to(ROOT).as_posix(): sorted(set(matches))
        for path in _tracked()
        if (matches := words.findall(path.read_text("utf-8", errors="replace")))
    }
    assert found == {}


def test_what_the_guide_for_clients_shows_is_what_is_run() -> None:
    guide = (ROOT / "docs" / "clients.md").read_text("utf-8")
    clients = ROOT / "tests" / "clients"
    sources = [path.read_text("utf-8") for path in _tracked() if clients in path.parents]
    shown = re.findall(r"^```\w+\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    assert len(shown) == 6
    assert [block for block in shown if not any(block in source for source in sources)] == []


def test_the_guide_for_clients_names_the_versions_that_are_run() -> None:
    guide = (ROOT / "docs" / "clients.md").read_text("utf-8")
    manifest = json.loads((ROOT / "tests" / "clients" / "package.json").read_text("utf-8"))
    locked = manifest["dependencies"] | manifest["devDependencies"]
    pinned = (ROOT / "requirements-dev.lock").read_text("utf-8")
    locked |= dict(re.findall(r"^(gql)==(\S+)", pinned, re.MULTILINE))
    named = dict(re.findall(r"`([@\w/-]+)` (\d+\.\d+\.\d+)", guide))
    assert named == {name: locked[name] for name in named}
    assert len(named) == 8


def _default(value: object) -> str:
    if value is None or value is PydanticUndefined:
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`"
