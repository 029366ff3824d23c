"""The Basic Details tab of a merge: names, contact information, date of birth and image (MRG-18 to MRG-21)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.audit import as_text
from domain.customers import DetailChanges, Details, changed_details
from domain.merge_facts import SideFacts
from domain.merge_lines import invalid, line, refused
from domain.merges import Blocker, BlockerCode, FieldChoice, Line, Pick, Reason, Side
from domain.refusals import Refusal, Refusals
from domain.transformations import ValueFrom

NAMES = ("first_name", "last_name", "name")
CUSTOM = ("title", *NAMES, "primary_contact", "phone", "mobile")
"""The fields whose value may be typed in the place of both (MRG-P05)."""
LABELS = {
    "title": "Title",
    "first_name": "First name",
    "last_name": "Last name",
    "name": "Name",
    "primary_contact": "Primary contact",
    "email": "Email",
    "phone": "Phone",
    "mobile": "Mobile",
    "birth_date": "Date of birth",
    "deceased_on": "Date of death",
    "image": "Image",
}
_KEPT = FieldChoice(Pick.SURVIVOR)


@dataclass(frozen=True, slots=True)
class MergedDetails:
    """What becomes of the details, whose image stands, and whose online password (ACC-P03)."""

    details: Details
    image_from: Side
    login_from: Side | None
    lines: tuple[Line, ...]
    blockers: tuple[Blocker, ...]


@dataclass(slots=True)
class _Draft:
    """The tab as it is filled in, field by field."""

    survivor: Mapping[str, Any]
    loser: Mapping[str, Any]
    result: dict[str, Any]
    picks: dict[str, Pick] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    blockers: list[Blocker] = field(default_factory=list)


def merged_details(
    survivor: SideFacts, loser: SideFacts, choices: Mapping[str, FieldChoice], today: date
) -> MergedDetails:
    """The survivor's values, filled from the loser where there is none, and as chosen (MRG-P04, MRG-P05)."""
    draft = _Draft(_values(survivor), _values(loser), {})
    for name in LABELS:
        _settle(draft, name, choices.get(name), survivor, today)
    draft.blockers += [
        invalid(f'There is no field "{name}" to choose.', "Leave it out.")
        for name in sorted(choices.keys() - LABELS.keys())
    ]
    from_loser = draft.picks["email"] is Pick.LOSER
    login = loser if from_loser else survivor
    values = {name: value for name, value in draft.result.items() if name != "image"}
    has_login = login.details.online_account_active and values["email"] is not None
    details = Details(**values, online_account_active=has_login)
    draft.lines += _login(survivor, loser, draft, has_login)
    draft.blockers += _dates(survivor, details, today)
    has_password = login.has_password and details.email is not None
    return MergedDetails(
        details,
        Side.LOSER if draft.picks["image"] is Pick.LOSER else Side.SURVIVOR,
        (Side.LOSER if from_loser else Side.SURVIVOR) if has_password else None,
        tuple(draft.lines),
        tuple(draft.blockers),
    )


def _values(side: SideFacts) -> Mapping[str, Any]:
    return {name: side.image if name == "image" else getattr(side.details, name) for name in LABELS}


def _settle(draft: _Draft, name: str, chosen: FieldChoice | None, survivor: SideFacts, today: date) -> None:
    """What becomes of one field, with its line where either record has a value."""
    ours, theirs = draft.survivor[name], draft.loser[name]
    pick, reason = _default(name, ours, theirs)
    if chosen is not None:
        wrong = tuple(_wrong(name, chosen, ours, theirs))
        draft.blockers += wrong
        if not wrong:
            pick, reason = chosen.pick, Reason.CHOSEN
    value = theirs if pick is Pick.LOSER else ours
    if pick is Pick.CUSTOM and chosen is not None:
        value = _typed(draft, name, chosen.custom, survivor, today)
    if reason is Reason.CHOICE_REQUIRED:
        draft.blockers.append(_email_choice(ours, theirs))
    draft.result[name], draft.picks[name] = value, pick
    if ours is not None or theirs is not None or value is not None:
        required = reason is Reason.CHOICE_REQUIRED
        whose = ValueFrom.NEITHER if value is None else pick
        texts = (as_text(ours), as_text(theirs), as_text(value))
        draft.lines.append(line(name, LABELS[name], *texts, whose, reason, choice_required=required))


def _default(name: str, ours: Any, theirs: Any) -> tuple[Pick, Reason]:
    """Whose value stands where the user says nothing, and why (MRG-P04)."""
    if ours == theirs:
        return Pick.SURVIVOR, Reason.NEITHER_HAS_ONE if ours is None else Reason.SAME_ON_BOTH
    if name == "email" and ours is not None and theirs is not None:
        return Pick.SURVIVOR, Reason.CHOICE_REQUIRED
    if name in NAMES:
        return Pick.SURVIVOR, Reason.NAMES_STAY
    if ours is None:
        return Pick.LOSER, Reason.SURVIVOR_HAS_NONE
    return Pick.SURVIVOR, Reason.SURVIVOR_HAS_IT


def _wrong(name: str, chosen: FieldChoice, ours: Any, theirs: Any) -> Iterator[Blocker]:
    label = LABELS[name].lower()
    if chosen.pick is Pick.CUSTOM and name not in CUSTOM:
        yield invalid(
            f"Another {label} cannot be typed in during a merge; only names and phone numbers can.",
            "Choose that of one of the two records, and correct it before or after the merge.",
        )
    elif name == "deceased_on" and (theirs if chosen.pick is Pick.LOSER else ours) is None and ours != theirs:
        yield invalid(
            "One of the two records says that the person has died, which a merge does not undo.",
            "If it is wrong, take the date of death off that record first.",
        )


def _typed(draft: _Draft, name: str, typed: str | None, survivor: SideFacts, today: date) -> str | None:
    """What was typed, cleaned as in the Details of a record; the survivor's own where it is refused."""
    change: DetailChanges = {name: typed}  # type: ignore[misc]
    try:
        cleaned = changed_details(survivor.kind, survivor.details, change, today=today)
    except (Refusal, Refusals) as refusal:
        draft.blockers += refused(refusal)
        own: str | None = draft.survivor[name]
        return own
    value: str | None = getattr(cleaned, name)
    return value


def _login(survivor: SideFacts, loser: SideFacts, draft: _Draft, on: bool) -> tuple[Line, ...]:
    """Whether the online account is on, which goes with the email address and is not chosen by itself (ACC-P03)."""
    sides = (survivor.details.online_account_active, loser.details.online_account_active)
    if not any(sides):
        return ()
    ours, theirs, result = (as_text(True) if each else None for each in (*sides, on))
    email = next(each for each in draft.lines if each.path == "email")
    whose = draft.picks["email"] if on else ValueFrom.NEITHER
    return (line("online_account_active", "Online account", ours, theirs, result, whose, email.reason),)


def _dates(survivor: SideFacts, details: Details, today: date) -> tuple[Blocker, ...]:
    """Nobody died before they were born, whichever record each date is from."""
    try:
        changed_details(survivor.kind, details, {"deceased_on": details.deceased_on}, today=today)
    except (Refusal, Refusals) as refusal:
        return refused(refusal)
    return ()


def _email_choice(ours: str, theirs: str) -> Blocker:
    return Blocker(
        BlockerCode.EMAIL_CHOICE_REQUIRED,
        f"Both records have an email address, {ours} and {theirs}, and a record has only one.",
        "Choose which of the two stays.",
    )
