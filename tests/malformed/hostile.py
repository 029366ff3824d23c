"""Values that no form of a theatre would send: texts, numbers, ids, cursors and JSON of the wrong kind."""

from __future__ import annotations

import base64
from random import Random
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
)

from gateway.engine import cursors

TEXTS = (
    "",
    " ",
    "\0",
    "a\0b",
    "\ud800",
    "x\udfff\ud800",
    "\u202eevil\u202c",
    "\u2067isolated",
    "e" + "\u0301" * 200,
    "\ufeff",
    "\uffff\ufffe",
    "\u0085\u2028\u2029",
    "\x1b[31m",
    "\U0001f469\u200d\U0001f467" * 50,
    "'; drop table customer; --",
    "%_\\%",
    "\\",
    "' & ! | ( :* <-> '",
    "${7*7}{{7*7}}%s%n{0}",
    "<script>alert(1)</script>",
    "\r\nSet-Cookie: a=b",
    "null",
    "NaN",
    "٣٤",
    "ﬀﬁ",
    "İıſß",
    "a" * 256,
    "\u0628" * 5_000,
    "x" * 64_000,
    "1" * 5_000,
    "9999999999",
    "a@b",
    "@@@@",
    "a@" + "b." * 200 + "c",
    "+44" + "0" * 60,
    "BS1 4RN\0",
    ",",
    ",,,,",
    "marchbanks, o",
)
NUMBERS = (
    "0",
    "-1",
    "101",
    "2147483647",
    "2147483648",
    "-2147483649",
    "9223372036854775808",
    "18446744073709551616",
    "1e400",
    "1e-400",
    "1e5",
    "0.1",
    "-0",
    "-0.0",
    "9" * 5_000,
    "0." + "0" * 3_000 + "1",
)
MOMENTS = (
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "-0001-01-01",
    "2026-02-30",
    "2026-13-01",
    "20261122",
    "2026-W47-7",
    "2026-11-22T10:00:00+00:00",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "2026-11-22T25:00:00Z",
    "now",
    "epoch",
    "infinity",
    "",
    "٢٠٢٦-١١-٢٢",
)
RECORDS = ("I-1000001", "i1000002", "O-1000003", "1000001", "cus1_01322248f80070008000000600000001")
# Of what a mutation might find; accounts are not among them, or the people who ask would be signed out.
KNOWN = (
    *RECORDS,
    "adr1_01322994a5007f79ad250099a94a7277",
    "not1_01322248f80070008000000800000001",
    "atd1_01322248f80070008000000100000001",
    "atd1_01322248f80070008000000100000003",
    "prf1_01322248f80070008000000300000001",
)
ODD_IDS = (
    "",
    "I-",
    "I-0",
    "I--1",
    "I-99999999999999999999999999",
    "I-" + "9" * 5_000,
    "Ü-1000001",
    "1000001\0",
    "cus1_",
    "cus2_" + "0" * 32,
    "cus1_" + "g" * 32,
    "cus1_" + "f" * 32,
    "cus1_" + "0" * 33,
    "cus1_{" + "0" * 30 + "}",
    "usr1_" + "0" * 32,
    "zzz1_" + "0" * 32,
    "Q3VzdG9tZXI6MQ==",
    "../../etc/passwd",
    "\ud800",
)


def text(random: Random) -> str:
    if random.random() < 0.3:
        return random.randbytes(random.randint(1, 40)).decode(
            "utf-8", random.choice(("replace", "surrogateescape"))
        )
    return random.choice(TEXTS)


def id_(random: Random) -> str:
    """An id of ours as often as one that is not."""
    how = random.random()
    if how < 0.5:
        return random.choice(KNOWN)
    if how < 0.8:
        return random.choice(ODD_IDS)
    return mangled(random.choice(KNOWN).encode(), random).decode("utf-8", "replace")


def cursor(random: Random) -> str:
    """What looks like a cursor, or does not."""
    told = random.choice(
        (
            '["customers"]',
            '["customers", null, null]',
            '["customers", "2026-11-22T10:00:00+00:00", "00000000-0000-0000-0000-000000000000"]',
            '["search", 1, "x", []]',
            '["audit", 9223372036854775808]',
            '["audit", -1]',
            '["user_account", "\\u0000"]',
            "{}",
            "[]",
            "[" * 3_000,
            "\ud800",
        )
    )
    how = random.random()
    if how < 0.4:
        return cursors.sealed(told.encode("utf-8", "replace").decode())
    if how < 0.7:
        return mangled(cursors.sealed('["customers", 1]').encode(), random).decode("latin-1")
    return random.choice((text(random), base64.b64encode(random.randbytes(30)).decode()))


def json_value(random: Random, deep: int = 0) -> Any:
    """Any JSON value."""
    how = random.randrange(9 if deep < 4 else 7)
    if how == 7:
        return [json_value(random, deep + 1) for _ in range(random.randrange(4))]
    if how == 8:
        return {text(random)[:20]: json_value(random, deep + 1) for _ in range(random.randrange(4))}
    plain: tuple[Any, ...] = (None, True, False, random.randint(-(2**70), 2**70), 1e308, -0.5, text(random))
    return plain[how]


def mangled(whole: bytes, random: Random) -> bytes:
    """The bytes with some left out, put in, changed places, said twice, or cut off."""
    out = bytearray(whole)
    for _ in range(random.randint(1, 6)):
        at = random.randint(0, len(out))
        size = random.choice((1, 1, 1, 3, 20))
        how = random.randrange(5)
        if how == 0:
            del out[at : at + size]
        elif how == 1:
            out[at:at] = random.choice(
                (random.randbytes(size), b"{", b"}", b'"', b"\\", b"...", b"$", b"@", b"(", b"#")
            )
        elif how == 2:
            other = random.randint(0, len(out))
            out[at : at + size], out[other : other + size] = out[other : other + size], out[at : at + size]
        elif how == 3:
            out[at:at] = out[at : at + 10 * size]
        elif random.random() < 0.3:
            del out[at:]
    return bytes(out)


class Values:
    """Values for the arguments of the schema: of the right type as `wrong` allows, and hostile in any case."""

    def __init__(self, random: Random, wrong: float) -> None:
        self.random = random
        self.wrong = wrong

    def of(self, type_: GraphQLInputType, deep: int = 0) -> Any:
        if self.random.random() < self.wrong:
            return json_value(self.random)
        if isinstance(type_, GraphQLNonNull):
            return self.of(type_.of_type, deep)
        if isinstance(type_, GraphQLList):
            most = self.random.choice((0, 1, 2, 3, 3, 101 if deep == 0 else 2))
            return [self.of(type_.of_type, deep + 1) for _ in range(most)]
        if isinstance(type_, GraphQLEnumType):
            return self.random.choice([*type_.values, "NOPE", ""] if self.wrong else [*type_.values])
        if isinstance(type_, GraphQLInputObjectType):
            return self._object(type_, deep)
        return self._scalar(type_.name)

    def _object(self, type_: GraphQLInputObjectType, deep: int) -> Any:
        names = list(type_.fields)
        if type_.is_one_of:
            given = [self.random.choice(names)]
        else:
            optional = 0.5 / (deep + 1)
            given = [
                name
                for name in names
                if isinstance(type_.fields[name].type, GraphQLNonNull) or self.random.random() < optional
            ]
        found = {name: self.of(type_.fields[name].type, deep + 1) for name in given}
        if self.random.random() < self.wrong:
            found[text(self.random)[:30]] = json_value(self.random)
        return found

    def _scalar(self, name: str) -> Any:
        random = self.random
        if name == "Int":
            return random.choice((0, 1, -1, 25, 100, 101, 1000, 2**31 - 1, -(2**31), 2**31))
        if name == "Float":
            return random.choice((0, -1.5, 1e308, 5))
        if name == "Boolean":
            return random.random() < 0.5
        if name == "ID":
            return random.choice((id_(random), id_(random), random.randint(-5, 2**40)))
        if name in ("Date", "DateTime"):
            return random.choice(MOMENTS)
        return random.choice((text(random), text(random), cursor(random), "GB", "Ada"))
