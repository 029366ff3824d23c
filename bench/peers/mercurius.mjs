// Mercurius on Fastify: compiled queries (jit) and batched loaders, one prepared statement a tab.
import Fastify from 'fastify'
import mercurius from 'mercurius'
import pg from 'pg'

const { BENCH_PORT, BENCH_PG_HOST, BENCH_PG_USER, BENCH_PG_DATABASE, BENCH_POOL } = process.env

pg.types.setTypeParser(pg.types.builtins.DATE, text => text) // a day needs no Date object on its way through
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
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
enum PeriodUnit { MONTH YEAR }
type Card {
  brand: String! lastFour: String! expiryMonth: Int! expiryYear: Int! holderName: String! provider: String!
  preferred: Boolean! continuousAuthority: Boolean! addedAt: DateTime! addedBy: String! lastUsedAt: DateTime
}
type Address {
  label: String line1: String! line2: String town: String! county: String postcode: String source: String!
  validFrom: Date validTo: Date isDefaultBilling: Boolean! isDefaultDelivery: Boolean! createdAt: DateTime!
}
type Tag { name: String! description: String isAutotag: Boolean! position: Int! }
type Note {
  body: String! pinned: Boolean! showUntil: Date createdBy: String! createdAt: DateTime! version: Int!
}
type Answer { name: String! answer: String! statement: Int! source: String! username: String at: DateTime! }
type Term { startDate: Date! endDate: Date! customEndReason: String }
type Membership {
  name: String! startDate: Date! endDate: Date! autoRenew: Boolean! description: String periodLength: Int
  periodUnit: PeriodUnit terms: [Term!]!
}
type Vouchers { name: String! issued: Int! redeemed: Int! returned: Int! }
type TicketSubscription {
  name: String! issuedOn: Date! expiresOn: Date! returnedAt: DateTime vouchersByGroup: [Vouchers!]!
}
type Mailing {
  name: String! kind: String! sentAt: DateTime! sentTo: String openedAt: DateTime bouncedAt: DateTime
  optedOutAt: DateTime
}
type Entry { kind: String! user: String! at: DateTime! }
type Item { addedAt: DateTime! returnedAt: DateTime deliveryMethod: String event: String startsAt: DateTime }
type Order {
  number: Int! placedAt: DateTime! editedAt: DateTime! confirmedAt: DateTime reservedUntil: DateTime
  restricted: Boolean! ownerName: String! items: [Item!]!
}
type Customer {
  title: String firstName: String! lastName: String! email: String birthDate: Date active: Boolean!
  onlineAccountActive: Boolean! detailsVersion: Int! createdAt: DateTime! updatedAt: DateTime!
  storedCards: [Card!]! addresses: [Address!]! tags: [Tag!]! blueNotes: [Note!]!
  contactPreferenceHistory(first: Int! = 10): [Answer!]! memberships: [Membership!]!
  ticketSubscriptions: [TicketSubscription!]! mailings(first: Int! = 10): [Mailing!]!
  ledger(first: Int! = 10): [Entry!]! orders(first: Int! = 10): [Order!]!
}
type Query {
  customer(id: ID!): Customer
  customers(first: Int! = 50, afterAt: String!, afterId: ID!): [Customer!]!
}
`

const COLUMNS = {
  customer: ['id', 'title', 'first_name', 'last_name', 'email', 'birth_date', 'active', 'online_account_active',
    'details_version', 'created_at', 'updated_at'],
  'bench.kept_card': ['brand', 'last_four', 'expiry_month', 'expiry_year', 'holder_name', 'provider', 'preferred',
    'continuous_authority', 'added_at', 'added_by', 'last_used_at'],
  address: ['label', 'line1', 'line2', 'town', 'county', 'postcode', 'source', 'valid_from', 'valid_to',
    'default_billing as isDefaultBilling', 'default_delivery as isDefaultDelivery', 'created_at'],
  'bench.borne_tag': ['name', 'description', 'is_autotag', 'position'],
  note: ['body', 'pinned', 'show_until', 'created_by', 'created_at', 'version'],
  'bench.given_answer': ['name', 'answer', 'statement', 'source', 'username', 'at'],
  'bench.held_membership': ['id', 'name', 'start_date', 'end_date', 'auto_renew', 'description', 'period_length',
    'period_unit'],
  'bench.held_term': ['start_date', 'end_date', 'custom_end_reason'],
  'bench.held_subscription': ['id', 'name', 'issued_on', 'expires_on', 'returned_at'],
  'bench.held_vouchers': ['name', 'issued', 'redeemed', 'returned'],
  'bench.sent_mailing': ['name', 'kind', 'sent_at', 'sent_to', 'opened_at', 'bounced_at', 'opted_out_at'],
  credit_entry: ['kind', 'username as user', 'at'],
  customer_order: ['id', 'number', 'placed_at', 'edited_at', 'confirmed_at', 'reserved_until', 'restricted',
    'owner_name'],
  'bench.ordered_item': ['added_at', 'returned_at', 'delivery_method', 'event', 'starts_at'],
}

const camel = name => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())
const columns = table => COLUMNS[table].map(name => name.split(' as '))
  .map(([name, told]) => `t.${name} as "${told ?? camel(name)}"`).join(', ')

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

const all = (table, key, order, where = '') => loader(
  `select t.${key} as _key, ${columns(table)} from ${table} t where t.${key} = any($1::uuid[]) ${where}
   order by t.${key}, ${order}`)

const page = (table, key, order) => loader(
  `select parent.key as _key, page.* from unnest($1::uuid[]) parent(key) cross join lateral (
   select ${columns(table)} from ${table} t where t.${key} = parent.key order by ${order} limit $2) page`, true)

const loaders = {
  Customer: {
    storedCards: all('bench.kept_card', 'customer_id', 't.preferred desc, t.added_at desc, t.id desc'),
    addresses: all('address', 'customer_id', 't.default_billing desc, t.id'),
    tags: all('bench.borne_tag', 'customer_id', 't.name, t.tag_id'),
    blueNotes: all('note', 'customer_id', 't.pinned desc, t.created_at desc, t.id desc', "and t.colour = 'BLUE'"),
    contactPreferenceHistory: page('bench.given_answer', 'customer_id', 't.at desc, t.id desc'),
    memberships: all('bench.held_membership', 'customer_id', 't.end_date desc, t.id'),
    ticketSubscriptions: all('bench.held_subscription', 'customer_id', 't.expires_on desc, t.id desc'),
    mailings: page('bench.sent_mailing', 'customer_id', 't.sent_at desc, t.id desc'),
    ledger: page('credit_entry', 'customer_id', 't.at desc, t.id desc'),
    orders: page('customer_order', 'owner_id', 't.placed_at desc, t.id desc'),
  },
  Order: { items: all('bench.ordered_item', 'order_id', 't.added_at, t.id') },
  Membership: { terms: all('bench.held_term', 'membership_id', 't.start_date desc, t.id') },
  TicketSubscription: {
    vouchersByGroup: all('bench.held_vouchers', 'ticket_subscription_id', 't.position, t.name, t.voucher_group_id'),
  },
}

const ONE = `select ${columns('customer')} from customer t where t.id = $1`
const MANY = `select ${columns('customer')} from bench.people_page($1, $2, $3) t`

const resolvers = {
  Query: {
    customer: async (_, { id }) => (await pool.query({ name: 'one', text: ONE, values: [id] })).rows[0],
    customers: async (_, { first, afterAt, afterId }) =>
      (await pool.query({ name: 'many', text: MANY, values: [afterAt, afterId, first] })).rows,
  },
}

const app = Fastify({ logger: false })
app.register(mercurius, { schema, resolvers, loaders, jit: 1, cache: true })
await app.listen({ port: Number(BENCH_PORT), host: '127.0.0.1' })
console.log('ready')
