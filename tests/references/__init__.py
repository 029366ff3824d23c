"""What rules are held against: the same answers found the slow and obvious way, and SQL's groups found by hand."""
