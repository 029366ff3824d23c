"""Names that are parted, and effects that are kept with the outcome of a request."""

from __future__ import annotations

import pytest

from domain.conversion_plans import split_name
from domain.conversions import Effect, Fate, Subject


@pytest.mark.rule("CNV-P05")
@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Byron", ("Ada", "Byron")),
        ("Ada King  Byron ", ("Ada King", "Byron")),
        ("Prince", (None, "Prince")),
        ("", (None, "")),
    ],
)
def test_a_name_is_parted_at_its_last_space(name: str, parts: tuple[str | None, str]) -> None:
    assert split_name(name) == parts


@pytest.mark.parametrize(
    "effect",
    [
        Effect(Fate.MOVED, Subject.WALLET_CARDS, 2),
        Effect(Fate.REMOVED, Subject.ATTRIBUTE, 1, "Diet: what and why"),
    ],
)
def test_an_effect_is_read_as_it_was_told(effect: Effect) -> None:
    assert Effect.read(effect.told()) == effect
