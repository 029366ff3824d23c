import { Environment, Network, RecordSource, Store } from 'relay-runtime';

/** A Relay environment for whoever the token names; nobody without one. */
export function connect(url: string, token?: string, fetch = globalThis.fetch): Environment {
  const headers = {
    accept: 'application/graphql-response+json',
    'content-type': 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
  };
  return new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(async ({ name, text }, variables) => {
      const body = JSON.stringify({ operationName: name, query: text, variables });
      // Errors of the request have a status of their own and the same shape: Relay reads both alike.
      return (await fetch(url, { method: 'POST', headers, body })).json();
    }),
  });
}
