"""What a conversion does with all that is on a record: pure rules over what is known of it (CNV-P02, CNV-P06)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from domain.conversion_blockers import blockers_of
from domain.conversions import (
    Choices,
    ConversionPlan,
    ConversionWarning,
    Effect,
    Facts,
    Fate,
    Subject,
    ToIndividual,
    ToOrganisation,
)
from domain.conversions import ConversionWarningCode as Code
from domain.customers import DetailChanges, Details, Kind, new_individual, new_organisation
from domain.refusals import Refusal, Refusals


def plan_of(facts: Facts, choices: Choices, *, may_discard: bool, today: date) -> ConversionPlan:
    """The plan, with every blocker as the refusal that the conversion would raise.

    `may_discard` is whether whoever asks may edit protected data. Nothing is raised: of a record that is of the
    target's kind already, that is a blocker too.
    """
    target = Kind.ORGANISATION if isinstance(choices, ToOrganisation) else Kind.INDIVIDUAL
    blockers = blockers_of(facts, choices, target, may_discard=may_discard)
    if facts.kind is target:
        return _made(facts, target, facts.details, blockers)
    details = facts.details
    try:
        details = _details_after(facts, choices, today)
    except Refusals as refused:
        blockers += _under(_INPUT[target], refused)
    keeps_person = isinstance(choices, ToOrganisation) and choices.keep_person
    return _made(
        facts,
        target,
        details,
        blockers,
        _person(facts) if keeps_person else None,
        tuple(_effects(facts, choices)),
        tuple(_warnings(facts, choices)),
    )


def _made(
    facts: Facts,
    target: Kind,
    details: Details,
    blockers: Sequence[Refusal],
    person: Details | None = None,
    effects: tuple[Effect, ...] = (),
    warnings: tuple[ConversionWarning, ...] = (),
) -> ConversionPlan:
    return ConversionPlan(
        facts.customer_id,
        facts.number,
        facts.version,
        facts.kind,
        target,
        facts.details,
        details,
        person,
        effects,
        tuple(blockers),
        warnings,
        facts.offered_types,
        facts.declarations,
        facts.ties,
        facts.lost,
        facts.former,
        facts.parties,
    )


def split_name(name: str) -> tuple[str | None, str]:
    """First and last name of a person whom an organisation's name names: parted at the last space (CNV-P05)."""
    first, _, last = name.strip().rpartition(" ")
    return first.strip() or None, last


_INPUT = {Kind.ORGANISATION: ("input", "toOrganisation"), Kind.INDIVIDUAL: ("input", "toIndividual")}


def _under(path: tuple[str, ...], refused: Refusals) -> list[Refusal]:
    for each in refused.refusals:
        each.path = (*path, *each.path)
    return list(refused.refusals)


def _details_after(facts: Facts, choices: Choices, today: date) -> Details:
    """The details of the record as its new kind has them. Refused: what a name is refused for."""
    before = facts.details
    kept = DetailChanges(phone=before.phone, mobile=before.mobile)
    if isinstance(choices, ToOrganisation):
        full = f"{before.first_name} {before.last_name}"
        named = DetailChanges(name=choices.name if choices.name is not None else full, **kept)
        return replace(new_organisation(named, today=today), primary_contact=full)
    first, last = split_name(before.name or "")
    names = DetailChanges(
        first_name=choices.first_name if choices.first_name is not None else first,
        last_name=choices.last_name if choices.last_name is not None else last,
        **kept,
    )
    made = new_individual(names, today=today)
    if not choices.restore_details or facts.former is None:
        return made
    former = facts.former
    return replace(made, email=former.email if former.email_free else None, birth_date=former.birth_date)


def _person(facts: Facts) -> Details:
    """What the record that is made for the person has: all that the former one had."""
    return replace(facts.details, name=None, primary_contact=None)


def _effects(facts: Facts, choices: Choices) -> Iterator[Effect]:
    if isinstance(choices, ToIndividual):
        yield from _of_organisation(facts, choices)
    else:
        yield from _of_person(facts, choices)
        yield from _of_holdings(facts, choices)
    yield from (Effect(Fate.REMOVED, Subject.ATTRIBUTE, 1, each.name) for each in facts.lost)


def _of_organisation(facts: Facts, choices: ToIndividual) -> Iterator[Effect]:
    if facts.details.primary_contact is not None:
        yield Effect(Fate.REMOVED, Subject.PRIMARY_CONTACT)
    if ended := len([each for each in facts.ties if each.id in choices.end_relationships]):
        yield Effect(Fate.REMOVED, Subject.RELATIONSHIPS, ended)


def _of_person(facts: Facts, choices: ToOrganisation) -> Iterator[Effect]:
    """What goes to the person's record, or is removed where there is none."""
    fate = Fate.MOVED if choices.keep_person else Fate.REMOVED
    details, held = facts.details, facts.held
    has = {
        Subject.TITLE: details.title is not None,
        Subject.NAMES: choices.keep_person,
        Subject.EMAIL: details.email is not None,
        Subject.BIRTH_DATE: details.birth_date is not None,
        Subject.DEATH_DATE: details.deceased_on is not None,
        Subject.ONLINE_ACCOUNT: details.online_account_active,
        Subject.CONTACT_PREFERENCES: held.answers,
        Subject.HOUSEHOLD: 1,
        Subject.WALLET_CARDS: held.cards,
        Subject.COMMISSION: held.is_agent,
    }
    yield from (Effect(fate, subject, int(count)) for subject, count in has.items() if count)
    if choices.keep_person:
        moved = {
            Subject.INVITATIONS: held.invitations,
            Subject.FACILITATED_ORDERS: held.facilitated_orders,
            Subject.RELATIONSHIPS: held.relationships,
        }
        copied = {
            Subject.PHONE: details.phone is not None,
            Subject.MOBILE: details.mobile is not None,
            Subject.BILLING_ADDRESS: held.has_address,
        }
        yield from (Effect(Fate.MOVED, subject, count) for subject, count in moved.items() if count)
        yield from (Effect(Fate.COPIED, subject) for subject, there_is in copied.items() if there_is)
        return
    if held.future_invitations and choices.cancel_invitations:
        yield Effect(Fate.REMOVED, Subject.INVITATIONS, held.future_invitations)
    if ended := len([each for each in facts.ties if each.id in choices.end_relationships]):
        yield Effect(Fate.REMOVED, Subject.RELATIONSHIPS, ended)


def _of_holdings(facts: Facts, choices: ToOrganisation) -> Iterator[Effect]:
    held = facts.held
    if held.credit and choices.credit_to is not None:
        yield Effect(Fate.MOVED, Subject.CREDIT)
    if held.legacies and choices.legacies_to is not None:
        yield Effect(Fate.MOVED, Subject.LEGACIES, held.legacies)
    if held.auto_renewals:
        yield Effect(Fate.REMOVED, Subject.AUTO_RENEWAL, held.auto_renewals)
    if facts.declarations:
        yield Effect(Fate.REMOVED, Subject.GIFT_AID_COVERAGE, len(facts.declarations))


def _warnings(facts: Facts, choices: Choices) -> Iterator[ConversionWarning]:
    held = facts.held
    if isinstance(choices, ToIndividual):
        restored = facts.former if choices.restore_details else None
        if restored is None:
            yield ConversionWarning(
                Code.DETAILS_MISSING, "Email and date of birth are empty afterwards; complete them."
            )
        elif restored.email is not None and not restored.email_free:
            yield ConversionWarning(
                Code.EMAIL_TAKEN, "Another record has the former email address by now; it is not restored."
            )
        return
    if facts.declarations:
        yield ConversionWarning(
            Code.GIFT_AID_ENDS,
            "Gift Aid covers gifts until yesterday only: an Organisation cannot give with Gift Aid. The declarations"
            " stay on the record as history.",
        )
    if held.auto_renewals:
        yield ConversionWarning(Code.AUTO_RENEWAL_ENDS, "Memberships are no longer renewed by themselves.")
    if not choices.keep_person and held.answers:
        yield ConversionWarning(
            Code.CONSENT_ENDS,
            "Contact preferences are Not Asked afterwards, and nobody has the former answers.",
        )
    if not choices.keep_person and held.is_primary and held.housemates:
        yield ConversionWarning(
            Code.HOUSEHOLDER_LEAVES,
            "The primary householder leaves; the longest-standing other member takes over.",
        )
