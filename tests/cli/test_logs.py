"""What the process logs, and what it must not."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from gateway import logs


def _fail(surname: str) -> None:
    raise LookupError(f"a surname of {len(surname)} letters")


def _log_a_failure() -> None:
    try:
        _fail("Marchbanks")
    except LookupError:
        structlog.get_logger("gateway.test").exception("request.failed", error_id="0a1b")


@pytest.mark.parametrize("as_json", [True, False], ids=["JSON", "for people"])
def test_a_traceback_tells_no_values(
    process: None, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    logs.configure(json=as_json)
    _log_a_failure()
    said = capsys.readouterr()
    assert said.out == ""
    assert "LookupError: a surname of 10 letters" in said.err
    assert "raise LookupError(" in said.err
    assert "surname = " not in said.err
    assert said.err.count("Marchbanks") == 1, "in the line of the code that has it, and nowhere else"


def test_each_event_is_one_line_of_json(process: None, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(json=True)
    _log_a_failure()
    logging.getLogger("a.library").warning("Retrying %s", "once")
    ours, theirs = map(json.loads, capsys.readouterr().err.splitlines())
    assert (ours["event"], ours["error_id"], ours["level"]) == ("request.failed", "0a1b", "error")
    assert (theirs["event"], theirs["logger"]) == ("Retrying once", "a.library")


def test_libraries_keep_to_themselves_which_addresses_they_call(
    process: None, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(json=True)
    logging.getLogger("httpx").info("HTTP Request: GET https://finder.example/BS14RN")
    assert capsys.readouterr().err == ""
