"""Policies of merges as they are read afterwards and turned back; the archived audit is for Support alone."""

TABLE = """
Merge: open
    by id: audit
    open: rows
    audit: values
    audit-archive: mergedAuditArchive
LedgerCount: open
MergedValue
    open: path takenFrom reason redacted
    protected: survivor loser result
ValueOrigin
    asker: path explanation stands changedAt changedBy setBy
ValueSetting
    open: number at by other takenFrom reason redacted
    protected: survivor loser result
    audit: merge

UnmergeCustomersPayload
    record: restored
    audit: merge
ChangedSinceMerge: open
    open: conflicts
MergeConflict: open
"""
