"""The audit of demo records verifies, and tells of every save that their present state implies."""

from __future__ import annotations

from domain.audit import Link, digest, first_broken
from tests.db.demo.conftest import TODAY, DemoStore


async def test_every_chain_of_the_audit_verifies(demo: DemoStore) -> None:
    changes: dict[object, list[tuple[str, bool, bytes]]] = {}
    for row in await demo.rows(
        "select entry_id, path, redacted, digest from audit_change order by entry_id, ordinal"
    ):
        changes.setdefault(row["entry_id"], []).append((row["path"], row["redacted"], row["digest"]))
    chains: dict[object, list[tuple[Link, bytes | None, bytes]]] = {}
    for row in await demo.rows("select * from audit_entry order by customer_id, sequence"):
        covered = {name: row[name] for name in Link.__dataclass_fields__ if name != "changes"}
        link = Link(**covered, changes=tuple(changes.get(row["id"], ())))
        chains.setdefault(row["customer_id"], []).append((link, row["previous_hash"], row["hash"]))

    assert [key for key, links in chains.items() if first_broken(links) is not None] == []
    assert (
        len(chains) == 602
    )  # every customer, what a merge left of one more, and the line of the load itself


async def test_every_digest_is_of_the_values_beside_it(demo: DemoStore) -> None:
    values = await demo.rows(
        "select c.digest, v.before, v.after, v.salt from audit_change c"
        " join audit_value v on v.entry_id = c.entry_id and v.ordinal = c.ordinal"
    )

    assert len(values) == await demo.value("select count(*) from audit_change")
    assert [row for row in values if digest(row["salt"], row["before"], row["after"]) != row["digest"]] == []


async def test_no_save_in_the_audit_left_a_value_as_it_was(demo: DemoStore) -> None:
    assert await demo.value("select count(*) from audit_value where before = after") == 0


async def test_the_version_of_a_section_counts_its_saves_and_the_merges(demo: DemoStore) -> None:
    wrong = await demo.rows(
        "select c.number from customer c left join lateral ("
        " select count(*) filter (where section = 'DETAILS') d, count(*) filter (where section = 'ADDRESSES') a,"
        " count(*) filter (where section = 'CONTACT_PREFERENCES') p, count(*) filter (where section = 'TAGS') t,"
        " max(at) filter (where not restricted and event <> 'note.acknowledged') last"
        " from audit_entry where customer_id = c.id) saves on true cross join lateral ("
        " select count(*) m from audit_entry where customer_id = c.id and event like 'customer.merged%') merges"
        " where (details_version, addresses_version, contact_preferences_version, tags_version, updated_at)"
        " <> (1 + d + m, 1 + a + m, 1 + p + m, 1 + t + m, last)"
    )

    assert wrong == []


async def test_nothing_happened_before_the_record_was_made_or_after_today(demo: DemoStore) -> None:
    times = {
        "address": "created_at",
        "preference_answer": "at",
        "customer_tag": "applied_at",
        "note": "created_at",
        "audit_entry": "at",
    }
    early_or_late = {
        table: await demo.value(
            f"select count(*) from {table} x join customer c on c.id = x.customer_id"
            f" where x.{column} < c.created_at or x.{column} > $1::date::timestamp at time zone 'UTC'"
            " or c.last_activity_at < c.created_at",
            TODAY,
        )
        for table, column in times.items()
    }

    assert early_or_late == dict.fromkeys(times, 0)


async def test_every_note_was_entered_and_pink_ones_are_restricted(demo: DemoStore) -> None:
    wrong = await demo.rows(
        "select n.id from note n left join (audit_entry e join customer c on c.id = e.customer_id)"
        " on n.customer_id in (c.id, c.merged_into) and e.section = 'note:' || n.id"
        " group by n.id having (array_agg(e.event order by e.sequence))[1] is distinct from 'note.added'"
        " or max(e.section_version) <> n.version or bool_or(e.restricted) <> (n.colour = 'PINK')"
    )
    colours = await demo.rows("select distinct colour from note order by colour")

    assert wrong == []
    assert [row["colour"] for row in colours] == ["BLUE", "PINK"]


async def test_every_change_of_a_stage_was_entered_for_fundraisers_alone(demo: DemoStore) -> None:
    wrong = await demo.rows(
        "select coalesce(o.id::text, e.section) from (select o.id, o.customer_id, array_agg(s.at order by s.at) ats"
        " from opportunity o join stage_change s on s.opportunity_id = o.id group by o.id) o full join (select"
        " customer_id, section, array_agg(at order by section_version) ats, bool_and(restricted) hidden"
        " from audit_entry where section like 'opportunity:%' group by 1, 2) e"
        " on e.customer_id = o.customer_id and e.section = 'opportunity:' || o.id"
        " where e.ats is distinct from o.ats or not e.hidden"
    )
    events = await demo.rows(
        "select distinct event from audit_entry where event like 'opportunity.%' order by 1"
    )

    assert wrong == []
    assert [row["event"] for row in events] == [
        "opportunity.closed",
        "opportunity.created",
        "opportunity.moved",
        "opportunity.reopened",
    ]
