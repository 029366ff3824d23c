"""The criteria of autotags as SQL: one way to judge one customer, a list of them, and the whole store (TAG-P03)."""
