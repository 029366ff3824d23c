"""Long jobs as whoever asked for them follows them (XCT-P07)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Optional
from uuid import UUID

import strawberry

from domain.bulk_jobs import LINK_SECONDS, BulkJobFailure, BulkJobKind, BulkJobStatus
from domain.permissions import Actor, Permission
from gateway.commands._autotag_previews import Change, Preview
from gateway.engine import ids
from gateway.engine.connections import Connection
from gateway.engine.declare import Key, column, computed, find, identity, page
from gateway.loaders.bulk_jobs import BULK_JOB, BULK_JOB_RESULTS, BULK_JOBS
from gateway.schema._rows import enum_type, row_type, value_type
from gateway.schema.file_links import FileLink, SignedFile, file_link
from gateway.schema.nodes import Node, register

USE = Permission.SIGNED_IN

enum_type(
    BulkJobKind,
    "What a long job does.",
    STATEMENT="Makes the file of a customer's statement.",
    AUTOTAG_PREVIEW="Judges what criteria of an autotag would do to the store.",
    MERGE="The merge of two records with much in them.",
)
enum_type(
    BulkJobStatus,
    "How far a long job is.",
    QUEUED="It waits for its turn.",
    RUNNING="It is being done.",
    SUCCEEDED="It is done.",
    FAILED="It came to nothing; `failure` says why.",
    CANCELLED="It was called off.",
)
enum_type(
    BulkJobFailure,
    "Why a long job came to nothing.",
    NO_LONGER_ALLOWED="Your account no longer has the role that it needs, or was closed.",
    REFUSED="What was asked for cannot be done any more, such as for a record merged meanwhile; ask again.",
    GIVEN_UP="It failed each time that it was tried; ask again, and tell Support when it fails again.",
)


def _file(
    kind: str, file: str | None, file_name: str | None, *, actor: Actor, links: Any
) -> SignedFile | None:
    if not actor.may(BulkJobKind(kind).needs):
        return None
    return file_link(file, file_name, int(links.now.timestamp()) + LINK_SECONDS, links=links)


def _preview(kind: str, outcome: Mapping[str, Any] | None, *, actor: Actor) -> Preview | None:
    if kind != BulkJobKind.AUTOTAG_PREVIEW or outcome is None or not actor.may(BulkJobKind(kind).needs):
        return None
    sample = tuple(
        Change(UUID(each["customer_id"]), each["friendly_id"], each["added"]) for each in outcome["sample"]
    )
    return Preview(outcome["would_add"], outcome["would_remove"], sample, outcome["token"])


@value_type(description="One record that criteria would change, as a job judged it.", of=Change)
class AutotagPreviewRecord:
    customer_id: strawberry.ID = column("customer_id", ids.encoder("cus"), description="Id of the record.")
    friendly_id: str = strawberry.field(description="The friendly id of the record.")
    added: bool = strawberry.field(
        description="Whether the tag would come onto it; otherwise it would go from it."
    )


@value_type(description="What criteria would do to the store, as a job judged it.", of=Preview)
class AutotagPreviewOutcome:
    would_add: int = strawberry.field(description="How many records the tag would come onto.")
    would_remove: int = strawberry.field(description="How many records the tag would go from.")
    sample: list[AutotagPreviewRecord] = strawberry.field(
        description="At most 20 of these records, of both sorts where there are both."
    )
    token: str = strawberry.field(
        description="To be sent as `previewToken` when these criteria are saved, within a quarter of an hour of the end"
        " of the job."
    )


@row_type(description="What became of one of the things that a long job went through.")
class BulkJobResult:
    subject: str = strawberry.field(description="The global id of the thing.")
    succeeded: bool = strawberry.field(description="Whether it was done.")
    code: Optional[str] = strawberry.field(description="Stable code of why it was not; null where it was.")
    message: Optional[str] = strawberry.field(description="What there is to tell of it, in words.")


@row_type(description="Long work that you asked for and come back to. Nobody else sees it.")
class BulkJob(Node):
    id: strawberry.ID = identity("job")
    kind: BulkJobKind = strawberry.field(description="What it does.")
    status: BulkJobStatus = strawberry.field(description="How far it is.")
    total: Optional[int] = strawberry.field(
        description="How much it goes through, such as the lines of a statement; null until that is known."
    )
    done: int = strawberry.field(description="How much of that is done.")
    failed: int = strawberry.field(description="How much of that could not be done.")
    created_at: datetime = strawberry.field(description="When you asked for it, in UTC.")
    started_at: Optional[datetime] = strawberry.field(
        description="When it was begun, in UTC; null while it waits."
    )
    ended_at: Optional[datetime] = strawberry.field(
        description="When it ended, in UTC; null while it waits or is done."
    )
    failure: Optional[BulkJobFailure] = column(
        "failure", BulkJobFailure, description="Why it came to nothing; null unless it failed."
    )
    file: Optional[FileLink] = computed(
        _file,
        "kind",
        "file",
        "file_name",
        description="The file that it made, by a link that works for 24 hours from now; null where it made none, and"
        " where you may no longer do what it is of.",
    )
    autotag_preview: Optional[AutotagPreviewOutcome] = computed(
        _preview,
        "kind",
        "outcome",
        description="What the criteria would do, once an AUTOTAG_PREVIEW is done.",
    )
    results: Optional[Connection[BulkJobResult]] = page(
        BULK_JOB_RESULTS, needs=USE, description="What became of each of the things that it went through."
    )


register("BulkJob", BULK_JOB, USE)


def _key(
    id: Annotated[strawberry.ID, strawberry.argument(description="Id of the job.")],
) -> Key | None:
    found = ids.key_of("job", id)
    return None if found is None else Key(BULK_JOB, found)


@strawberry.type
class BulkJobQuery:
    job_progress: Optional[BulkJob] = find(
        BULK_JOB,
        _key,
        needs=USE,
        description="A long job, as far as it is now; null for one that somebody else asked for.",
    )
    my_jobs: Optional[Connection[BulkJob]] = page(
        BULK_JOBS, parent=None, needs=USE, description="The long jobs that you asked for, the latest first."
    )
