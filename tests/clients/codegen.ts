import type { CodegenConfig } from '@graphql-codegen/cli';

/** The types of one app: what both apps ask of a record, and what only this one does. */
const app = (name: string) => ({
  documents: ['operations/record.graphql', `operations/${name}.graphql`],
  preset: 'client' as const,
  // Masked fragments are for components; a program of one file reads what it asked for.
  presetConfig: { fragmentMasking: false },
  config: {
    // Both come and go as text: 2026-12-24, and 2026-12-24T18:00:00+00:00. Money is an object of the schema.
    scalars: { ID: 'string', Date: 'string', DateTime: 'string' },
    // A scalar that the schema gets later is an error until it has a type here.
    strictScalars: true,
  },
});

const config: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    'generated/sales/': app('sales'),
    'generated/opportunities/': app('opportunities'),
    'generated/possible_types.ts': { plugins: ['fragment-matcher'] },
  },
};

export default config;
