"""What is asked: two operations with the same fields for everybody, and four more that only the gateway answers."""

from __future__ import annotations

from dataclasses import dataclass

PAGE = 50


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, with the sizes of its pages."""

    name: str
    title: str
    answers: int
    mailings: int
    ledger: int
    orders: int
    only_ours: bool = False

    @property
    def is_record(self) -> bool:
        return self.name.startswith("record")

    @property
    def letter(self) -> str:
        """What the title calls it, such as A+."""
        return self.title.partition(":")[0]

    @property
    def is_whole(self) -> bool:
        """Whether it asks for the tabs of fundraising too."""
        return self.name.endswith("whole")

    @property
    def sizes(self) -> dict[str, int]:
        """How large each page is, by the name of its variable."""
        return {
            "answers": self.answers,
            "mailings": self.mailings,
            "ledger": self.ledger,
            "orders": self.orders,
        }


_WITH = "with computed fields, money, totals, cursors"
RECORD = Operation("record", "A: one record with all tabs", 20, 20, 20, 12)
PEOPLE = Operation("people", "B: fifty records with all tabs", 5, 5, 5, 5)
RECORD_PLUS = Operation("record_plus", f"A+: A {_WITH}", 20, 20, 20, 12, True)
PEOPLE_PLUS = Operation("people_plus", f"B+: B {_WITH}", 5, 5, 5, 5, True)
_AND = "and the tabs of fundraising"
RECORD_WHOLE = Operation("record_whole", f"A++: A+ {_AND}", 20, 20, 20, 12, True)
PEOPLE_WHOLE = Operation("people_whole", f"B++: B+ {_AND}", 5, 5, 5, 5, True)
OPERATIONS = (RECORD, PEOPLE, RECORD_PLUS, PEOPLE_PLUS, RECORD_WHOLE, PEOPLE_WHOLE)
