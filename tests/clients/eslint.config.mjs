// The rules for schemas and for Relay, on the gateway's schema. What is not kept as it comes says why.
import plugin, { parser } from '@graphql-eslint/eslint-plugin';

const recommended = plugin.configs['flat/schema-recommended'].rules;
const [, names] = recommended['@graphql-eslint/naming-convention'];

export default [
  {
    files: ['schema.graphql'],
    plugins: { '@graphql-eslint': plugin },
    languageOptions: { parser, parserOptions: { graphQLConfig: { schema: 'schema.graphql' } } },
    rules: {
      ...recommended,
      ...plugin.configs['flat/schema-relay'].rules,

      // A ticket type, a membership type and a relationship type are called so in the trade.
      '@graphql-eslint/naming-convention': ['error', { ...names, 'ObjectTypeDefinition,ObjectTypeExtension': {} }],

      // The one directive is @oneOf of GraphQL itself, which is printed without words.
      '@graphql-eslint/require-description': ['error', { types: true, rootField: true }],

      // Refusals, payloads and values belong to the answer or the object that they are of; what lives on its own is
      // a Node, and has an id by that.
      '@graphql-eslint/strict-id-in-types': 'off',

      // Pages are turned forwards only.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],

      // What stays small is a whole list, and a page has its entries as `nodes` too. An answer of the past is not
      // asked for by itself, so its edges have no Node.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],

      // Of no-unreachable-types one finding is suppressed beside this file, and no second: RequestCode, which no field
      // returns. It describes the codes in `extensions` of errors, where GraphQL has no types.
    },
  },
];
