"""A mail as it is sent: its headers, its text and its attachments, none of which can pose as another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from email_validator import EmailNotValidError, validate_email

from domain.mails import MailFailure
from gateway.mail.letters import Attachment, Mail


class MailRefused(Exception):
    """The mail will never be taken as it is."""

    def __init__(self, failure: MailFailure) -> None:
        super().__init__(failure.value)
        self.failure = failure


def message_of(
    mail: Mail, files: Sequence[bytes], *, message_id: str, sender: str, written_at: datetime
) -> EmailMessage:
    """The message; `files` are the bytes of the attachments in their order.

    Raises MailRefused for an address that no mail can be sent to.
    """
    message = EmailMessage()
    message["Message-ID"] = message_id
    message["Date"] = written_at
    message["From"] = _address(sender)
    message["To"] = _address(address_of(mail.to))
    message["Subject"] = _line(mail.subject)
    # So that nobody's holiday reply comes back.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    for attachment, content in zip(mail.attachments, files, strict=True):
        _attach(message, attachment, content)
    return message


def address_of(to: str) -> str:
    """The address as servers take it: a domain in any script in letters of ASCII. Raises MailRefused."""
    try:
        found = validate_email(to, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise MailRefused(MailFailure.RECIPIENT_REFUSED) from None
    return found.ascii_email or found.normalized


def _address(address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(username=local, domain=domain)


def _attach(message: EmailMessage, attachment: Attachment, content: bytes) -> None:
    main, _, sub = attachment.media_type.partition("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename=_line(attachment.name))


def _line(text: str) -> str:
    """The text on one line: whatever would begin another header is a space."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
