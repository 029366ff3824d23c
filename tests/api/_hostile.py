"""Strings that have broken other systems, each with what becomes of it in a line of text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hostile:
    """`kept`: a line of text takes it, after spaces and line ends were made single spaces."""

    name: str
    text: str
    kept: bool = True


# PostgreSQL cannot hold the first, JSON has no form for the others, and the last is more than a request may have.
ALONE = (
    Hostile("lone high surrogate", "a\ud800b", kept=False),
    Hostile("lone low surrogate", "\udfff", kept=False),
    Hostile("swapped surrogates", "\ude00\ud83d", kept=False),
    Hostile("three hundred thousand letters", "x" * 300_000, kept=False),
)

TOGETHER = (
    Hostile("empty", "", kept=False),
    Hostile("spaces", "   ", kept=False),
    Hostile("tabs and lines", "\t\r\n\n", kept=False),
    Hostile("zero width space", "\u200b", kept=False),
    Hostile("no-break spaces", "\u00a0\u2003\u3000", kept=False),
    Hostile("byte order mark", "\ufeff", kept=False),
    Hostile("nothing but direction marks", "\u200e\u200f\u202e", kept=False),
    Hostile("NUL", "a\x00b", kept=False),
    Hostile("NUL alone", "\x00", kept=False),
    Hostile("bell", "ding\x07", kept=False),
    Hostile("escape sequence", "\x1b[31mred\x1b[0m", kept=False),
    Hostile("delete", "a\x7f", kept=False),
    Hostile("C1 control", "a\x85b", kept=False),
    Hostile("backspaces", "abc\x08\x08", kept=False),
    Hostile("six thousand letters", "x" * 6_000, kept=False),
    Hostile("six thousand combining marks", "e" + "\u0301" * 6_000, kept=False),
    Hostile("six thousand snowmen", "☃" * 6_000, kept=False),
    Hostile("line in the middle", "two\nlines"),
    Hostile("Windows line end", "two\r\nlines"),
    Hostile("line separator", "two\u2028lines"),
    Hostile("edges of space", "  Ada   Byron  "),
    Hostile("right-to-left override", "user\u202egnp.exe"),
    Hostile("Arabic", "مرحبا بالعالم"),
    Hostile("Hebrew with marks", "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd"),
    Hostile("word joiner", "Ada\u2060Byron"),
    Hostile("soft hyphen", "super\u00adcali"),
    Hostile("family emoji", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
    Hostile("flag", "\U0001f3f4\U000e0067\U000e0062\U000e007f"),
    Hostile("decomposed", "Ame\u0301lie"),
    Hostile("many marks on one letter", "z\u0310\u0343\u0300\u0301\u0302\u0303\u0304\u0305"),
    Hostile("ligature and fractions", "ﬁ ½ ㎏ Ⅷ"),
    Hostile("dotless i", "ıİ"),
    Hostile("sharp s", "STRASSE straße"),
    Hostile("Chinese beyond the first plane", "𠮷野家"),
    Hostile("noncharacter", "\ufffe\uffff"),
    Hostile("private use", "\ue000\U0010fffd"),
    Hostile("replacement character", "\ufffd"),
    Hostile("mathematical letters", "𝕳𝖊𝖑𝖑𝖔"),
    Hostile("SQL", "'; drop table customer; --"),
    Hostile("SQL tautology", "x' or '1'='1"),
    Hostile("SQL comment", "a/*b*/c--d"),
    Hostile("dollar quotes", "$$; select pg_sleep(9) $$ $1"),
    Hostile("like wildcards", "%_\\%"),
    Hostile("backslash at the end", "abc\\"),
    Hostile("quotes", "\"'`´’"),
    Hostile("text search operators", "a & b | !c <-> d:*"),
    Hostile("open brackets", "((((((["),
    Hostile("regular expression", "(a+)+$"),
    Hostile("array literal", '{a,"b",NULL}'),
    Hostile("JSON", '{"a": [1, null, "\\u0000"]}'),
    Hostile("formula", "=1+1"),
    Hostile("formula with command", "@SUM(1+9)*cmd|' /C calc'!A0"),
    Hostile("formula by plus", "+44 (0)20 7946 0000"),
    Hostile("markup", "<script>alert(1)</script>"),
    Hostile("entity", "&lt;&#0;&amp;"),
    Hostile("template", "{{7*7}} ${7*7} %s %d {0}"),
    Hostile("path", "../../etc/passwd"),
    Hostile("null", "null"),
    Hostile("None", "None"),
    Hostile("true", "true"),
    Hostile("number", "9223372036854775808"),
    Hostile("not a number", "NaN"),
    Hostile("infinity", "-Infinity"),
    Hostile("exponent", "1e309"),
    Hostile("id of nothing", "I-99999999999999999999"),
    Hostile("nil uuid", "00000000-0000-0000-0000-000000000000"),
)
