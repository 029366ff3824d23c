"""The limit: one hand-written statement an operation that returns the answer's text, passed on by bare ASGI."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

import orjson
import uvicorn

from bench.contestants.pool import open_pool
from bench.operations import PAGE
from db.store import Pool


def rows(fields: str, source: str) -> str:
    """The rows of a source as a list of objects."""
    return f"(select coalesce(json_agg(s), '[]') from (select {fields} from {source}) s)"


CARDS = rows(
    """brand, last_four as "lastFour", expiry_month as "expiryMonth", expiry_year as "expiryYear",
    holder_name as "holderName", provider, preferred, continuous_authority as "continuousAuthority",
    added_at as "addedAt", added_by as "addedBy", last_used_at as "lastUsedAt\"""",
    "bench.kept_card where customer_id = c.id order by preferred desc, added_at desc, id desc",
)
ADDRESSES = rows(
    """label, line1, line2, town, county, postcode, source, valid_from as "validFrom", valid_to as "validTo",
    default_billing as "isDefaultBilling", default_delivery as "isDefaultDelivery", created_at as "createdAt\"""",
    "address where customer_id = c.id order by default_billing desc, id",
)
TAGS = rows(
    'name, description, is_autotag as "isAutotag", position',
    "bench.borne_tag where customer_id = c.id order by name, tag_id",
)
NOTES = rows(
    """body, pinned, show_until as "showUntil", created_by as "createdBy", created_at as "createdAt", version""",
    "note where customer_id = c.id and colour = 'BLUE' order by pinned desc, note.created_at desc, id desc",
)
ANSWERS = rows(
    "name, answer, statement, source, username, at",
    "bench.given_answer where customer_id = c.id order by at desc, id desc limit $2",
)
TERMS = rows(
    'start_date as "startDate", end_date as "endDate", custom_end_reason as "customEndReason"',
    "bench.held_term where membership_id = m.id order by start_date desc, id",
)
MEMBERSHIPS = rows(
    f"""name, start_date as "startDate", end_date as "endDate", auto_renew as "autoRenew", description,
    period_length as "periodLength", period_unit as "periodUnit", {TERMS} as terms""",
    "bench.held_membership m where customer_id = c.id order by end_date desc, id",
)
VOUCHERS = rows(
    "name, issued, redeemed, returned",
    "bench.held_vouchers where ticket_subscription_id = t.id order by position, name, voucher_group_id",
)
SUBSCRIPTIONS = rows(
    f"""name, issued_on as "issuedOn", expires_on as "expiresOn", returned_at as "returnedAt",
    {VOUCHERS} as "vouchersByGroup\"""",
    "bench.held_subscription t where customer_id = c.id order by expires_on desc, id desc",
)
MAILINGS = rows(
    """name, kind, sent_at as "sentAt", sent_to as "sentTo", opened_at as "openedAt", bounced_at as "bouncedAt",
    opted_out_at as "optedOutAt\"""",
    "bench.sent_mailing where customer_id = c.id order by sent_at desc, id desc limit $3",
)
LEDGER = rows(
    'kind, username as "user", at', "credit_entry where customer_id = c.id order by at desc, id desc limit $4"
)
ITEMS = rows(
    """added_at as "addedAt", returned_at as "returnedAt", delivery_method as "deliveryMethod", event,
    starts_at as "startsAt\"""",
    "bench.ordered_item where order_id = o.id order by added_at, id",
)
ORDERS = rows(
    f"""number, placed_at as "placedAt", edited_at as "editedAt", confirmed_at as "confirmedAt",
    reserved_until as "reservedUntil", restricted, owner_name as "ownerName", {ITEMS} as items""",
    "customer_order o where owner_id = c.id order by placed_at desc, o.id desc limit $5",
)
CUSTOMER = f"""
select c.title, c.first_name as "firstName", c.last_name as "lastName", c.email, c.birth_date as "birthDate", c.active,
  c.online_account_active as "onlineAccountActive", c.details_version as "detailsVersion", c.created_at as "createdAt",
  c.updated_at as "updatedAt", {CARDS} as "storedCards", {ADDRESSES} as addresses, {TAGS} as tags,
  {NOTES} as "blueNotes", {ANSWERS} as "contactPreferenceHistory", {MEMBERSHIPS} as memberships,
  {SUBSCRIPTIONS} as "ticketSubscriptions", {MAILINGS} as mailings, {LEDGER} as ledger, {ORDERS} as orders
"""
RECORD = f"""
select json_build_object('data', json_build_object('customer',
  (select row_to_json(r) from ({CUSTOMER} from customer c where c.id = $1) r)))::text
"""
PEOPLE = f"""
select json_build_object('data', json_build_object('customers',
  (select coalesce(json_agg(r), '[]') from ({CUSTOMER} from bench.people_page($6, $1, {PAGE}) c) r)))::text
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
        sizes = [asked[name] for name in ("answers", "mailings", "ledger", "orders")]
        if asked["operation"] == "record":
            text: str = await self.pool.fetchval(RECORD, asked["id"], *sizes)
        else:
            text = await self.pool.fetchval(PEOPLE, asked["id"], *sizes, datetime.fromisoformat(asked["at"]))
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
