"""A file is read record by record, whatever wrote it, and what is wrong with one record costs no other."""

from __future__ import annotations

import csv
import io
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.cli.importing.reading import LONGEST_LINE, MOST_LINES, CsvFile, FileRefused, Record

HEADER = "name,town\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def read(path: Path, content: bytes | str, encoding: str | None = None) -> list[Record]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with CsvFile(path, encoding) as opened:
        return list(opened)


def cells(records: list[Record]) -> list[list[str]]:
    assert [record.problem for record in records if record.problem] == []
    return [record.cells for record in records]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_file_is_read_in_the_character_set_that_it_is_in(file: Path, encoding: str, end: str) -> None:
    text = end.join(("name,town", "Zoë Çelik,Köln", "“Søren”,Ærø", ""))
    assert cells(read(file, text.encode(encoding))) == [["Zoë Çelik", "Köln"], ["“Søren”", "Ærø"]]


def test_the_character_set_may_be_named(file: Path) -> None:
    assert cells(read(file, (HEADER + "Łukasz,Łódź").encode("iso8859-2"), "iso8859-2")) == [
        ["Łukasz", "Łódź"]
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_semicolons_and_tabs_separate_too(file: Path, separator: str) -> None:
    text = f"name{separator}town\nAda{separator}Bristol\n"
    assert cells(read(file, text)) == [["Ada", "Bristol"]]


def test_a_quoted_cell_may_have_lines_commas_and_quotes(file: Path) -> None:
    records = read(file, HEADER + '"Ada\r\n""Countess"", of Lovelace",Bristol\nBob,Bath\n')
    assert cells(records) == [['Ada\r\n"Countess", of Lovelace', "Bristol"], ["Bob", "Bath"]]
    assert [record.line for record in records] == [2, 4]


def test_empty_rows_are_no_records(file: Path) -> None:
    assert cells(read(file, HEADER + "\n , \nAda,Bristol\n,\n\n")) == [["Ada", "Bristol"]]


def test_a_quote_that_is_not_closed_costs_its_own_line_only(file: Path) -> None:
    after = "".join(f"Person {number},Town\n" for number in range(2 * MOST_LINES))
    records = read(file, HEADER + 'Ada,Bristol\n"Bob,Bath\n' + after + '"Cy, the last",Leeds\n')
    assert [(each.line, each.cells, each.problem) for each in records if each.problem] == [
        (3, ['"Bob,Bath'], "The line cannot be read: a quotation mark is not closed.")
    ]
    assert len(records) == 2 * MOST_LINES + 3
    assert records[-1].cells == ["Cy, the last", "Leeds"]


def test_a_quote_that_is_open_at_the_end_costs_its_own_line_only(file: Path) -> None:
    records = read(file, HEADER + '"Ada,Bristol\nBob,Bath')
    assert [(each.line, each.problem is None) for each in records] == [(2, False), (3, True)]


def test_what_follows_a_closing_quote_makes_the_line_unreadable(file: Path) -> None:
    records = read(file, HEADER + '"Ada" Byron,Bristol\nBob 5" Smith,Bath\n')
    assert [(each.line, each.problem) for each in records] == [
        (2, "The line cannot be read: ',' expected after '\"'."),
        (3, None),
    ]
    assert records[1].cells == ['Bob 5" Smith', "Bath"]


def test_rows_of_another_width_are_refused_with_all_their_cells(file: Path) -> None:
    records = read(file, HEADER + "Ada\nBob,Bath,Avon\nCy,York\n")
    assert [(each.line, each.cells, each.problem) for each in records] == [
        (2, ["Ada"], "The row has 1 columns, the header 2."),
        (3, ["Bob", "Bath", "Avon"], "The row has 3 columns, the header 2."),
        (4, ["Cy", "York"], None),
    ]


def test_a_byte_that_is_no_character_costs_its_own_row_only(file: Path) -> None:
    content = (HEADER + "Zoë,Köln\nJosé,Málaga\n").encode() + b"Fran\xe7ois,Lyon\n" + b"Bob,Bath\n"
    assert [(each.line, each.problem) for each in read(file, content)] == [
        (2, None),
        (3, None),
        (4, "A character is not UTF-8; save the file as UTF-8."),
        (5, None),
    ]


def test_a_byte_that_windows_1252_has_not_is_told_too(file: Path) -> None:
    records = read(file, b"name,town\nFran\xe7ois,Lyon\nA\x81da,Bath\n")
    assert [each.problem for each in records] == [
        None,
        "A character is not WINDOWS-1252; save the file as UTF-8.",
    ]


def test_a_line_without_end_is_cut_off_and_the_next_is_read(file: Path) -> None:
    long = "x" * (3 * LONGEST_LINE)
    first, second, third = read(file, f'{HEADER}{long},Bath\nAda,Bristol\n"{long}",Bath')
    assert (first.line, first.cells) == (2, ["x" * 1000])
    assert first.problem == f"The line has more than {LONGEST_LINE} characters; it is cut off here."
    assert (second.line, second.cells, second.problem) == (3, ["Ada", "Bristol"], None)
    assert third.problem == first.problem


@pytest.mark.parametrize(
    "content",
    [b"", b"\xef\xbb\xbf", b'"name,town\nAda,Bristol\n', b"\n\n"],
    ids=["empty", "mark", "quote", "blank"],
)
def test_a_file_without_a_header_is_refused(file: Path, content: bytes) -> None:
    with pytest.raises(FileRefused):
        read(file, content)


def test_memory_does_not_grow_with_the_file(file: Path) -> None:
    def most(rows: int) -> int:
        file.write_text(HEADER + "Ada Byron,Bristol\n" * rows)
        tracemalloc.start()
        with CsvFile(file) as opened:
            assert sum(1 for _ in opened) == rows
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(10)
    assert most(24_000) < most(12_000) + 100_000


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@given(
    rows=st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=8),
    separator=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_is_written_is_read(rows: list[list[str]], separator: str, end: str, encoding: str) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["a", "b", "c"], *rows])
    with TemporaryDirectory() as folder:
        found = cells(read(Path(folder, "x.csv"), written.getvalue().encode(encoding)))
    assert found == [row for row in rows if any(cell.strip() for cell in row)]


LINES = st.lists(st.binary(max_size=30), max_size=12)
# A quote may take the lines after it along, up to where it is closed; what else a line says ends with it.
_NO_QUOTES = bytes.maketrans(b'"\r\n', b"'  ")


@given(LINES, LINES)
def test_garbage_before_and_after_costs_no_good_row(before: list[bytes], after: list[bytes]) -> None:
    good = [f"good {number},Bristol".encode() for number in range(3)]
    lines = [HEADER.strip().encode(), *before, *good, *after]
    with TemporaryDirectory() as folder:
        content = b"\n".join(line.translate(_NO_QUOTES) for line in lines)
        records = read(Path(folder, "x.csv"), content, "utf-8")
    found = [record.cells for record in records if record.problem is None]
    assert [each for each in found if each[0].startswith("good ")] == [
        [f"good {number}", "Bristol"] for number in range(3)
    ]
