import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { minifyIntrospectionQuery } from '@urql/introspection';
import type { IntrospectionQuery } from 'graphql';

/** A urql client for whoever the token names; nobody without one. */
export function connect(url: string, schema: IntrospectionQuery, token?: string, fetch = globalThis.fetch): Client {
  const audit = { audit: relayPagination(), contactPreferenceHistory: relayPagination() };
  return new Client({
    url,
    fetch,
    fetchOptions: { headers: token ? { authorization: `Bearer ${token}` } : {} },
    // A query by POST only: names that were searched for belong in no log on the way.
    preferGetMethod: false,
    exchanges: [
      cacheExchange({
        schema: minifyIntrospectionQuery(schema),
        // What has no id belongs to the object that it was read of.
        keys: Object.fromEntries(withoutId(schema).map((name) => [name, () => null])),
        resolvers: {
          Query: { search: relayPagination(), customers: relayPagination() },
          Individual: audit,
          Organisation: audit,
        },
      }),
      fetchExchange,
    ],
  });
}

function withoutId(schema: IntrospectionQuery): string[] {
  return schema.__schema.types.flatMap((type) => {
    const own = type.kind === 'OBJECT' && !type.name.startsWith('__');
    return own && type.fields.every((field) => field.name !== 'id') ? [type.name] : [];
  });
}
