"""Whatever is chosen in the wizard, there is a plan: what cannot be is a blocker with a next step."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.merge_facts import HeldMembership, HeldNote, MergeFacts
from domain.merge_planning import plan
from domain.merges import AnswerChoice, BothLive, FieldChoice, MergeChoices, OtherAddresses, Pick
from domain.notes import Colour
from domain.preferences import Answer
from tests.merge_facts import HERE, ada, address, answer, eda, key, related, tag, value

CHOIR = key(13)
SURVIVOR = ada(
    email="ada@example.com",
    birth_date=date(1970, 1, 1),
    addresses=(address(1, "Here", billing=True, delivery=True),),
    values=(value(2, "Loop"), value(3, "Nuts", protected=True)),
    answers=(answer(Answer.YES, 2, 4),),
    tags=(tag(5),),
    notes=(HeldNote(key(6), Colour.BLUE, "Aisle"),),
    related=(related(7, 13),),
    memberships=(HeldMembership(key(8), key(9), "Friend", date(2027, 1, 1)),),
)
LOSER = eda(
    email="eda@example.com",
    deceased_on=date(2020, 1, 1),
    addresses=(address(10, "here", billing=True), address(11, "There")),
    values=(value(3, "Wasps", protected=True), value(12, "Vegan")),
    answers=(answer(Answer.NO, 3, 4),),
    tags=(tag(5), tag(14, is_autotag=True)),
    notes=(HeldNote(key(15), Colour.PINK, "Will"),),
    related=(related(16, 13, facilitated=(key(17),), may_facilitate=True), related(18, 1)),
    memberships=(HeldMembership(key(19), key(9), "Friend", date(2027, 2, 1)),),
)
FACTS = MergeFacts(SURVIVOR, LOSER, {key(17): CHOIR}, {CHOIR: frozenset({key(20)})})

ids = st.integers(1, 22).map(key)
picks = st.sampled_from(Pick)
texts = st.one_of(st.none(), st.sampled_from(["", " ", "Ada", "x" * 6000, "\x00", "1970-01-01"]))
names = st.sampled_from(
    [
        "title",
        "first_name",
        "last_name",
        "name",
        "email",
        "phone",
        "birth_date",
        "deceased_on",
        "image",
        "shoe",
    ]
)
choices = st.builds(
    MergeChoices,
    fields=st.dictionaries(names, st.builds(FieldChoice, picks, texts)),
    attributes=st.dictionaries(ids, picks),
    billing=st.one_of(st.none(), ids),
    delivery=st.one_of(st.none(), ids),
    other_addresses=st.sampled_from(OtherAddresses),
    answers=st.dictionaries(ids, st.builds(AnswerChoice, picks, texts)),
    tags=st.one_of(st.none(), st.frozensets(ids)),
    notes=st.dictionaries(ids, texts),
    added_note=texts,
    facilitator=st.one_of(st.none(), ids),
    facilitators=st.dictionaries(ids, ids),
    recreate_relationships=st.frozensets(ids),
    discard_protected=st.frozensets(ids),
    memberships=st.dictionaries(ids, st.sampled_from(BothLive)),
)


def _ids(*held: tuple[object, ...]) -> set[UUID]:
    return {each.id for group in held for each in group}  # type: ignore[attr-defined]


@pytest.mark.rule("MRG-P02", "MRG-P05", "MRG-P07")
@given(chosen=choices)
def test_there_is_a_plan_whatever_is_chosen(chosen: MergeChoices) -> None:
    made = plan(FACTS, chosen, HERE)

    decided = made.decisions
    assert all(each.message and each.next_step for each in made.blockers)
    assert len({each.path for each in made.lines}) == len(made.lines)
    places = _ids(SURVIVOR.addresses, LOSER.addresses)
    assert {decided.billing, decided.delivery} <= places - set(decided.addresses_dropped)
    assert decided.details.first_name
    assert decided.details.email in ("ada@example.com", "eda@example.com", None)
    assert decided.details.deceased_on == date(2020, 1, 1)
    assert set(decided.attributes_from_loser) <= {key(12)}
    assert set(decided.tags_moved) <= {key(14)}
    assert set(decided.tags_removed) <= {key(5)}
    assert {*decided.notes_changed, *decided.notes_dropped} <= _ids(SURVIVOR.notes, LOSER.notes)
    assert decided.facilitators.items() <= {(key(17), key(1)), (key(17), key(20))}
    assert set(decided.relationships_recreated) <= {key(16)}
