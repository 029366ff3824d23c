"""What a merge of two records would do: every tab, what is in the way, and what to look at (MRG-P02)."""

from __future__ import annotations

from dataclasses import replace

from domain.customers import Details
from domain.merge_addresses import MergedAddresses, merged_addresses
from domain.merge_attributes import MergedAttributes, merged_attributes
from domain.merge_checks import blockers_of, unplannable, warnings_of
from domain.merge_details import MergedDetails, merged_details
from domain.merge_facts import Circumstances, MergeFacts
from domain.merge_gift_aid import claimable_tax
from domain.merge_lines import tab
from domain.merge_memberships import MergedMemberships, merged_memberships
from domain.merge_notes import MergedNotes, merged_notes
from domain.merge_preferences import MergedPreferences, consent_effects, merged_preferences
from domain.merge_relationships import MergedRelationships, merged_relationships
from domain.merge_tags import MergedTags, merged_tags
from domain.merges import (
    Blocker,
    Decisions,
    Line,
    MergeChoices,
    MergePlan,
    MergeTab,
    Moves,
    Reason,
    Side,
    Tab,
)


def plan(facts: MergeFacts, choices: MergeChoices, here: Circumstances) -> MergePlan:
    """The plan, whatever was chosen: what cannot be is a blocker, with the next step that clears it.

    Of two that can never be merged it tells why, and nothing of what is on the records.
    """
    impossible = unplannable(facts, here)
    return _nothing(facts, impossible) if impossible else _planned(facts, choices, here)


def _nothing(facts: MergeFacts, why: tuple[Blocker, ...]) -> MergePlan:
    # Of a record that was merged away its former values are nobody's to see (MRG-12).
    nothing = Decisions(Details(), Side.SURVIVOR, None)
    return MergePlan(facts.survivor.id, facts.loser.id, (), why, (), Moves(), (), nothing)


def _planned(facts: MergeFacts, choices: MergeChoices, here: Circumstances) -> MergePlan:
    survivor, loser = facts.survivor, facts.loser
    details = merged_details(survivor, loser, choices.fields, here.today)
    attributes = merged_attributes(survivor, loser, choices.attributes, choices.discard_protected, here)
    addresses = merged_addresses(survivor, loser, choices)
    preferences = merged_preferences(survivor, loser, choices.answers)
    tags = merged_tags(survivor, loser, choices.tags)
    notes = merged_notes(survivor, loser, choices)
    relationships = merged_relationships(facts, choices, here.today)
    memberships = merged_memberships(survivor, loser, choices.memberships)
    before, after = claimable_tax(survivor, loser, here)
    basic = _basic_details(details, attributes)
    parts = (details, attributes, addresses, preferences, tags, notes, relationships, memberships)
    return MergePlan(
        survivor.id,
        loser.id,
        (basic, *(part.tab for part in (addresses, preferences, tags, notes, relationships))),
        (*blockers_of(facts), *(blocker for part in parts for blocker in part.blockers)),
        (
            *warnings_of(facts, here, preferences.conflicts, relationships.deleted),
            *memberships.warnings,
        ),
        replace(facts.moves, gift_aid_before=before, gift_aid_after=after),
        consent_effects(survivor, loser, details.details, preferences.results, here.house),
        _decisions(details, attributes, addresses, preferences, tags, notes, relationships, memberships),
        here.reversible_until,
    )


def _basic_details(details: MergedDetails, attributes: MergedAttributes) -> Tab:
    """The first tab: details and attributes; what only the survivor has is nothing to merge."""
    lines = (*details.lines, *attributes.lines)
    brought = [each for each in lines if each.loser is not None or _brings_protected(each)]
    same = all(_is_same(each) for each in brought)
    return tab(
        MergeTab.BASIC_DETAILS,
        lines,
        (*details.blockers, *attributes.blockers),
        brings=bool(brought),
        same=same,
    )


def _brings_protected(line: Line) -> bool:
    return line.protected and line.reason is not Reason.SURVIVOR_HAS_IT


def _is_same(line: Line) -> bool:
    """Of protected values, which a line does not tell, its reason does."""
    return line.reason is Reason.SAME_ON_BOTH if line.protected else line.survivor == line.loser


def _decisions(
    details: MergedDetails,
    attributes: MergedAttributes,
    addresses: MergedAddresses,
    preferences: MergedPreferences,
    tags: MergedTags,
    notes: MergedNotes,
    relationships: MergedRelationships,
    memberships: MergedMemberships,
) -> Decisions:
    return Decisions(
        details=details.details,
        image_from=details.image_from,
        login_from=details.login_from,
        attributes_from_loser=attributes.from_loser,
        protected_discarded=attributes.discarded,
        billing=addresses.billing,
        delivery=addresses.delivery,
        addresses_dropped=addresses.dropped,
        answers=preferences.answers,
        tags_moved=tags.moved,
        tags_removed=tags.removed,
        notes_changed=notes.changed,
        notes_dropped=notes.dropped,
        note_added=notes.added,
        facilitators=relationships.facilitators,
        relationships_recreated=relationships.recreated,
        memberships=memberships.outcomes,
    )
