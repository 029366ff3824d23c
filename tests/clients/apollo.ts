import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import generated from './generated/possible_types';

/** An Apollo Client for whoever the token names; nobody without one. */
export function connect(url: string, token?: string, fetch = globalThis.fetch): ApolloClient {
  return new ApolloClient({
    link: new HttpLink({ uri: url, fetch, headers: token ? { authorization: `Bearer ${token}` } : {} }),
    cache: new InMemoryCache({
      possibleTypes: generated.possibleTypes,
      // The arguments named here make lists of their own; `first` and `after` only turn pages.
      typePolicies: {
        Query: {
          fields: {
            search: relayStylePagination(['term', 'type', 'filter']),
            customers: relayStylePagination(['type', 'filter']),
          },
        },
        Customer: {
          fields: {
            audit: relayStylePagination(['orderBy', 'filter']),
            contactPreferenceHistory: relayStylePagination(),
          },
        },
      },
    }),
  });
}
