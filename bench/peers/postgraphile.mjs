// PostGraphile 5 on grafserv's plain node:http server, with list relations: the shape nearest to the others'.
import { createServer } from 'node:http'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'

const { BENCH_PORT, BENCH_PG_HOST, BENCH_PG_USER, BENCH_PG_DATABASE, BENCH_POOL } = process.env
const port = Number(BENCH_PORT)

const preset = {
  extends: [PostGraphileAmberPreset],
  disablePlugins: ['PgIndexBehaviorsPlugin'], // a tab is in an order of several columns, the last ones of no index
  pgServices: [makePgService({
    schemas: ['public', 'bench'],
    pubsub: false,
    poolConfig: {
      host: BENCH_PG_HOST,
      user: BENCH_PG_USER,
      database: BENCH_PG_DATABASE,
      max: Number(BENCH_POOL),
      idleTimeoutMillis: 0, // by default a connection is closed after ten idle seconds, and what it prepared is lost
    },
  })],
  grafserv: { port, graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: { explain: false },
  schema: { defaultBehavior: '+connection +list', dontSwallowErrors: true },
}

const server = createServer()
server.once('listening', () => console.log('ready'))
await postgraphile(preset).createServ(grafserv).addTo(server)
server.listen(port, '127.0.0.1')
