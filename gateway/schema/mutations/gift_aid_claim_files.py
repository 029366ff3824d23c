"""Downloading claims for Gift Aid, for General Administrators."""

from __future__ import annotations

from typing import Annotated, Optional, Union

import strawberry

from db.work import Work
from domain.permissions import Permission
from gateway.commands.gift_aid_claims import export_claim
from gateway.context import Context
from gateway.engine.declare import computed
from gateway.resolvers.gift_aid_claims import Download, downloads, keep_files
from gateway.schedules import Format
from gateway.schema import errors as e
from gateway.schema import gift_aid_claim_errors as c
from gateway.schema._mutations import key, mutation
from gateway.schema._rows import enum_type, value_type

enum_type(
    Format,
    "In which form a claim is downloaded.",
    named="GiftAidClaimFormat",
    CSV="Comma-separated values, to look at or to paste.",
    ODS="The tax authority's spreadsheet.",
    XML="The message that software sends to the tax authority (R68).",
)


@value_type(description="One file of a claim.", of=Download)
class GiftAidClaimFile:
    name: str = strawberry.field(description="What the file is called.")
    rows: int = strawberry.field(description="How many rows of the claim it has.")
    url: str = strawberry.field(
        description="Where it is downloaded; the link works for 24 hours, for whoever has it."
    )


ExportGiftAidClaimError = Annotated[
    Union[e.NotFound, c.ClaimStatusWrong],
    strawberry.union("ExportGiftAidClaimError", description="Why no files were made."),
]


@strawberry.type(description="What came of making the files of a claim.")
class ExportGiftAidClaimPayload:
    kept: strawberry.Private[Optional[list[str]]] = None
    files: Optional[list[GiftAidClaimFile]] = computed(
        downloads,
        "kept",
        description="The files: one for every 1,000 rows, and of XML one; null when refused.",
    )
    errors: list[ExportGiftAidClaimError] = strawberry.field(
        default_factory=list, description="Why there are none; empty when there are."
    )


async def _export(
    context: Context,
    tx: Work,
    claim_id: Annotated[strawberry.ID, strawberry.argument(description="The claim.")],
    format: Annotated[Format, strawberry.argument(description="In which form.")],
) -> ExportGiftAidClaimPayload:
    claimed = await export_claim(tx, key("gcl", claim_id, "claimId"))
    return ExportGiftAidClaimPayload(kept=await keep_files(context, claimed, format))


@strawberry.type
class GiftAidClaimFileMutation:
    export_gift_aid_claim: ExportGiftAidClaimPayload = mutation(
        _export,
        needs=Permission.GIFT_AID_CLAIM,
        description="Make the files of a claim that was previewed; the audit tells of it.",
    )
