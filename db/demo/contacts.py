"""How a demo customer is reached: an email address that nobody else has, and numbers that can be dialled."""

from __future__ import annotations

from db.demo.dice import Dice
from db.demo.places import Town
from domain.emails import email_key
from domain.phones import read_phone
from domain.texts import folded

# Names reserved for examples (RFC 2606): whatever is sent there reaches nobody.
DOMAINS = (
    "example.com",
    "example.org",
    "example.net",
    "mail.example",
    "post.example",
    "inbox.example",
    "webmail.example",
    "university.example",
)
_DOMAIN_WEIGHTS = (30, 48, 64, 76, 85, 92, 98, 100)
_MOBILES = {
    "GB": ("071## ######", "072## ######", "073## ######", "0740# ######", "0771# ######"),
    "IE": ("083 ### ####", "085 ### ####", "086 ### ####", "087 ### ####", "089 4## ####"),
}
_CALLING_CODES = {"GB": "+44", "IE": "+353", "US": "+1", "CA": "+1"}
UNREADABLE_PHONES = (
    "ring after six",
    "no phone",
    "ex-directory",
    "see husband's record",
    "same as daughter",
    "number lost in the move",
    "wrong number - ask",
    "c/o reception",
)

_END = 7  # characters at the end of a number: its digits there make no difference to how it is read
_ANY_DIGIT = str.maketrans("123456789", "000000000")


class Mailboxes:
    """The email addresses given out so far: each one once, whatever its case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def claim(self, address: str) -> str:
        """Take an address that is known to be free."""
        self._taken.add(email_key(address))
        return address

    def some(self, dice: Dice, first: str, last: str) -> str:
        """An address such as a person of this name has."""
        given, family = _plain(first), _plain(last)
        style = dice.random()
        if not given or not family:
            local = given or family or "hello"
        elif style < 0.45:
            local = f"{given}.{family}"
        elif style < 0.65:
            local = f"{given[0]}.{family}"
        elif style < 0.8:
            local = f"{given}{family[0]}"
        else:
            local = f"{family}_{given[0]}"
        return self._free(dice, local[:60], dice.pick(DOMAINS, _DOMAIN_WEIGHTS))

    def like(self, dice: Dice, address: str) -> str:
        """Another address of the same person: with a tag, or with two letters exchanged."""
        local, _, domain = address.partition("@")
        if dice.chance(0.5) or len(local) < 4 or not local.isalpha():
            return self._free(dice, f"{local}+tickets", domain)
        at = dice.randrange(1, len(local) - 1)
        return self._free(dice, local[:at] + local[at + 1] + local[at] + local[at + 2 :], domain)

    def _free(self, dice: Dice, local: str, domain: str) -> str:
        address = f"{local}@{domain}"
        while email_key(address) in self._taken:
            address = f"{local}{dice.randint(2, 99999)}@{domain}"
        self._taken.add(email_key(address))
        if dice.chance(0.02):
            return address.replace(local, local.title())
        return address


class Switchboard:
    """Reads numbers as our rules do, but each kind of number once: those that begin alike are read alike."""

    def __init__(self, home_country: str) -> None:
        self._country = home_country
        self._begins: dict[tuple[str, str], str] = {}

    def e164(self, typed: str) -> str | None:
        """The number that was meant, or None when it cannot be dialled."""
        begin, end = typed[:-_END], typed[-_END:]
        digits = "".join(character for character in end if character.isdigit())
        kind = begin, end.translate(_ANY_DIGIT)
        if kind in self._begins:
            return self._begins[kind] + digits
        read = read_phone(typed, self._country).e164
        if read is not None and begin and read.endswith(digits):
            self._begins[kind] = read.removesuffix(digits)
        return read


def landline(dice: Dice, town: Town, home_country: str) -> str:
    """A number of this town, with the country's code when that is not the country of the house."""
    return written(dice.digits(town.dial), town.country, home_country)


def mobile(dice: Dice, town: Town, home_country: str) -> str:
    """A mobile number of this town's country; in North America these look like all others."""
    patterns = _MOBILES.get(town.country, (town.dial,))
    return written(dice.digits(dice.choice(patterns)), town.country, home_country)


def written(national: str, country: str, home_country: str) -> str:
    """A country's number as the house's staff write it down: abroad it begins with the calling code."""
    if country == home_country:
        return national
    digits = national.replace("(", "").replace(")", "")
    return f"{_CALLING_CODES[country]} {digits.removeprefix('0')}"


def _plain(name: str) -> str:
    return "".join(character for character in folded(name) if character.isascii() and character.isalnum())
