// Mercurius on Fastify: compiled queries (jit) and batched loaders, one prepared statement a tab.
import Fastify from 'fastify'
import mercurius from 'mercurius'
import pg from 'pg'

const { BENCH_PORT, BENCH_PG_HOST, BENCH_PG_USER, BENCH_PG_DATABASE, BENCH_POOL } = process.env

pg.types.setTypeParser(pg.types.builtins.DATE, text => text) // a day needs no Date object on its way through
const pool = new pg.Pool({
  host: BENCH_PG_HOST,
  user: BENCH_PG_USER,
  database: BENCH_PG_DATABASE,
  max: Number(BENCH_POOL),
  idleTimeoutMillis: 0, // by default a connection is closed after ten idle seconds, and what it prepared is lost
})

const schema = `
scalar DateTime
scalar Date
enum Segment { NEW REGULAR LAPSED VIP }
type Address { id: Int! kind: String! line1: String! city: String! postcode: String! country: String! isPrimary: Boolean! }
type Tag { id: Int! name: String! color: String! }
type ContactPreference { id: Int! channel: String! purpose: String! optedIn: Boolean! updatedAt: DateTime! }
type OrderItem { id: Int! sku: String! title: String! quantity: Int! unitPriceMinor: Int! }
type Order {
  id: Int! orderNo: String! status: String! totalMinor: Int! currency: String! placedAt: DateTime! items: [OrderItem!]!
}
type Membership { id: Int! level: String! status: String! startsOn: Date! endsOn: Date priceMinor: Int! }
type Voucher { id: Int! code: String! status: String! valueMinor: Int! redeemedAt: DateTime }
type TicketSubscription { id: Int! season: String! package: String! seats: Int! status: String! vouchers: [Voucher!]! }
type Instalment { id: Int! dueOn: Date! amountMinor: Int! paid: Boolean! }
type Pledge { id: Int! campaign: String! amountMinor: Int! status: String! pledgedAt: DateTime! instalments: [Instalment!]! }
type TimelineEvent { id: Int! kind: String! summary: String! occurredAt: DateTime! }
type Customer {
  id: Int! customerNo: String! firstName: String! lastName: String! email: String phone: String birthDate: Date
  createdAt: DateTime! segment: Segment! lifetimeValueMinor: Int! isActive: Boolean!
  addresses: [Address!]! tags: [Tag!]! contactPreferences: [ContactPreference!]! orders(first: Int! = 10): [Order!]!
  memberships: [Membership!]! ticketSubscriptions: [TicketSubscription!]! pledges: [Pledge!]!
  timeline(first: Int! = 10): [TimelineEvent!]!
}
type Query { customer(id: Int!): Customer customers(first: Int! = 50, after: Int! = 0): [Customer!]! }
`

const COLUMNS = {
  customer: ['id', 'customer_no', 'first_name', 'last_name', 'email', 'phone', 'birth_date', 'created_at', 'segment',
    'lifetime_value_minor', 'is_active'],
  address: ['id', 'kind', 'line1', 'city', 'postcode', 'country', 'is_primary'],
  tag: ['id', 'name', 'color'],
  contact_preference: ['id', 'channel', 'purpose', 'opted_in', 'updated_at'],
  orders: ['id', 'order_no', 'status', 'total_minor', 'currency', 'placed_at'],
  order_item: ['id', 'sku', 'title', 'quantity', 'unit_price_minor'],
  membership: ['id', 'level', 'status', 'starts_on', 'ends_on', 'price_minor'],
  ticket_subscription: ['id', 'season', 'package', 'seats', 'status'],
  voucher: ['id', 'code', 'status', 'value_minor', 'redeemed_at'],
  pledge: ['id', 'campaign', 'amount_minor', 'status', 'pledged_at'],
  pledge_instalment: ['id', 'due_on', 'amount_minor', 'paid'],
  timeline_event: ['id', 'kind', 'summary', 'occurred_at'],
}

const camel = name => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())
const columns = table => COLUMNS[table].map(name => `t.${name} as "${camel(name)}"`).join(', ')

let prepared = 0
function loader (text, paged = false) {
  const name = `loader${prepared++}`
  return async queries => {
    const keys = queries.map(query => query.obj.id)
    const values = paged ? [keys, queries[0].params.first] : [keys]
    const { rows } = await pool.query({ name, text, values })
    const lists = new Map(keys.map(key => [key, []]))
    for (const row of rows) lists.get(row._key).push(row)
    return keys.map(key => lists.get(key))
  }
}

const all = (table, key) => loader(
  `select t.${key} as _key, ${columns(table)} from crm.${table} t where t.${key} = any($1::int[]) order by t.${key}, t.id`)

const page = (table, key, order) => loader(
  `select parent.key as _key, page.* from unnest($1::int[]) parent(key) cross join lateral (
   select ${columns(table)} from crm.${table} t where t.${key} = parent.key order by ${order} limit $2) page`, true)

const loaders = {
  Customer: {
    addresses: all('address', 'customer_id'),
    tags: loader(`select l.customer_id as _key, ${columns('tag')} from crm.customer_tag l join crm.tag t on t.id = l.tag_id
      where l.customer_id = any($1::int[]) order by l.customer_id, t.id`),
    contactPreferences: all('contact_preference', 'customer_id'),
    orders: page('orders', 'customer_id', 't.placed_at desc, t.id'),
    memberships: all('membership', 'customer_id'),
    ticketSubscriptions: all('ticket_subscription', 'customer_id'),
    pledges: all('pledge', 'customer_id'),
    timeline: page('timeline_event', 'customer_id', 't.occurred_at desc, t.id'),
  },
  Order: { items: all('order_item', 'order_id') },
  TicketSubscription: { vouchers: all('voucher', 'subscription_id') },
  Pledge: { instalments: all('pledge_instalment', 'pledge_id') },
}

const ONE = `select ${columns('customer')} from crm.customer t where t.id = $1`
const MANY = `select ${columns('customer')} from crm.customer t where t.id > $1 order by t.id limit $2`

const resolvers = {
  Query: {
    customer: async (_, { id }) => (await pool.query({ name: 'one', text: ONE, values: [id] })).rows[0],
    customers: async (_, { first, after }) =>
      (await pool.query({ name: 'many', text: MANY, values: [after, first] })).rows,
  },
}

const app = Fastify({ logger: false })
app.register(mercurius, { schema, resolvers, loaders, jit: 1, cache: true })
await app.listen({ port: Number(BENCH_PORT), host: '127.0.0.1' })
console.log('ready')
