-- What the peers ask beside the product's tables: joins that the record shows as one row, and a page of people.
-- PostgreSQL puts a view into the statement that asks for it, so that nobody waits for one. The comments are
-- PostGraphile's: a view has no keys of its own.
drop schema if exists bench cascade;
create schema bench;
set search_path = bench, public;

create view borne_tag as
select b.customer_id, t.id as tag_id, t.name, t.description, t.is_autotag, t.position
from customer_tag b join tag t on t.id = b.tag_id;
comment on view borne_tag is E'@foreignKey (customer_id) references public.customer (id)';

create view given_answer as
select a.id, a.customer_id, d.name, a.answer, a.statement, a.source, a.username, a.at
from preference_answer a join preference_definition d on d.id = a.definition_id;
comment on view given_answer is E'@primaryKey id\n@foreignKey (customer_id) references public.customer (id)';

create view kept_card as select * from wallet_card where removed_at is null;
comment on view kept_card is E'@primaryKey id\n@foreignKey (customer_id) references public.customer (id)';

-- A returned term is the latest only where there is no other.
create view held_membership as
select m.id, m.customer_id, t.name, t.description, t.period_length, t.period_unit, m.auto_renew,
  (select min(starts) from membership_term f where f.membership_id = m.id) as start_date, latest.ends as end_date
from membership m join membership_type t on t.id = m.type_id
cross join lateral (
  select l.ends from membership_term l left join order_item i on i.membership_term_id = l.id
  where l.membership_id = m.id order by coalesce(i.state = 'RETURNED', false), l.starts desc limit 1) latest;
comment on view held_membership is E'@primaryKey id\n@foreignKey (customer_id) references public.customer (id)';

create view held_term as
select id, membership_id, starts as start_date, ends as end_date, custom_end_reason from membership_term;
comment on view held_term is E'@primaryKey id\n@foreignKey (membership_id) references bench.held_membership (id)';

create view held_subscription as
select s.id, s.customer_id, u.name, s.issued_on, s.expires_on, s.returned_at
from ticket_subscription s join pricing_set p on p.id = s.pricing_set_id
join subscription_structure u on u.id = p.structure_id;
comment on view held_subscription is E'@primaryKey id\n@foreignKey (customer_id) references public.customer (id)';

create view held_vouchers as
select v.ticket_subscription_id, v.voucher_group_id, g.name, g.position, v.issued, v.redeemed, v.returned
from subscription_vouchers v join voucher_group g on g.id = v.voucher_group_id;
comment on view held_vouchers is
  E'@primaryKey ticket_subscription_id,voucher_group_id\n'
  '@foreignKey (ticket_subscription_id) references bench.held_subscription (id)';

create view sent_mailing as
select r.id, r.customer_id, m.name, m.kind, r.sent_at, r.sent_to, r.opened_at, r.bounced_at, r.opted_out_at
from mailing_record r join mailing m on m.id = r.mailing_id;
comment on view sent_mailing is E'@primaryKey id\n@foreignKey (customer_id) references public.customer (id)';

create view ordered_item as
select i.id, i.order_id, i.added_at, i.returned_at, i.delivery_method, e.name as event, n.starts_at
from order_item i left join instance n on n.id = i.instance_id left join event e on e.id = n.event_id;
comment on view ordered_item is E'@primaryKey id\n@foreignKey (order_id) references public.customer_order (id)';

-- PostGraphile's own pages skip by OFFSET, which evaluates the nested selects of what it skips.
create function people_page(after_at timestamptz, after_id uuid, page_size int) returns setof customer
language sql stable as $$
  select * from public.customer where kind = 'I' and merged_into is null and last_activity_at <= after_at
    and (last_activity_at < after_at or id > after_id)
  order by last_activity_at desc, id limit page_size $$;

-- Whom records are asked of: people who have something on most tabs.
create table rich_person as
select id from customer c
where kind = 'I' and merged_into is null and exists (select from customer_tag where customer_id = c.id)
  and exists (select from membership where customer_id = c.id)
  and exists (select from wallet_card where customer_id = c.id and removed_at is null)
  and exists (select from mailing_record where customer_id = c.id)
  and (select count(*) from customer_order where owner_id = c.id) >= 12;

grant usage on schema bench to gateway_app;
grant select on all tables in schema bench to gateway_app;
