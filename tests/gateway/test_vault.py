from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.vault import SealBroken, Vault

KEY, NEW_KEY = bytes(range(32)), bytes(range(32, 64))
ADA, BOB = UUID(int=1), UUID(int=2)
ALLERGIES, MEDICINES = UUID(int=11), UUID(int=12)


@given(st.text())
def test_what_was_sealed_opens_as_it_was(text: str) -> None:
    vault = Vault(KEY)

    assert vault.open(vault.seal(text, ADA, ALLERGIES), ADA, ALLERGIES) == text


def test_a_sealed_value_shows_nothing_of_the_text_and_is_never_the_same_twice() -> None:
    vault = Vault(KEY)
    first, second = (vault.seal("penicillin", ADA, ALLERGIES) for _ in range(2))

    assert b"penicillin" not in first
    assert first != second
    # version 1, key id 4, nonce 12, text 10, tag 16
    assert len(first) == len(second) == 43
    assert first[0] == 1
    assert first[:5] == second[:5]


def test_a_value_moved_to_another_record_or_attribute_does_not_open() -> None:
    vault = Vault(KEY)
    sealed = vault.seal("penicillin", ADA, ALLERGIES)

    for customer_id, definition_id in ((BOB, ALLERGIES), (ADA, MEDICINES), (ALLERGIES, ADA)):
        with pytest.raises(SealBroken):
            vault.open(sealed, customer_id, definition_id)


def test_a_value_altered_in_any_byte_or_cut_short_does_not_open() -> None:
    vault = Vault(KEY)
    sealed = vault.seal("penicillin", ADA, ALLERGIES)

    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(SealBroken):
            vault.open(bytes(altered), ADA, ALLERGIES)
        with pytest.raises(SealBroken):
            vault.open(sealed[:place], ADA, ALLERGIES)


def test_after_a_change_of_keys_old_values_open_and_new_ones_have_the_new_key() -> None:
    old, changed, without_old = Vault(KEY), Vault(NEW_KEY, KEY), Vault(NEW_KEY)
    sealed_before = old.seal("penicillin", ADA, ALLERGIES)
    sealed_after = changed.seal("aspirin", ADA, ALLERGIES)

    assert changed.open(sealed_before, ADA, ALLERGIES) == "penicillin"
    assert without_old.open(sealed_after, ADA, ALLERGIES) == "aspirin"
    assert (changed.is_current(sealed_before), changed.is_current(sealed_after)) == (False, True)
    with pytest.raises(SealBroken):
        without_old.open(sealed_before, ADA, ALLERGIES)
