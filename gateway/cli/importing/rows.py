"""From a record of the file to a row that can be stored, or the reasons why it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.models.addresses import AddressSource
from domain.customers import Kind
from domain.errors import PossibleDuplicate, Problems, Refusal
from domain.imported_values import (
    Here,
    Lists,
    address_in,
    answers_in,
    details_in,
    list_columns,
    tags_in,
    values_in,
)
from domain.imports import (
    ATTRIBUTE,
    EXTERNAL_ID,
    EXTERNAL_ID_LIMIT,
    PREFERENCE,
    TAGS,
    column_of,
    digest_of,
    identity_of,
    identity_of_external,
    row_of,
)
from domain.preferences import Source
from domain.texts import clean_line
from gateway.cli.importing.scratch import Scratch
from gateway.commands.addresses import NewAddress
from gateway.commands.attributes import NewValue
from gateway.commands.customers import NewCustomer
from gateway.commands.preferences import NewAnswer


@dataclass(frozen=True, slots=True)
class Form:
    """How the rows of one file are read."""

    kind: Kind
    header: Sequence[str]
    columns: Sequence[str | None]
    system: str
    lists: Lists
    here: Here

    def row(self, cells: Sequence[str]) -> dict[str, str]:
        """What the cells say, by column."""
        return row_of(self.columns, cells)

    def identified(self, row: Mapping[str, str], scratch: Scratch) -> tuple[bytes, bytes]:
        """Which row this is, and the digest of what it says."""
        digest = digest_of(self.kind, row)
        if EXTERNAL_ID in row:
            return identity_of_external(self.system, row[EXTERNAL_ID]), digest
        return identity_of(digest, scratch.times(digest)), digest

    def incoming(self, row: Mapping[str, str], problems: Problems) -> NewCustomer:
        """The record that the row is to become; what cannot be read joins the problems."""
        values = tags = answers = external_id = None
        with problems.at():
            tags = tags_in(row, self.lists)
        with problems.at("contactPreferences"):
            answers = [NewAnswer(*each) for each in answers_in(row, self.lists)]
        with problems.at("attributes"):
            values = [NewValue(*each) for each in values_in(row, self.lists, self.here)]
        with problems.at():
            external_id = clean_line(row.get(EXTERNAL_ID), limit=EXTERNAL_ID_LIMIT, field="externalId")
        return NewCustomer(
            self.kind,
            details_in(row, self.here, problems),
            NewAddress(address_in(row, self.here, problems), source=AddressSource.IMPORT),
            answers,
            tags,
            values,
            external_ids={self.system: external_id} if external_id else {},
            source=Source.IMPORT,
        )

    def reasons(self, refusals: Iterable[Refusal], row: Mapping[str, str]) -> tuple[str, ...]:
        """Why a row was refused, each reason under the column that it is about."""
        lists = {
            "attributes": list_columns(row, ATTRIBUTE),
            "contactPreferences": list_columns(row, PREFERENCE),
            "tagIds": (TAGS,),
        }
        return tuple(self._reason(refusal, lists) for refusal in refusals)

    def _reason(self, refusal: Refusal, lists: Mapping[str, Sequence[str]]) -> str:
        if isinstance(refusal, PossibleDuplicate):
            alike = ", ".join(f"{each.friendly_id} ({each.score})" for each in refusal.candidates)
            return f"This may be the same as {alike}."
        column = column_of(refusal.path, lists)
        if column not in self.columns:
            return refusal.message
        return f"{self.header[self.columns.index(column)]}: {refusal.message}"
