-- The tables of the record's eight tabs, and what is in them: the same for everybody, and every tenth customer rich.
-- Money is whole minor units, and what is like an enum is text with a check: as the gateway itself stores them.
create schema crm;
set search_path = crm;

create table customer (
  id int primary key, customer_no text not null, first_name text not null, last_name text not null, email text,
  phone text, birth_date date, created_at timestamptz not null,
  segment text not null check (segment in ('NEW', 'REGULAR', 'LAPSED', 'VIP')),
  lifetime_value_minor int not null, is_active boolean not null);
create table address (
  id int primary key, customer_id int not null references customer,
  kind text not null check (kind in ('HOME', 'WORK', 'BILLING', 'SEASONAL')),
  line1 text not null, city text not null, postcode text not null, country text not null, is_primary boolean not null);
create table tag (id int primary key, name text not null, color text not null);
create table customer_tag (
  customer_id int not null references customer, tag_id int not null references tag, primary key (customer_id, tag_id));
create table contact_preference (
  id int primary key, customer_id int not null references customer,
  channel text not null check (channel in ('EMAIL', 'SMS', 'POST', 'PHONE')),
  purpose text not null check (purpose in ('MARKETING', 'SERVICE')),
  opted_in boolean not null, updated_at timestamptz not null);
create table orders (
  id int primary key, customer_id int not null references customer, order_no text not null,
  status text not null check (status in ('PAID', 'OPEN', 'REFUNDED', 'CANCELLED')),
  total_minor int not null, currency text not null, placed_at timestamptz not null);
create table order_item (
  id int primary key, order_id int not null references orders, sku text not null, title text not null,
  quantity int not null, unit_price_minor int not null);
create table membership (
  id int primary key, customer_id int not null references customer,
  level text not null check (level in ('FRIEND', 'PATRON', 'BENEFACTOR')),
  status text not null check (status in ('ACTIVE', 'EXPIRED')),
  starts_on date not null, ends_on date, price_minor int not null);
create table ticket_subscription (
  id int primary key, customer_id int not null references customer, season text not null, package text not null,
  seats int not null, status text not null check (status in ('ACTIVE', 'LAPSED')));
create table voucher (
  id int primary key, subscription_id int not null references ticket_subscription, code text not null,
  status text not null check (status in ('ISSUED', 'REDEEMED')), value_minor int not null, redeemed_at timestamptz);
create table pledge (
  id int primary key, customer_id int not null references customer, campaign text not null, amount_minor int not null,
  status text not null check (status in ('OPEN', 'FULFILLED')), pledged_at timestamptz not null);
create table pledge_instalment (
  id int primary key, pledge_id int not null references pledge, due_on date not null, amount_minor int not null,
  paid boolean not null);
create table timeline_event (
  id int primary key, customer_id int not null references customer,
  kind text not null check (kind in ('CALL', 'EMAIL', 'VISIT', 'NOTE', 'PURCHASE')),
  summary text not null, occurred_at timestamptz not null);

insert into customer select n, 'C' || lpad(n::text, 8, '0'), 'First' || n % 997, 'Last' || n % 4999,
  'user' || n || '@example.org', case when n % 5 > 0 then '+44 20 7946 ' || lpad((n % 10000)::text, 4, '0') end,
  case when n % 7 > 0 then date '1950-01-01' + n * 37 % 20000 end,
  timestamptz '2015-01-01 00:00+00' + n * 613 % 3500 * interval '1 day',
  (array['NEW', 'REGULAR', 'LAPSED', 'VIP'])[1 + n % 4], n * 7919 % 1000000, n % 11 > 0
from generate_series(1, 50000) n;
insert into address select row_number() over (order by c.id, n), c.id, (array['HOME', 'WORK', 'BILLING', 'SEASONAL'])[n],
  c.id % 300 || ' High Street', 'City' || c.id % 500, 'AB' || c.id % 99 || ' ' || n || 'CD',
  (array['GB', 'US', 'DE', 'FR'])[1 + c.id % 4], n = 1
from customer c, generate_series(1, case when c.id % 10 = 0 then 4 else 1 + c.id % 3 end) n;
insert into tag select n, 'tag-' || n, '#' || lpad(to_hex(n * 7919 % 16777216), 6, '0') from generate_series(1, 200) n;
insert into customer_tag select distinct c.id, 1 + (c.id * 31 + n * 17) % 200
from customer c, generate_series(1, case when c.id % 10 = 0 then 8 else 3 end) n order by 1, 2;
insert into contact_preference select row_number() over (order by c.id, n), c.id,
  (array['EMAIL', 'SMS', 'POST', 'PHONE'])[n], (array['MARKETING', 'SERVICE'])[1 + c.id % 2], (c.id + n) % 3 > 0,
  timestamptz '2022-01-01 00:00+00' + c.id * n % 900 * interval '1 day'
from customer c, generate_series(1, 4) n;
insert into orders select row_number() over (order by c.id, n), c.id, 'O' || c.id || '-' || n,
  (array['PAID', 'OPEN', 'REFUNDED', 'CANCELLED'])[1 + (c.id + n) % 4], c.id * n * 131 % 50000, 'GBP',
  timestamptz '2020-01-01 00:00+00' + (c.id * 13 + n * 97) % 1800 * interval '1 day' + n * interval '1 hour'
from customer c, generate_series(1, case when c.id % 10 = 0 then 14 else 4 end) n;
insert into order_item select row_number() over (order by o.id, n), o.id, 'SKU-' || o.id * n % 5000,
  'Show ' || o.id * n % 800 || ', stalls row ' || chr(65 + o.id % 20), 1 + (o.id + n) % 4, o.id * n * 37 % 12000
from orders o, generate_series(1, 1 + o.id % 4) n;
insert into membership select row_number() over (order by c.id, n), c.id,
  (array['FRIEND', 'PATRON', 'BENEFACTOR'])[1 + (c.id + n) % 3], case when n = 1 then 'ACTIVE' else 'EXPIRED' end,
  date '2024-01-01' - (n - 1) * 365, date '2024-12-31' - (n - 1) * 365, (45 + n) * 100
from customer c, generate_series(1, case when c.id % 10 = 0 then 3 else 1 end) n;
insert into ticket_subscription select row_number() over (order by c.id, n), c.id, 2020 + n || '/' || 2021 + n,
  (array['Opera', 'Drama', 'Concert'])[1 + (c.id + n) % 3], 1 + c.id % 4, 'ACTIVE'
from customer c, generate_series(1, case when c.id % 10 = 0 then 3 else 1 end) n;
insert into voucher select row_number() over (order by s.id, n), s.id, upper(substr(md5(s.id || '-' || n), 1, 10)),
  (array['ISSUED', 'REDEEMED'])[1 + (s.id + n) % 2], (20 + n * 5) * 100,
  case when (s.id + n) % 2 = 1 then timestamptz '2024-03-01 19:30+00' + n * interval '7 day' end
from ticket_subscription s, generate_series(1, 4) n;
insert into pledge select row_number() over (order by c.id, n), c.id, 'Campaign ' || c.id % 40 + n,
  (100 * n + c.id % 900) * 100, (array['OPEN', 'FULFILLED'])[1 + (c.id + n) % 2],
  timestamptz '2023-01-01 00:00+00' + c.id * n % 700 * interval '1 day'
from customer c, generate_series(1, case when c.id % 10 = 0 then 2 else 1 end) n;
insert into pledge_instalment select row_number() over (order by p.id, n), p.id, date '2023-01-01' + n * 30,
  p.amount_minor / 4, n < 3
from pledge p, generate_series(1, 4) n;
insert into timeline_event select row_number() over (order by c.id, n), c.id,
  (array['CALL', 'EMAIL', 'VISIT', 'NOTE', 'PURCHASE'])[1 + (c.id + n) % 5],
  'Event ' || n || ' recorded for customer ' || c.id,
  timestamptz '2021-01-01 00:00+00' + (c.id * 7 + n * 41) % 1500 * interval '1 day' + n * interval '1 minute'
from customer c, generate_series(1, case when c.id % 10 = 0 then 25 else 12 end) n;

create index on address (customer_id);
create index on customer_tag (tag_id);
create index on contact_preference (customer_id);
create index on orders (customer_id, placed_at desc, id);
create index on order_item (order_id);
create index on membership (customer_id);
create index on ticket_subscription (customer_id);
create index on voucher (subscription_id);
create index on pledge (customer_id);
create index on pledge_instalment (pledge_id);
create index on timeline_event (customer_id, occurred_at desc, id);

-- PostGraphile's own pages skip by OFFSET, which evaluates the nested selects of what it skips.
create function customers_page(after_id int, page_size int) returns setof customer language sql stable
as $$ select * from crm.customer where id > after_id order by id limit page_size $$;

grant usage on schema crm to gateway_app;
grant select on all tables in schema crm to gateway_app;
