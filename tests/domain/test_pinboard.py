"""How much a pinboard holds."""

from __future__ import annotations

import pytest

from domain.errors import PinboardFull
from domain.pinboard import check_room


@pytest.mark.rule("NAV-P04")
def test_a_pinboard_holds_fifty_things_and_says_what_to_do_about_one_more() -> None:
    check_room(49, "customerId")

    with pytest.raises(PinboardFull) as refused:
        check_room(50, "customerId")

    assert refused.value.path == ("customerId",)
    assert str(refused.value) == "Your pinboard holds 50 things, which is all it can; unpin one first."
