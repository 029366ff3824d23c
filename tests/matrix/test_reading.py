"""Everybody asks for everything along every path, and is shown what the table says and nothing else."""

from __future__ import annotations

import pytest

from tests.matrix.askers import ACCOUNTS, THOROUGH, Account
from tests.matrix.ways import Ways


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda each: each.asker.name)
async def test_everybody_is_shown_what_the_table_says(ways: Ways, account: Account) -> None:
    taken = [way for way in await ways.all() if way.short or account.asker.name in THOROUGH]
    found = [await ways.differences(way, account.asker) for way in taken]
    assert "\n".join(filter(None, found)) == ""
