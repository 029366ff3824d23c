"""What somebody means who types this into the search box, and the keys by which names are found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from domain.customers import Kind, parse_friendly_id
from domain.emails import email_key, looks_like_email
from domain.errors import CriterionRequired, TooLong
from domain.postcodes import looks_like_postcode, postcode_key
from domain.texts import clean_line, folded, words_of

TERM_LIMIT = 254

# What postcodes of the whole world have in common. People's names have no digits, so for them this is enough.
_SHORT_WITH_DIGIT = re.compile(r"(?=.*[0-9])[A-Z0-9][A-Z0-9 -]{1,9}", re.IGNORECASE)


class TermKind(Enum):
    """What a search term was understood as."""

    CUSTOMER_NUMBER = auto()
    EMAIL = auto()
    POSTCODE = auto()
    NAME = auto()


@dataclass(frozen=True, slots=True)
class Term:
    """A search term as it was understood; every text in it is a key, ready to be compared with stored keys.

    A name with a comma (`by_parts`) begins with `last` before it and `first` after it, either of which may be
    empty. A name without one either begins with `last`, or has all of `words` among its own (an Organisation:
    words that begin so). What may be an Organisation's name or a foreign postcode has both: either may match.
    """

    kind: TermKind
    number: int | None = None
    email: str | None = None
    postcode: str | None = None
    last: str = ""
    first: str = ""
    words: tuple[str, ...] = ()
    by_parts: bool = False


@dataclass(frozen=True, slots=True)
class CreateFrom:
    """What a form for a new record starts with, as it was typed into the search (SRC-06)."""

    first_name: str | None = None
    last_name: str | None = None
    name: str | None = None
    email: str | None = None
    postcode: str | None = None


def name_key(text: str) -> str:
    """What two spellings of one name share: case, accents and kinds of apostrophe set aside (SRC-P01)."""
    return folded(text)


def looks_like_friendly_id(text: str) -> bool:
    """Whether this is a customer id, with or without its letter."""
    return parse_friendly_id(text) is not None


def parse_individual_term(text: str) -> Term:
    """An id, an email address, a whole postcode, or else "surname, first name" (SRC-02, SRC-03, SRC-P01)."""
    typed = _typed(text)
    number = parse_friendly_id(typed)
    if number is not None:
        return Term(TermKind.CUSTOMER_NUMBER, number=number)
    if looks_like_email(typed):
        return Term(TermKind.EMAIL, email=email_key(typed))
    if _SHORT_WITH_DIGIT.fullmatch(typed):
        return Term(TermKind.POSTCODE, postcode=postcode_key(typed))
    before, comma, after = typed.partition(",")
    last, first = name_key(before), name_key(after).rstrip(". ")
    if not last and not first:
        # An empty key would begin every name that there is.
        raise _nothing_typed()
    if not comma:
        return Term(TermKind.NAME, last=last, words=words_of(last))
    return Term(TermKind.NAME, last=last, first=first, by_parts=True)


def parse_organisation_term(text: str, country_code: str) -> Term:
    """An id, a whole postcode of the system's country, or else the beginning of a name or of words in it.

    A comma is an ordinary character here (SRC-P01), and an @ makes no email address: Organisations have none
    (SRC-04). Studio 54 would pass for some country's postcode, so only the system's own is taken for one.
    """
    typed = _typed(text)
    number = parse_friendly_id(typed)
    if number is not None:
        return Term(TermKind.CUSTOMER_NUMBER, number=number)
    if looks_like_postcode(typed, country_code):
        return Term(TermKind.POSTCODE, postcode=postcode_key(typed))
    foreign = postcode_key(typed) if _SHORT_WITH_DIGIT.fullmatch(typed) else None
    key = name_key(typed)
    if not key:
        raise _nothing_typed()
    return Term(TermKind.NAME, postcode=foreign, last=key, words=words_of(key))


def parse_term(kind: Kind, text: str, country_code: str) -> Term:
    """The term as the search for this kind of record reads it (SRC-01)."""
    if kind is Kind.INDIVIDUAL:
        return parse_individual_term(text)
    return parse_organisation_term(text, country_code)


def create_from(kind: Kind, text: str, term: Term) -> CreateFrom:
    """The fields of a new record that the text, read as `term`, tells.

    Without a comma the last word is taken for the surname, as in "Ann Smith"; the form shows it and can be put right.
    """
    typed = _typed(text)
    match term.kind:
        case TermKind.CUSTOMER_NUMBER:
            return CreateFrom()
        case TermKind.EMAIL:
            return CreateFrom(email=typed)
        case TermKind.POSTCODE:
            return CreateFrom(postcode=typed)
    if kind is Kind.ORGANISATION:
        return CreateFrom(name=typed)
    if term.by_parts:
        last, _, first = typed.partition(",")
    else:
        first, _, last = typed.rpartition(" ")
    return CreateFrom(first_name=first.strip() or None, last_name=last.strip() or None)


def _typed(text: str) -> str:
    try:
        typed = clean_line(text, limit=TERM_LIMIT, field="term")
    except TooLong as refused:
        raise TooLong(f"Search for {TERM_LIMIT} characters or fewer.", refused.path) from None
    if typed is None:
        raise _nothing_typed()
    return typed


def _nothing_typed() -> CriterionRequired:
    return CriterionRequired("Type a name, a customer id, a whole postcode or an email address.", ("term",))
