"""A merge as it is planned: what the user chose, what becomes of each value, what stands in the way, and what moves.

"Survivor" is the record merged into, "loser" the one merged away (MRG-P01).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, unique
from uuid import UUID

from domain.customers import Details
from domain.merge_codes import BlockerCode as BlockerCode
from domain.merge_codes import Reason as Reason
from domain.merge_codes import WarningCode as WarningCode
from domain.preferences import Answer
from domain.transformations import ValueFrom

PLAN_LASTS = timedelta(minutes=15)
"""How long a plan can be carried out that somebody looked at (MRG-P02)."""


@unique
class Side(StrEnum):
    """One of the two records."""

    SURVIVOR = "SURVIVOR"
    LOSER = "LOSER"


@unique
class Pick(StrEnum):
    """Whose value is kept; CUSTOM for names and phone numbers alone (MRG-P05)."""

    SURVIVOR = "SURVIVOR"
    LOSER = "LOSER"
    CUSTOM = "CUSTOM"


@unique
class MergeTab(StrEnum):
    """The tabs of the wizard, in their order (MRG-15)."""

    BASIC_DETAILS = "BASIC_DETAILS"
    ADDRESSES = "ADDRESSES"
    CONTACT_PREFERENCES = "CONTACT_PREFERENCES"
    TAGS = "TAGS"
    NOTES = "NOTES"
    RELATIONSHIPS = "RELATIONSHIPS"


@unique
class TabStatus(StrEnum):
    """Whether there is something to decide on a tab (MRG-P02)."""

    ACTION_NEEDED = "ACTION_NEEDED"
    SAME = "SAME"
    EMPTY = "EMPTY"
    BLOCKED = "BLOCKED"


@unique
class OtherAddresses(StrEnum):
    """What becomes of the addresses that are no default afterwards (MRG-P18)."""

    KEEP = "KEEP"
    DROP = "DROP"


@unique
class BothLive(StrEnum):
    """What becomes of two live memberships of one type (MEM-P09)."""

    KEEP_BOTH = "KEEP_BOTH"
    RETURN_SURVIVORS = "RETURN_SURVIVORS"
    RETURN_LOSERS = "RETURN_LOSERS"


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """Whose value of one field is kept, or another one in the place of both."""

    pick: Pick
    custom: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """Whose answer to a contact preference is carried over, and why where that is asked for (CPR-P05)."""

    pick: Pick
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class MergeChoices:
    """What the user chose in the wizard; what is left out follows the defaults.

    `fields` are by the names of Details, `image` among them; `tags` are the tags that the survivor bears afterwards;
    `notes` are new texts by the id of the note, None to drop one; `facilitator` stands for every order that
    `facilitators` does not name; `memberships` are by membership type.
    """

    fields: Mapping[str, FieldChoice] = field(default_factory=dict)
    attributes: Mapping[UUID, Pick] = field(default_factory=dict)
    billing: UUID | None = None
    delivery: UUID | None = None
    other_addresses: OtherAddresses = OtherAddresses.KEEP
    answers: Mapping[UUID, AnswerChoice] = field(default_factory=dict)
    tags: frozenset[UUID] | None = None
    notes: Mapping[UUID, str | None] = field(default_factory=dict)
    added_note: str | None = None
    facilitator: UUID | None = None
    facilitators: Mapping[UUID, UUID] = field(default_factory=dict)
    recreate_relationships: frozenset[UUID] = frozenset()
    discard_protected: frozenset[UUID] = frozenset()
    memberships: Mapping[UUID, BothLive] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a tab: what each side has, what the merged record will have, and why.

    Values are as the audit shows them; `path` is as the audit names it. `subject_id` is the attribute definition,
    preference definition, tag, note or relationship that the line is about, or the address that is taken.
    """

    path: str
    label: str
    survivor: str | None
    loser: str | None
    result: str | None
    taken_from: ValueFrom
    reason: Reason
    why: str
    choice_required: bool = False
    subject_id: UUID | None = None
    # Told to nobody but fundraisers: a line about a pink note (NOT-P05).
    restricted: bool = False
    # Of a protected attribute: whoever may not open it sees neither value.
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of the wizard; `greyed` where nothing is to be decided, and always for relationships (MRG-16, 17, 26)."""

    key: MergeTab
    status: TabStatus
    lines: tuple[Line, ...] = ()

    @property
    def greyed(self) -> bool:
        """Whether the wizard shows the tab as having nothing to do."""
        return self.key is MergeTab.RELATIONSHIPS or self.status in (TabStatus.SAME, TabStatus.EMPTY)


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that stands in the way, and the next step that clears it."""

    code: BlockerCode
    message: str
    next_step: str
    side: Side | None = None
    relationship_ids: tuple[UUID, ...] = ()
    order_ids: tuple[UUID, ...] = ()
    # OWNER cannot be cured in the wizard, FACILITATOR by naming others (MRG-P06).
    transactions_as: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class MergeWarning:
    """Something to look at; it stops nobody."""

    code: WarningCode
    message: str


@dataclass(frozen=True, slots=True)
class MergedAnswer:
    """An answer that is added to the survivor's history, with the merge as its source."""

    definition_id: UUID
    statement: int
    answer: Answer
    reason: str | None


@dataclass(frozen=True, slots=True)
class MergedMembership:
    """Two live memberships of one type, and what becomes of them."""

    type_id: UUID
    survivors_id: UUID
    losers_id: UUID
    outcome: BothLive


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the wizard's tabs come to: all that carrying out the merge needs to know of them.

    Whatever is not named here moves as its table says. Addresses, tags, notes and relationships are named by id, of
    either record; `image_from` is whose picture stands afterwards, `login_from` whose online password, None for none.
    """

    details: Details
    image_from: Side
    login_from: Side | None
    attributes_from_loser: tuple[UUID, ...] = ()
    protected_discarded: tuple[UUID, ...] = ()
    billing: UUID | None = None
    delivery: UUID | None = None
    addresses_dropped: tuple[UUID, ...] = ()
    answers: tuple[MergedAnswer, ...] = ()
    tags_moved: tuple[UUID, ...] = ()
    tags_removed: tuple[UUID, ...] = ()
    notes_changed: Mapping[UUID, str] = field(default_factory=dict)
    notes_dropped: tuple[UUID, ...] = ()
    note_added: str | None = None
    facilitators: Mapping[UUID, UUID] = field(default_factory=dict)
    relationships_recreated: tuple[UUID, ...] = ()
    memberships: tuple[MergedMembership, ...] = ()


@dataclass(frozen=True, slots=True)
class Moves:
    """How much goes from the loser to the survivor; money in minor units. `rows` is all that is moved."""

    orders: int = 0
    order_total: int = 0
    facilitated_orders: int = 0
    tickets: int = 0
    donations: int = 0
    donation_total: int = 0
    memberships: int = 0
    credit_total: int = 0
    declarations: int = 0
    cancellations: int = 0
    opportunities: int = 0
    opportunity_total: int = 0
    pledges: int = 0
    waiting_lists: int = 0
    invitations: int = 0
    cards: int = 0
    mailings: int = 0
    blue_notes: int = 0
    rows: int = 0
    # Of donations that no claim has taken: how many minor units of tax could be claimed before and after (MRG-N02).
    gift_aid_before: int = 0
    gift_aid_after: int = 0


@dataclass(frozen=True, slots=True)
class ConsentEffect:
    """Whether the survivor, the loser, and the merged record can be contacted on a channel (CPR-P04, MRG-N02)."""

    channel: str
    survivor: bool
    loser: bool
    result: bool


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Everything that a merge of these two would do, as things stand; carried out only while it has no blockers."""

    survivor_id: UUID
    loser_id: UUID
    tabs: tuple[Tab, ...]
    blockers: tuple[Blocker, ...]
    warnings: tuple[MergeWarning, ...]
    moves: Moves
    consent: tuple[ConsentEffect, ...]
    decisions: Decisions
    reversible_until: datetime | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of every tab."""
        return tuple(line for tab in self.tabs for line in tab.lines)
