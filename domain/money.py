"""Amounts of money: whole minor units inside, decimal strings outside, and no penny lost between shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import InvalidValue

# ISO 4217: how many decimals the minor unit has, where it is not two.
_EXPONENTS = (
    dict.fromkeys(
        (
            *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND"),
            *("VUV", "XAF", "XOF", "XPF"),
        ),
        0,
    )
    | dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
    | dict.fromkeys(("CLF", "UYW"), 4)
)
# A hundred percent in hundredths of a percent.
_WHOLE = 10_000
# Within what the store counts with, and far beyond any amount of a customer.
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (pence, cents) of a currency."""

    minor: int
    currency: str

    @property
    def decimal(self) -> str:
        """The amount as a decimal string with all decimals of its currency, such as "12.50"."""
        return decimal_of(self.minor, self.currency)

    def split(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """Shares in proportion to the weights, which together are exactly this amount."""
        return tuple(Money(share, self.currency) for share in split(self.minor, weights))


def decimal_of(minor: int, currency: str) -> str:
    """Minor units of a currency as a decimal string with all its decimals, such as "12.50"."""
    places = _EXPONENTS.get(currency, 2)
    if places == 2 and minor >= 0:
        # As most amounts are, and an answer may have thousands: twice as quick as what follows.
        return f"{minor // 100}.{minor % 100:02}"
    digits = str(minor).zfill(places + 1 + (minor < 0))
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def exponent_of(currency: str) -> int:
    """How many decimals amounts of the currency have."""
    return _EXPONENTS.get(currency, 2)


def parse_money(text: str, currency: str, *, field: str = "amount") -> Money:
    """The amount that a decimal string such as "12.5" or "-3" says; it is never rounded."""
    typed = text.strip()
    found = re.fullmatch(r"(-?)([0-9]+)(?:\.([0-9]+))?", typed)
    if found is None:
        raise InvalidValue("Write an amount as digits and a point, such as 12.50.", (field,))
    sign, whole, decimals = found[1], found[2], found[3] or ""
    places = exponent_of(currency)
    if len(decimals) > places:
        allowed = f"at most {places} decimals" if places else "no decimals"
        raise InvalidValue(f"An amount in {currency} has {allowed}; round it yourself.", (field,))
    if len(whole.lstrip("0")) + places > _MOST_DIGITS:
        raise InvalidValue("The amount is too large; correct it.", (field,))
    minor = int(whole + decimals.ljust(places, "0"))
    return Money(-minor if sign else minor, currency)


def percent_of(minor: int, hundredths: int) -> int:
    """So many hundredths of a percent of an amount, in whole minor units; a half goes to the even one (ORD-P03)."""
    whole, rest = divmod(minor * hundredths, _WHOLE)
    return whole + (2 * rest > _WHOLE or (2 * rest == _WHOLE and whole % 2 == 1))


def split(minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Whole shares in proportion to the weights that add up to the amount.

    What division leaves over goes, one unit each, to the shares that it cut most; among equals, to the first.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("Weights are not negative, and one of them is not zero.")
    amount = abs(minor)
    shares = [amount * weight // total for weight in weights]
    cut = sorted(range(len(weights)), key=lambda index: (-(amount * weights[index] % total), index))
    for index in cut[: amount - sum(shares)]:
        shares[index] += 1
    return tuple(-share if minor < 0 else share for share in shares)
