"""What is told of a merge: its values in the ledger, an entry on each record, and the event for other systems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db.models import Transformation, TransformationValue
from db.work import Author
from domain.audit import Change, Method, change, narrative_of, redacted
from domain.merge_lines import audited_path
from domain.merges import Line
from domain.transformations import TransformationKind, transformation_id
from gateway.commands._merging import Merge
from gateway.commands._succession import friendly
from gateway.engine.ids import encode

MERGED = "customer.merged"
MERGED_AWAY = "customer.merged-away"


def keep_values(merge: Merge) -> None:
    """Put every line of the plan into the ledger, protected ones without their values (MRG-N01).

    Lines that only fundraisers may see stay out: their rows are in the ledger, and it would tell that there are any.
    """
    taken = set[str]()
    for line in merge.plan.lines:
        if line.restricted:
            continue
        path = line.path if line.path not in taken else f"{line.path} {line.subject_id}"
        taken.add(path)
        hidden = line.protected
        merge.tx.session.add(
            TransformationValue(
                transformation_id=merge.ledger.transformation_id,
                path=path,
                taken_from=line.taken_from.value,
                survivor=None if hidden else line.survivor,
                loser=None if hidden else line.loser,
                result=None if hidden else line.result,
                reason=line.why,
            )
        )


def tell(
    merge: Merge, transformation: Transformation, kept: Sequence[Change], gone: Sequence[Change]
) -> None:
    """One entry on the survivor with every value that changed, and one on the loser (MRG-34, AUD-04).

    What only fundraisers may see is told in an entry of its own. Other systems hear of it once (MRG-P22).
    """
    name = transformation_id(TransformationKind.MERGE, transformation.number)
    known = {each.path for each in kept}
    lines = [line for line in merge.plan.lines if line.path not in known and line.result != line.survivor]
    told = (change("merge", None, name), change("mergedFrom", None, friendly(merge.loser)))
    changes = (*told, *kept, *merge.changes, *_changes(line for line in lines if not line.restricted))
    by = Author(merge.tx.actor, Method.MERGE)
    record = merge.tx.record
    record(
        MERGED,
        merge.survivor.id,
        narrative=narrative_of(f"Merged with {friendly(merge.loser)}", changes),
        changes=changes,
        by=by,
    )
    secret = _changes(line for line in lines if line.restricted)
    if secret:
        record(
            "note.merged",
            merge.survivor.id,
            narrative="Pink notes in a merge",
            changes=secret,
            restricted=True,
            by=by,
        )
    away = (change("merge", None, name), change("mergedInto", None, friendly(merge.survivor)), *gone)
    record(
        MERGED_AWAY,
        merge.loser.id,
        narrative=narrative_of(f"Merged into {friendly(merge.survivor)}", away),
        changes=away,
        by=by,
    )
    merge.tx.announce(
        MERGED,
        merge.survivor.id,
        {
            "survivorId": encode("cus", merge.survivor.id),
            "loserId": encode("cus", merge.loser.id),
            "mergeId": encode("mrg", transformation.id),
        },
    )


def _changes(lines: Iterable[Line]) -> tuple[Change, ...]:
    return tuple(
        redacted(line.path) if line.protected else change(audited_path(line.path), line.survivor, line.result)
        for line in lines
    )
