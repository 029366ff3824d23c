import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { type AnyVariables, type Client, type OperationResult, type TypedDocumentNode, gql } from '@urql/core';
import { type IntrospectionQuery, getIntrospectionQuery } from 'graphql';
import { address, assertWholeCrowd, crowd, expectNoWarning, listening, surname, tokens, url } from './gateway';
import * as opportunities from './generated/opportunities/graphql';
import * as sales from './generated/sales/graphql';
import { connect } from './urql';

expectNoWarning();
let schema: IntrospectionQuery;
let boxOffice: Client;
let fundraising: Client;

before(async () => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.opportunities}` },
    body: JSON.stringify({ query: getIntrospectionQuery({ oneOf: true }) }),
  });
  schema = (await response.json()).data;
  boxOffice = connect(url, schema, tokens.sales);
  fundraising = connect(url, schema, tokens.opportunities);
});

/** What was answered; an error of the request fails the test. */
function answered<T>({ data, error }: OperationResult<T, AnyVariables>): T {
  assert.equal(error, undefined);
  assert.ok(data);
  return data;
}

/** A new Organisation of this name, as the fundraisers store one. */
async function create(name: string) {
  const input = { organisation: { name, primaryContact: 'Perpetua', address: address() } };
  const { createCustomer } = answered(await fundraising.mutation(opportunities.CreateDocument, { input }));
  assert.deepEqual(createCustomer.errors, []);
  assert.ok(createCustomer.customer?.__typename === 'Organisation');
  return createCustomer.customer;
}

/** What the request failed with, and the status and media type that it was told with. */
async function failure(document: TypedDocumentNode<unknown, { id: string }> | string, token?: string) {
  const { fetch, heard } = listening();
  const { error } = await connect(url, schema, token, fetch).query(document, { id: 'nobody at all' });
  return { codes: error?.graphQLErrors.map((each) => each.extensions.code), heard };
}

test('the fundraisers create, find, open and change a record', async () => {
  const made = await create(`${surname} Trust`);

  const term = { term: surname, type: 'ORGANISATIONS' } as const;
  const { search } = answered(await fundraising.query(opportunities.SearchDocument, term));
  assert.deepEqual(search?.edges.map(({ node }) => node.id), [made.id]);

  const { createNote } = answered(
    await fundraising.mutation(opportunities.WritePinkNoteDocument, { id: made.id, body: 'Gives each spring.' }),
  );
  assert.deepEqual(createNote.errors, []);
  const opened = answered(await fundraising.query(opportunities.OpenProspectDocument, { id: made.friendlyId }));
  assert.deepEqual(opened.customer?.pinkNotes?.map((note) => note.body), ['Gives each spring.']);

  const { updateCustomer } = answered(
    await fundraising.mutation(opportunities.UpdateDocument, {
      id: made.id,
      version: made.detailsVersion,
      details: { organisation: { primaryContact: 'Prudence' } },
    }),
  );
  assert.deepEqual(updateCustomer, {
    customer: { ...made, primaryContact: 'Prudence', detailsVersion: made.detailsVersion + 1 },
    errors: [],
  });
});

test('a change shows wherever the cache has the record, without asking again', async () => {
  const made = await create(`${surname} Fund`);
  const shown: unknown[] = [];
  const { fetch, heard } = listening();
  const client = connect(url, schema, tokens.opportunities, fetch);
  const { node } = answered(await client.query(opportunities.AgainDocument, { id: made.id }));
  assert.deepEqual(node, made);
  const watching = client
    .query(opportunities.AgainDocument, { id: made.id })
    .subscribe(({ data }) => shown.push(data?.node?.__typename === 'Organisation' && data.node.name));

  const details = { organisation: { name: `${surname} Legacy` } };
  const variables = { id: made.id, version: made.detailsVersion, details };
  answered(await client.mutation(opportunities.UpdateDocument, variables));
  watching.unsubscribe();

  assert.deepEqual(shown, [`${surname} Fund`, `${surname} Legacy`]);
  assert.equal(heard.length, 2);
});

test('what somebody else saved meanwhile is told, and the change made on top of it', async () => {
  const made = await create(`${surname} Guild`);
  const change = async (version: number, primaryContact: string) => {
    const details = { organisation: { primaryContact } };
    const variables = { id: made.id, version, details };
    return answered(await fundraising.mutation(opportunities.UpdateDocument, variables)).updateCustomer;
  };
  await change(made.detailsVersion, 'Prudence');

  const stale = await change(made.detailsVersion, 'Patience');

  assert.equal(stale.customer, null);
  const [refusal] = stale.errors;
  assert.ok(refusal?.__typename === 'StaleVersion');
  assert.deepEqual([refusal.currentVersion, refusal.changedBy], [made.detailsVersion + 1, 'femi']);
  assert.deepEqual(refusal.fields, [
    { field: 'primaryContact', theirs: 'Prudence', yours: 'Patience', conflicting: true },
  ]);
  const again = await change(refusal.currentVersion, 'Patience');
  assert.deepEqual(again.errors, []);
});

test('a refusal is data, with a code and the way into the input', async () => {
  const input = { organisation: { name: '', email: 'trust@example.com', address: address() } };
  const { createCustomer } = answered(await fundraising.mutation(opportunities.CreateDocument, { input }));
  assert.equal(createCustomer.customer, null);
  assert.deepEqual(
    createCustomer.errors.map(({ code, path }) => [code, ...path].join(' ')),
    ['REQUIRED organisation name', 'EMAIL_NOT_ALLOWED_FOR_ORGANISATION organisation email'],
  );
});

test('a mutation sent again with its key is not done again', async () => {
  const input = { individual: { firstName: 'Once', lastName: `${surname}u`, address: address() } };
  const send = () =>
    boxOffice.mutation(sales.CreateDocument, { input }, {
      fetchOptions: { headers: { authorization: `Bearer ${tokens.sales}`, 'idempotency-key': `${surname}-once` } },
    });
  const [first, second] = [await send(), await send()];
  assert.equal(answered(second).createCustomer.customer?.id, answered(first).createCustomer.customer?.id);
  assert.deepEqual([first.extensions, second.extensions], [undefined, { replayed: ['createCustomer'] }]);
});

test('pages of a search and of a list grow into one list', async () => {
  const searched = async (after?: string | null) =>
    answered(await boxOffice.query(sales.SearchDocument, { term: crowd.surname, first: 3, after })).search;
  let page = await searched();
  const lengths = [page?.edges.length];
  while (page?.pageInfo.hasNextPage) {
    page = await searched(page.pageInfo.endCursor);
    lengths.push(page?.edges.length);
  }
  assert.deepEqual([lengths, page?.totalCount], [[3, 6, 7], 7]);
  assertWholeCrowd(page?.edges.map(({ node }) => node.fullName) ?? []);

  const filter = { tags: { all: [crowd.tagId] } };
  const listed = async (after?: string | null) =>
    answered(await fundraising.query(opportunities.ProspectsDocument, { filter, first: 5, after })).customers;
  const all = await listed((await listed())?.pageInfo.endCursor);
  assertWholeCrowd(all?.edges.map(({ node }) => node.fullName) ?? []);
});

test('the audit of a record grows page by page on the record', async () => {
  const { id, detailsVersion } = await create(`${surname} Society`);
  for (const [later, primaryContact] of ['Prudence', 'Patience'].entries()) {
    const variables = { id, version: detailsVersion + later, details: { organisation: { primaryContact } } };
    answered(await fundraising.mutation(opportunities.UpdateDocument, variables));
  }

  const read = async (after?: string | null) =>
    answered(await fundraising.query(opportunities.AuditDocument, { id, first: 2, after })).customer?.audit;
  const all = await read((await read())?.pageInfo.endCursor);

  assert.deepEqual(all?.edges.map(({ node }) => node.event), [
    'customer.created',
    'customer.updated',
    'customer.updated',
  ]);
});

test('what one may not see is null, with an error beside all that one may see', async () => {
  const { id, fullName } = await create(`${surname} Circle`);
  const { data, error } = await boxOffice.query(opportunities.OpenProspectDocument, { id });
  assert.deepEqual(error?.graphQLErrors.map((each) => [each.path?.join('.'), each.extensions.code]), [
    ['customer.pinkNotes', 'FORBIDDEN'],
  ]);
  assert.deepEqual([data?.customer?.fullName, data?.customer?.pinkNotes], [fullName, null]);
});

test('an error of the request has a code, and a status where the media type tells it', async () => {
  const unknown = 'query Unknown($id: ID!) { customer(id: $id) { shoeSize } }';
  assert.deepEqual(await failure(gql(unknown), tokens.sales), {
    codes: ['GRAPHQL_VALIDATION_FAILED'],
    heard: ['400 application/graphql-response+json; charset=utf-8'],
  });
  assert.deepEqual((await failure(sales.AgainDocument, tokens.sales)).codes, ['BAD_USER_INPUT']);
  assert.deepEqual(await failure(sales.AgainDocument), {
    codes: ['UNAUTHENTICATED'],
    heard: ['401 application/graphql-response+json; charset=utf-8'],
  });
});
