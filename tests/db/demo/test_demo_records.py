"""Demo records keep the rules that records made through the gateway keep, but for those meant to be messy."""

from __future__ import annotations

from typing import Any

import phonenumbers

from db.demo.contacts import DOMAINS, UNREADABLE_PHONES
from db.demo.rows import AddressRow, CustomerRow
from db.demo.showcase import BARNABY, CHOIR, KATE, KATHERINE, LINUS, OTTILIE, WINIFRED
from db.models import Address, Customer
from domain.addresses import AddressFields, address_key, clean_address, line_key
from domain.customers import Kind, friendly_id, new_individual, new_organisation
from domain.emails import clean_email, email_key
from domain.phones import read_phone
from domain.postcodes import postcode_key
from domain.searching import name_key
from tests.db.demo.conftest import TODAY, DemoStore

LIVE = "merged_into is null"
PARTS = tuple(AddressFields.__dataclass_fields__)


async def test_numbers_are_read_as_our_rules_read_them(demo: DemoStore) -> None:
    rows = await demo.rows(
        "select phone typed, phone_e164 e164 from customer where phone is not null union all"
        " select mobile, mobile_e164 from customer where mobile is not null"
    )
    wrong = [row for row in rows if read_phone(row["typed"], "GB").e164 != row["e164"]]
    unread = {row["typed"] for row in rows if row["e164"] is None}

    assert wrong == []
    assert unread
    assert unread <= set(UNREADABLE_PHONES)


async def test_numbers_of_generated_customers_could_be_dialled(demo: DemoStore) -> None:
    numbers = await demo.rows(
        "select unnest(array[phone_e164, mobile_e164]) number from customer where number > 1000012"
    )
    dead = [
        row["number"]
        for row in numbers
        if row["number"] and not phonenumbers.is_valid_number(phonenumbers.parse(row["number"]))
    ]

    assert dead == []


async def test_addresses_are_stored_as_our_rules_store_them(demo: DemoStore) -> None:
    rows = await demo.rows("select * from address")
    wrong = []
    for row in rows:
        typed = AddressFields(**{part: row[part] for part in PARTS})
        keys = (address_key(typed), line_key(row["line1"]), row["postcode"] and postcode_key(row["postcode"]))
        if clean_address(typed) != typed or keys != (
            row["address_key"],
            row["line1_key"],
            row["postcode_key"],
        ):
            wrong.append(typed)

    assert wrong == []
    assert {row["country_code"] for row in rows} == {"GB", "IE", "US", "CA"}
    assert any(row["postcode_unknown"] for row in rows)


async def test_details_are_stored_as_our_rules_store_them(demo: DemoStore) -> None:
    names = ("title", "first_name", "last_name", "email", "phone", "mobile", "birth_date", "deceased_on")
    wrong = []
    for row in await demo.rows(f"select * from customer where {LIVE}"):
        if row["kind"] == Kind.INDIVIDUAL:
            given: Any = {name: row[name] for name in (*names, "online_account_active")}
            stored, keys = new_individual(given, today=TODAY), (row["last_name"], row["first_name"])
        else:
            given = {name: row[name] for name in ("name", "primary_contact", "phone", "mobile")}
            stored, keys = new_organisation(given, today=TODAY), (row["name"], "")
        kept = {name: getattr(stored, name) for name in given}
        if kept != given or tuple(map(name_key, keys)) != (row["last_key"], row["first_key"]):
            wrong.append(row["number"])

    assert wrong == []


async def test_email_addresses_are_reserved_ones_and_unique(demo: DemoStore) -> None:
    emails = [email for (email,) in await demo.rows("select email from customer where email is not null")]

    assert [email for email in emails if clean_email(email) != email] == []
    assert {email.rpartition("@")[2] for email in emails} <= set(DOMAINS)
    assert len({email_key(email) for email in emails}) == len(emails) > 300


async def test_every_live_record_has_one_default_address_of_each_kind(demo: DemoStore) -> None:
    defaults = await demo.rows(
        "select c.number, count(*) filter (where default_billing) b, count(*) filter (where default_delivery) d"
        f" from customer c left join address a on a.customer_id = c.id where {LIVE} group by 1"
    )

    assert [row["number"] for row in defaults if (row["b"], row["d"]) != (1, 1)] == []


async def test_every_live_individual_is_in_one_household_whose_primary_lives_there(demo: DemoStore) -> None:
    members = await demo.rows(
        "select h.id, h.primary_id, array_agg(c.id) ids, bool_or(c.id = h.primary_id and c.active) led"
        f" from household h left join customer c on c.household_id = h.id and c.{LIVE}"
        " where closed_at is null group by 1, 2"
    )
    homeless = f"select count(*) from customer where kind = 'I' and {LIVE} and household_id is null"
    others = f"select count(*) from customer where (kind = 'O' or not {LIVE}) and household_id is not null"

    assert [row["id"] for row in members if row["primary_id"] not in row["ids"]] == []
    assert [row["id"] for row in members if len(row["ids"]) > 1 and not row["led"]] == []
    assert await demo.value(homeless) == 0
    assert await demo.value(others) == 0


async def test_a_quarter_of_the_individuals_share_a_household_with_its_address(demo: DemoStore) -> None:
    shared = await demo.rows(
        "select c.id, a.line1 = p.line1 and a.town = p.town same"
        " from customer c join household h on h.id = c.household_id"
        " join address a on a.customer_id = c.id and a.default_billing"
        " join address p on p.customer_id = h.primary_id and p.default_billing"
        " where (select count(*) from customer m where m.household_id = h.id) > 1"
    )

    assert 0.18 < len(shared) / await demo.value("select count(*) from customer where kind = 'I'") < 0.32
    assert [row["id"] for row in shared if not row["same"]] == []


async def test_a_record_merged_away_keeps_its_audit_and_nothing_else(demo: DemoStore) -> None:
    gone = await demo.rows(
        "select c.id, s.merged_into is null and s.active survives,"
        " (select array_agg(event order by sequence) from audit_entry where customer_id = c.id) events"
        " from customer c join customer s on s.id = c.merged_into"
    )
    ids = [row["id"] for row in gone]
    held = [
        await demo.value(f"select count(*) from {table} where customer_id = any($1)", ids)
        for table in ("address", "attribute_value", "preference_answer", "customer_tag", "note")
    ]

    assert gone
    shown, *others = ([each for each in row["events"] if each != "note.added"] for row in gone)
    assert [shown, *others] == [["customer.created", "customer.merged-away"]] * len(gone)
    assert all(row["survives"] for row in gone)
    assert held == [0, 0, 0, 0, 0]


async def test_protected_values_are_sealed_for_their_place_and_nowhere_in_clear(demo: DemoStore) -> None:
    values = await demo.rows(
        "select v.customer_id, v.definition_id, v.ciphertext, num_nonnulls(text_value, option_ids) clear"
        " from attribute_value v join attribute_definition d on d.id = v.definition_id where d.protected"
    )
    opened = {(row["customer_id"], row["definition_id"]): row["ciphertext"][::-1].decode() for row in values}
    audited = await demo.value(
        "select count(*) from audit_change c join audit_value v using (entry_id, ordinal)"
        " where c.path in ('attribute.Medical notes', 'attribute.Emergency contact')"
        " and (not c.redacted or v.before is not null or v.after is not null)"
    )

    assert {place: f'"{text}"' for place, text in demo.sealed.items()} == opened
    assert [row for row in values if row["clear"]] == []
    assert audited == 0


async def test_autotags_tell_the_truth(demo: DemoStore) -> None:
    untrue = await demo.rows(
        "select number from customer c where active and kind = 'I' and (email is null) <> exists (select"
        " from customer_tag x join tag t on t.id = x.tag_id where x.customer_id = c.id and t.name = 'No email')"
    )

    assert untrue == []


async def test_answers_name_the_statement_of_their_day(demo: DemoStore) -> None:
    wrong = await demo.value(
        "select count(*) from preference_answer a where statement <> greatest(1, (select count(*) from"
        " preference_statement s where s.definition_id = a.definition_id and s.created_at <= a.at))"
    )

    assert wrong == 0
    assert (
        await demo.value(
            "select count(*) from preference_answer where answer = 'NOT_ASKED' and reason is null"
        )
        == 0
    )


async def test_the_showcase_shows_what_it_says(demo: DemoStore) -> None:
    ottilie = dict(
        (
            await demo.rows(
                "select count(distinct a.id) addresses, count(distinct v.id) values, count(distinct n.id) notes,"
                " count(distinct p.definition_id) answered, count(distinct t.tag_id) tags"
                " from customer c left join address a on a.customer_id = c.id"
                " left join attribute_value v on v.customer_id = c.id left join note n on n.customer_id = c.id"
                " left join preference_answer p on p.customer_id = c.id"
                " left join customer_tag t on t.customer_id = c.id where c.id = $1",
                OTTILIE,
            )
        )[0]
    )
    rows = await demo.rows("select id, kind, number, active, deceased_on, household_id from customer")
    shown = {row["id"]: row for row in rows}
    same_home = [row for row in rows if row["household_id"] == shown[OTTILIE]["household_id"]]

    assert ottilie == {"addresses": 3, "values": 9, "notes": 5, "answered": 6, "tags": 6}
    assert friendly_id(Kind(shown[CHOIR]["kind"]), shown[CHOIR]["number"]) == "O-1000002"
    assert (shown[BARNABY]["active"], shown[BARNABY]["deceased_on"]) == (False, None)
    assert shown[WINIFRED]["deceased_on"] is not None
    assert len(same_home) == 4
    assert shown[LINUS] in same_home
    assert shown[KATHERINE]["household_id"] != shown[KATE]["household_id"]


# No showcase has an image before it is loaded, and nobody was converted.
UNWRITTEN = {"image_hash", "image_type", "primary_contact_id", "primary_contact_type_id"}


def test_every_column_that_has_no_default_is_written() -> None:
    for model, row in ((Customer, CustomerRow), (Address, AddressRow)):
        table = {column.name for column in model.__table__.columns if column.computed is None}
        assert table - set(row._fields) <= UNWRITTEN
