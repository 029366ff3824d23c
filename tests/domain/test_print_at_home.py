"""To which address tickets go, how many at once, and how soon again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import TooMany
from domain.mail_refusals import MailTooSoon, NoEmail, NothingToSend
from domain.print_at_home import MOST_TICKETS, address_for_tickets, check_pause, check_tickets

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE, MOMENT = timedelta(minutes=1), timedelta(microseconds=1)


@pytest.mark.rule("PAH-P01")
def test_tickets_go_to_the_address_on_the_record_or_nowhere() -> None:
    assert address_for_tickets("ada@example.org") == "ada@example.org"

    with pytest.raises(NoEmail):
        address_for_tickets(None)


@pytest.mark.rule("PAH-P01")
def test_a_minute_passes_between_two_mails_whichever_request_began_first() -> None:
    check_pause(None, NOON)
    for mailed_at in (NOON - MINUTE, NOON + MINUTE):
        check_pause(mailed_at, NOON)

    for mailed_at in (NOON - MINUTE + MOMENT, NOON, NOON + MINUTE - MOMENT):
        with pytest.raises(MailTooSoon) as refused:
            check_pause(mailed_at, NOON)
        assert refused.value.try_again_at == mailed_at + MINUTE


@pytest.mark.rule("PAH-P01")
def test_a_file_has_one_ticket_at_least_and_three_hundred_at_most() -> None:
    for number in (1, MOST_TICKETS):
        check_tickets(range(number))

    with pytest.raises(NothingToSend):
        check_tickets([])
    with pytest.raises(TooMany):
        check_tickets(range(MOST_TICKETS + 1))
