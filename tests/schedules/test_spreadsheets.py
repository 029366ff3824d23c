"""Schedules as spreadsheets: `gateway/schedules/ods.py` and `commas.py`."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from zipfile import ZIP_STORED, ZipFile

import odfdo
import pytest

from gateway.schedules import Claimed, Format, Made, files_of
from tests.schedules.claims import CLAIM, long, named

HEADINGS = [
    "Item",
    "Title",
    "First name",
    "Last name",
    "House name or number",
    "Postcode",
    "Aggregated donations",
    "Sponsored event",
    "Donation date",
    "Amount",
]
TEXTS = [
    ["1", "Ms", "Ada", "Marsh Lindqvist", "12 Harbour Row", "BS1 4AA", "", "", "01/05/26", "50.50"],
    ["2", "", "Jean", "Dauphin", "3 rue Dauphine, Paris, 75006, FR", "X", "", "", "02/05/26", "1000.00"],
    ["3", "", "", "", "", "", "12 small donations", "", "30/06/26", "12.34"],
]


def written(claim: Claimed, format: Format, most: int = 1000) -> tuple[Made, ...]:
    return files_of(claim, format, most)


def sheet(file: Made) -> odfdo.Table:
    document = odfdo.Document(BytesIO(file.content))
    (table,) = document.body.tables
    return table


def texts(file: Made) -> list[list[str]]:
    return list(csv.reader(StringIO(file.content.decode("utf-8-sig"), newline="")))


@pytest.mark.rule("GAD-P15")
def test_the_spreadsheet_has_each_value_where_the_tax_authority_reads_it() -> None:
    (file,) = written(CLAIM, Format.ODS)
    table = sheet(file)
    assert (file.name, file.rows, table.name) == ("gift-aid-claim-7.ods", 3, "R68GAD_V1_00_0_EN")
    assert table.get_value("D13") == "09/04/26"
    assert str(table.get_value("D17")) == "12.50"
    assert [table.get_value((column, 22)) for column in range(1, 11)] == HEADINGS
    rows = [
        [cell.text_recursive.strip() for cell in table.get_row(place).cells][1:] for place in range(24, 27)
    ]
    assert rows == TEXTS
    assert table.height == 27
    assert str(table.get_value("K26")) == "1000"


def test_the_comma_separated_schedule_has_the_same_columns() -> None:
    (file,) = written(CLAIM, Format.CSV)
    assert (file.name, texts(file)) == ("gift-aid-claim-7.csv", [HEADINGS, *TEXTS])


@pytest.mark.rule("GAD-P15")
@pytest.mark.parametrize("format", list(Format))
def test_the_same_claim_makes_the_same_bytes(format: Format) -> None:
    assert written(CLAIM, format) == written(CLAIM, format)


def test_the_spreadsheet_tells_its_type_first_and_no_moment() -> None:
    (file,) = written(CLAIM, Format.ODS)
    entries = ZipFile(BytesIO(file.content)).infolist()
    assert (entries[0].filename, entries[0].compress_type) == ("mimetype", ZIP_STORED)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.rule("GAD-P15")
def test_a_claim_of_more_rows_than_a_schedule_holds_is_several_files() -> None:
    for form in (Format.ODS, Format.CSV):
        files = written(long(2001), form)
        assert [(file.name, file.rows) for file in files] == [
            (f"gift-aid-claim-7-{place}.{form.lower()}", rows)
            for place, rows in ((1, 1000), (2, 1000), (3, 1))
        ]
    last = written(long(2001), Format.CSV)[-1]
    assert [row[0] for row in texts(last)[1:]] == ["1"]


def test_the_tax_given_back_stands_on_the_first_schedule_only() -> None:
    first, second = written(long(3), Format.ODS, most=2)
    assert [str(sheet(file).get_value("D17")) for file in (first, second)] == ["12.50", "None"]


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_what_somebody_wrote_into_a_name_is_never_a_formula(text: str) -> None:
    (spreadsheet,) = written(named(text), Format.ODS)
    (values,) = written(named(text), Format.CSV)
    content = ZipFile(BytesIO(spreadsheet.content)).read("content.xml").decode()
    assert "formula" not in content
    assert sheet(spreadsheet).get_value("D25") == text
    assert texts(values)[1][2:5] == [f"'{text}"] * 3


def test_a_name_with_marks_of_the_format_stays_as_it_is() -> None:
    text = 'O\'Brien & "Sons" <Ltd>, né'
    assert sheet(written(named(text), Format.ODS)[0]).get_value("D25") == text
    assert texts(written(named(text), Format.CSV)[0])[1][2] == text
