"""Policies of merges as they are read afterwards and turned back; the archived audit is for Support alone."""

from __future__ import annotations

from uuid import UUID

TABLE = """
Merge: open
    by id: audit
    asker: rows
    audit: values
MergedAuditArchive: open
    audit-archive: entries
LedgerCount: open
MergedValue: open
ValueOrigin
    asker: path explanation stands changedAt changedBy setBy
ValueSetting
    open: number at by other takenFrom survivor loser result reason redacted
    audit: merge

UnmergeCustomersPayload
    record: restored
    audit: merge
ChangedSinceMerge: open
    open: conflicts
MergeConflict: open
"""

_WHOLE = "(select id from customer where number = 1000001)"
_GONE, MERGE = UUID("00000000-0000-7000-8000-00000000000a"), UUID("00000000-0000-7000-8000-00000000000b")
MERGED = (
    f"""insert into customer (id, kind, number, last_key, active, merged_into)
    values ('{_GONE}', 'I', 1900001, '', false, {_WHOLE})""",
    f"""insert into transformation (id, kind, customer_id, other_id, at, username, choices, reversible_until)
    values ('{MERGE}', 'MERGE', {_WHOLE}, '{_GONE}', '2026-03-02 10:00Z', 'ade', '{{}}', '2026-04-01 10:00Z')""",
    f"""insert into transformation_row (transformation_id, action, relation, moved, row_id, reason)
    select '{MERGE}', 'MOVED', 'note', 'customer_id', id, 'It was moved.' from note where customer_id = {_WHOLE}""",
    f"""insert into transformation_row (transformation_id, action, relation, row_id, before, after, reason)
    values ('{MERGE}', 'CHANGED', 'customer', '{_GONE}', '{{"first_name": "Kit", "last_name": "Ashdown"}}', '{{}}',
      'It was merged away.')""",
    f"""insert into transformation_value (transformation_id, path, taken_from, loser, result, reason)
    values ('{MERGE}', 'phone', 'LOSER', '0117 496 0123', '0117 496 0123', 'This record had none.')""",
    f"""insert into transformation_value (transformation_id, path, taken_from, loser, result, reason)
    select '{MERGE}', 'attribute.' || name, 'LOSER', 'mark-sealed-0000aa', 'mark-sealed-0000aa', 'It was copied.'
    from attribute_definition where protected order by name limit 1""",
    f"""insert into audit_entry
      (id, customer_id, sequence, at, username, method, event, narrative, correlation_id, hash)
    values (uuidv7(), '{_GONE}', 1, '2026-02-01 10:00Z', 'bea', 'USER', 'customer.updated',
      'mark-audit-archive-0000aa', 'archive', '')""",
)
"""Somebody who was merged into the record that has everything: the ledger of it, and an audit that is for few."""
