"""The limit: one hand-written statement an operation that returns the answer's text, passed on by bare ASGI."""

from __future__ import annotations

import sys
from typing import Any

import orjson
import uvicorn

from bench.contestants.pool import open_pool
from db.store import Pool

CUSTOMER = """
select c.id, c.customer_no as "customerNo", c.first_name as "firstName", c.last_name as "lastName", c.email, c.phone,
  c.birth_date as "birthDate", c.created_at as "createdAt", c.segment,
  c.lifetime_value_minor as "lifetimeValueMinor", c.is_active as "isActive",
  (select coalesce(json_agg(s), '[]') from (
    select id, kind, line1, city, postcode, country, is_primary as "isPrimary"
    from crm.address where customer_id = c.id order by id) s) as addresses,
  (select coalesce(json_agg(s), '[]') from (
    select t.id, t.name, t.color from crm.customer_tag l join crm.tag t on t.id = l.tag_id
    where l.customer_id = c.id order by t.id) s) as tags,
  (select coalesce(json_agg(s), '[]') from (
    select id, channel, purpose, opted_in as "optedIn", updated_at as "updatedAt"
    from crm.contact_preference where customer_id = c.id order by id) s) as "contactPreferences",
  (select coalesce(json_agg(s), '[]') from (
    select o.id, o.order_no as "orderNo", o.status, o.total_minor as "totalMinor", o.currency,
      o.placed_at as "placedAt",
      (select coalesce(json_agg(i), '[]') from (
        select id, sku, title, quantity, unit_price_minor as "unitPriceMinor"
        from crm.order_item where order_id = o.id order by id) i) as items
    from crm.orders o where o.customer_id = c.id order by o.placed_at desc, o.id limit $2) s) as orders,
  (select coalesce(json_agg(s), '[]') from (
    select id, level, status, starts_on as "startsOn", ends_on as "endsOn", price_minor as "priceMinor"
    from crm.membership where customer_id = c.id order by id) s) as memberships,
  (select coalesce(json_agg(s), '[]') from (
    select t.id, t.season, t.package, t.seats, t.status,
      (select coalesce(json_agg(v), '[]') from (
        select id, code, status, value_minor as "valueMinor", redeemed_at as "redeemedAt"
        from crm.voucher where subscription_id = t.id order by id) v) as vouchers
    from crm.ticket_subscription t where t.customer_id = c.id order by t.id) s) as "ticketSubscriptions",
  (select coalesce(json_agg(s), '[]') from (
    select p.id, p.campaign, p.amount_minor as "amountMinor", p.status, p.pledged_at as "pledgedAt",
      (select coalesce(json_agg(i), '[]') from (
        select id, due_on as "dueOn", amount_minor as "amountMinor", paid
        from crm.pledge_instalment where pledge_id = p.id order by id) i) as instalments
    from crm.pledge p where p.customer_id = c.id order by p.id) s) as pledges,
  (select coalesce(json_agg(s), '[]') from (
    select id, kind, summary, occurred_at as "occurredAt"
    from crm.timeline_event where customer_id = c.id order by occurred_at desc, id limit $3) s) as timeline
from crm.customer c
"""
RECORD = f"""
select json_build_object('data', json_build_object('customer',
  (select row_to_json(r) from ({CUSTOMER} where c.id = $1) r)))::text
"""
PEOPLE = f"""
select json_build_object('data', json_build_object('customers',
  (select coalesce(json_agg(r), '[]') from ({CUSTOMER} where c.id > $1 order by c.id limit 50) r)))::text
"""


class Application:
    """ASGI without a framework: it serves one thing."""

    def __init__(self) -> None:
        self.pool: Pool | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        answer = await self.answer(orjson.loads(body))
        length = b"%d" % len(answer)
        headers = [(b"content-type", b"application/json"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def answer(self, asked: dict[str, Any]) -> bytes:
        assert self.pool is not None, "the pool is open while anything is served"
        statement = RECORD if asked["operation"] == "record" else PEOPLE
        text: str = await self.pool.fetchval(statement, asked["key"], asked["orders"], asked["timeline"])
        return text.encode()

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        self.pool = await open_pool()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.pool.close()
        await send({"type": "lifespan.shutdown.complete"})


def main(port: int) -> None:
    uvicorn.run(
        Application(), port=port, loop="uvloop", http="httptools", log_level="warning", access_log=False
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
