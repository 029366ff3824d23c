"""Who sees what: one table of policies, and operations that show whether the gateway keeps to it."""
