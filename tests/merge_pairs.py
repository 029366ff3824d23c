"""Pairs of invented customers to merge: two of the demo, who are given things that both of them have."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from uuid import UUID

from db.store import Store

# $1 is the survivor and $2 the loser. Each makes something of which both have one, where there is anything to copy.
PLANTS: dict[str, str] = {
    "the same tag": """
        insert into customer_tag (customer_id, tag_id)
        select c, t.id from unnest(array[$1, $2]::uuid[]) c,
            lateral (select id from tag where not is_autotag order by md5(id::text || $2::uuid::text) limit 2) t
        on conflict do nothing""",
    "the same address": """
        insert into address (customer_id, line1, town, postcode, country_code, address_key, postcode_key, line1_key)
        select $1, line1, town, postcode, country_code, address_key, postcode_key, line1_key
        from address where customer_id = $2 on conflict do nothing""",
    "the same waiting list": """
        with e as (select id from event order by md5(id::text || $1::uuid::text) limit 1),
             made as (insert into waiting_list_entry (event_id, customer_id, quantity, any_instance, place, created_by)
                select e.id, c.id, 1 + c.n * 2, false, 900000 + extract(epoch from clock_timestamp())::int + c.n, 'bea'
                from e, unnest(array[$1, $2]::uuid[]) with ordinality c(id, n)
                on conflict do nothing returning id, event_id)
        insert into waiting_list_instance (entry_id, instance_id)
        select made.id, i.id from made join instance i on i.event_id = made.event_id
        where md5(i.id::text || made.id::text) < '8' on conflict do nothing""",
    "the same invitation": """
        with made as (insert into invitation (instance_id, invitee_id, invited_at, reply_status, replied_at)
            select i.id, c.id, now() - interval '9 days', case c.n when 1 then 'INVITED' else 'ACCEPTED' end,
                case c.n when 2 then now() - interval '3 days' end
            from (select id from instance order by md5(id::text || $1::uuid::text) limit 1) i,
                unnest(array[$1, $2]::uuid[]) with ordinality c(id, n)
            where (select kind from customer where id = $1) = 'I' on conflict do nothing returning id, invitee_id)
        insert into invitation_attendee (invitation_id, customer_id, is_invitee)
        select id, invitee_id, true from made""",
    "the same card": """
        insert into wallet_card (customer_id, provider, token, fingerprint, brand, last_four, expiry_month,
            expiry_year, holder_name, added_by)
        select $1, provider, 'tok_' || uuidv7(), fingerprint, brand, last_four, expiry_month, expiry_year, holder_name,
            'bea'
        from wallet_card where customer_id = $2 and removed_at is null on conflict do nothing""",
    "the same mailing": """
        insert into mailing_record (mailing_id, customer_id, sent_at, opted_out_at)
        select mailing_id, $1, sent_at, case when md5(id::text) < '8' then sent_at + interval '1 hour' end
        from mailing_record where customer_id = $2 on conflict do nothing""",
    "the same attribute": """
        insert into attribute_value (customer_id, definition_id, text_value)
        select c.id, d.id, 'as ' || c.n from attribute_definition d,
            unnest(array[$1, $2]::uuid[]) with ordinality c(id, n)
        where d.type = 'TEXT' and not d.protected and not d.archived
            and (d.applies_to = 'BOTH' or left(d.applies_to, 1) = (select kind from customer where id = $1))
        on conflict do nothing""",
    "the same pin": """
        insert into pin (user_id, customer_id)
        select u.id, c from unnest(array[$1, $2]::uuid[]) c, (select id from user_account where username = 'bea') u
        on conflict do nothing""",
    "the same soft credit": """
        insert into soft_credit (order_id, customer_id, type)
        select o.id, c, 'In memory' from unnest(array[$1, $2]::uuid[]) c,
            (select id from customer_order where owner_id not in ($1, $2) and facilitator_id is null
             order by md5(id::text || $1::uuid::text) limit 1) o
        on conflict do nothing""",
    "the same membership": """
        with made as (insert into membership (customer_id, type_id)
            select c, t.id from unnest(array[$1, $2]::uuid[]) c,
                (select id from membership_type order by md5(id::text || $1::uuid::text) limit 1) t
            returning id)
        insert into membership_term (membership_id, starts, ends, price_minor)
        select id, date '2026-06-01', date '2026-12-01' + (get_byte(uuid_send(id), 15) % 200), 4000 from made""",
    "other answers": """
        insert into preference_answer (customer_id, definition_id, statement, answer, source, at)
        select c, d.id, d.current_statement,
            (array['YES', 'NO', 'NOT_ASKED'])[1 + get_byte(decode(md5(d.id::text || c::text), 'hex'), 0) % 3],
            'STAFF', now() - interval '1 day'
        from preference_definition d, unnest(array[$1, $2]::uuid[]) c""",
    "notes": """
        insert into note (customer_id, colour, body, created_by)
        select c, colour, colour || ' note of ' || c, 'femi' from unnest(array[$1, $2]::uuid[]) c,
            unnest(array['BLUE', 'PINK']) colour""",
    "one household": """
        update customer set household_id = (select household_id from customer where id = $1)
        where id = $2 and kind = 'I'
            and not exists (select from customer o where o.household_id = customer.household_id and o.id <> $2)""",
}
_LIVE = "select id from customer where kind = $1 and active and merged_into is null order by md5(id::text)"


@dataclass(frozen=True, slots=True)
class Pair:
    """Who is merged into whom, and what both were given."""

    survivor: UUID
    loser: UUID
    given: tuple[str, ...] = ()

    @property
    def both(self) -> tuple[UUID, UUID]:
        """The two, the survivor first."""
        return self.survivor, self.loser


async def live(store: Store, kind: str, random: Random) -> list[UUID]:
    """All live customers of a kind, in an order of their own."""
    keys = [key for (key,) in await store.primary.fetch(_LIVE, kind)]
    random.shuffle(keys)
    return keys


async def pairs(store: Store, count: int, random: Random) -> list[Pair]:
    """So many pairs, of whom nobody is in two: mostly people, and some organisations."""
    found: list[Pair] = []
    for kind in ("O", "I"):
        keys = await live(store, kind, random)
        found += [Pair(one, other) for one, other in zip(keys[::2], keys[1::2], strict=False)]
    random.shuffle(found)
    assert len(found) >= count, f"there are {len(found)} pairs, not {count}"
    return found[:count]


async def plant(store: Store, pair: Pair, random: Random) -> Pair:
    """The pair with about half of the things that both can have."""
    given = tuple(name for name in PLANTS if random.random() < 0.5)
    for name in given:
        await store.primary.execute(PLANTS[name], *pair.both)
    return Pair(pair.survivor, pair.loser, given)
