import assert from 'node:assert/strict';
import test from 'node:test';
import { CombinedGraphQLErrors, gql } from '@apollo/client';
import { connect } from './apollo';
import { address, assertWholeCrowd, crowd, expectNoWarning, listening, surname, tokens, url } from './gateway';
import * as opportunities from './generated/opportunities/graphql';
import * as sales from './generated/sales/graphql';

expectNoWarning();
const boxOffice = connect(url, tokens.sales);
const fundraising = connect(url, tokens.opportunities);

/** A new Individual of this surname, as the box office stores one. */
async function create(lastName: string) {
  const input = { individual: { firstName: 'Perpetua', lastName, address: address() } };
  const { data } = await boxOffice.mutate({ mutation: sales.CreateDocument, variables: { input } });
  assert.deepEqual(data?.createCustomer.errors, []);
  assert.ok(data.createCustomer.customer?.__typename === 'Individual');
  return data.createCustomer.customer;
}

/** What the request failed with, and the status and media type that it was told with. */
async function failure(asking: (client: ReturnType<typeof connect>) => Promise<unknown>, token?: string) {
  const { fetch, heard } = listening();
  const error = await asking(connect(url, token, fetch)).then(
    () => assert.fail('it was answered'),
    (thrown: unknown) => thrown,
  );
  assert.ok(CombinedGraphQLErrors.is(error));
  return { codes: error.errors.map((each) => each.extensions?.code), heard };
}

test('the box office creates, finds, opens and changes a record', async () => {
  const made = await create(surname);

  const found = await boxOffice.query({ query: sales.SearchDocument, variables: { term: surname } });
  assert.deepEqual(found.data?.search?.edges.map(({ node }) => node.id), [made.id]);

  const opened = await boxOffice.query({
    query: sales.OpenAtTheBoxOfficeDocument,
    variables: { id: made.friendlyId },
  });
  const record = opened.data?.customer;
  assert.deepEqual(record?.addresses?.map((each) => each.oneLine), ['1 Ropewalk, Bristol, BS1 1RN']);

  const details = { individual: { email: `${surname}@example.com`.toLowerCase() } };
  const { data } = await boxOffice.mutate({
    mutation: sales.UpdateDocument,
    variables: { id: made.id, version: made.detailsVersion, details },
  });
  assert.deepEqual(data?.updateCustomer, {
    __typename: 'UpdateCustomerPayload',
    customer: { ...made, email: details.individual.email, detailsVersion: made.detailsVersion + 1 },
    errors: [],
  });
});

test('a change shows wherever the cache has the record, and node refetches it', async () => {
  const made = await create(`${surname}o`);
  const { id, detailsVersion: version } = made;
  const shown = boxOffice.watchQuery({ query: sales.AgainDocument, variables: { id } });
  assert.deepEqual((await shown.refetch()).data?.node, made);

  await boxOffice.mutate({
    mutation: sales.UpdateDocument,
    variables: { id, version, details: { individual: { firstName: 'Prudence' } } },
  });

  const renamed = { __typename: 'Individual', id, fullName: `Prudence ${surname}o` };
  assert.deepEqual(shown.getCurrentResult().data?.node, {
    ...made,
    ...renamed,
    firstName: 'Prudence',
    detailsVersion: version + 1,
  });
  // By the interface too, which takes possibleTypes.
  const fragment = gql`
    fragment Name on Customer {
      id
      fullName
    }
  `;
  assert.deepEqual(boxOffice.cache.readFragment({ fragment, id: `Individual:${id}` }), renamed);
});

test('what somebody else saved meanwhile is told, and the change made on top of it', async () => {
  const made = await create(`${surname}a`);
  const change = (version: number, details: sales.DetailsInput) =>
    boxOffice.mutate({ mutation: sales.UpdateDocument, variables: { id: made.id, version, details } });
  await change(made.detailsVersion, { individual: { firstName: 'Prudence' } });

  const stale = await change(made.detailsVersion, { individual: { firstName: 'Patience' } });

  assert.equal(stale.data?.updateCustomer.customer, null);
  const [refusal] = stale.data.updateCustomer.errors;
  assert.ok(refusal?.__typename === 'StaleVersion');
  assert.deepEqual(
    { ...refusal, message: '' },
    {
      __typename: 'StaleVersion',
      code: 'STALE_VERSION',
      message: '',
      path: ['expectedVersion'],
      currentVersion: made.detailsVersion + 1,
      changedBy: 'bea',
      fields: [
        { __typename: 'FieldConflict', field: 'firstName', theirs: 'Prudence', yours: 'Patience', conflicting: true },
      ],
    },
  );
  const again = await change(refusal.currentVersion, { individual: { firstName: 'Patience' } });
  assert.equal(again.data?.updateCustomer.customer?.fullName, `Patience ${surname}a`);
});

test('a refusal is data, with a code and the way into the input', async () => {
  const input = { individual: { firstName: '', lastName: surname, address: { ...address(), postcode: 'B' } } };
  const { data } = await boxOffice.mutate({ mutation: sales.CreateDocument, variables: { input } });
  assert.equal(data?.createCustomer.customer, null);
  assert.deepEqual(data.createCustomer.errors.map(({ code, path }) => [code, ...path].join(' ')), [
    'REQUIRED individual firstName',
    'INVALID_POSTCODE individual address postcode',
  ]);
});

test('a mutation sent again with its key is not done again', async () => {
  const sent = {
    mutation: sales.CreateDocument,
    variables: { input: { individual: { firstName: 'Once', lastName: `${surname}u`, address: address() } } },
    context: { headers: { 'idempotency-key': `${surname}-once` } },
  };
  const [first, second] = [await boxOffice.mutate(sent), await boxOffice.mutate(sent)];
  assert.deepEqual(second.data?.createCustomer.errors, []);
  assert.equal(second.data.createCustomer.customer?.id, first.data?.createCustomer.customer?.id);
  assert.deepEqual([first.extensions, second.extensions], [undefined, { replayed: ['createCustomer'] }]);
});

test('pages of a search and of a list grow into one list', async () => {
  const search = boxOffice.watchQuery({ query: sales.SearchDocument, variables: { term: crowd.surname, first: 3 } });
  let page = (await search.refetch()).data?.search;
  const lengths = [page?.edges.length];
  while (page?.pageInfo.hasNextPage) {
    await search.fetchMore({ variables: { after: page.pageInfo.endCursor } });
    page = search.getCurrentResult().data?.search as typeof page;
    lengths.push(page?.edges.length);
  }
  assert.deepEqual([lengths, page?.totalCount], [[3, 6, 7], 7]);
  assertWholeCrowd(page?.edges.map(({ node }) => node.fullName) ?? []);

  const filter = { tags: { all: [crowd.tagId] } };
  const list = fundraising.watchQuery({ query: opportunities.ProspectsDocument, variables: { filter, first: 5 } });
  const after = (await list.refetch()).data?.customers?.pageInfo.endCursor;
  await list.fetchMore({ variables: { after } });
  const prospects = list.getCurrentResult().data?.customers as opportunities.ProspectsQuery['customers'];
  assertWholeCrowd(prospects?.edges.map(({ node }) => node.fullName) ?? []);
});

test('the audit of a record grows page by page on the record', async () => {
  const made = await create(`${surname}i`);
  for (const [later, firstName] of ['Prudence', 'Patience'].entries()) {
    const variables = { id: made.id, version: made.detailsVersion + later, details: { individual: { firstName } } };
    await boxOffice.mutate({ mutation: sales.UpdateDocument, variables });
  }

  const audit = boxOffice.watchQuery({ query: sales.AuditDocument, variables: { id: made.id, first: 2 } });
  const after = (await audit.refetch()).data?.customer?.audit?.pageInfo.endCursor;
  await audit.fetchMore({ variables: { after } });

  const record = audit.getCurrentResult().data?.customer as sales.AuditQuery['customer'];
  assert.deepEqual(record?.audit?.edges.map(({ node }) => node.event), [
    'customer.created',
    'customer.updated',
    'customer.updated',
  ]);
});

test('the fundraisers create an organisation and write a pink note on it', async () => {
  const input = { organisation: { name: `${surname} Trust`, primaryContact: 'Perpetua', address: address() } };
  const created = await fundraising.mutate({ mutation: opportunities.CreateDocument, variables: { input } });
  const id = created.data?.createCustomer.customer?.id;
  assert.ok(id);
  const noted = await fundraising.mutate({
    mutation: opportunities.WritePinkNoteDocument,
    variables: { id, body: 'Gives each spring.' },
  });
  assert.deepEqual(noted.data?.createNote.errors, []);

  const opened = await fundraising.query({ query: opportunities.OpenProspectDocument, variables: { id } });
  const record = opened.data?.customer;
  assert.ok(record?.__typename === 'Organisation');
  assert.deepEqual([record.name, record.primaryContact], [`${surname} Trust`, 'Perpetua']);
  assert.deepEqual(record.pinkNotes?.map((note) => note.body), ['Gives each spring.']);
});

test('what one may not see is null, with an error beside all that one may see', async () => {
  const { id, fullName } = await create(`${surname}e`);
  const query = opportunities.OpenProspectDocument;
  const { data, error } = await boxOffice.query({ query, variables: { id }, errorPolicy: 'all' });
  assert.ok(CombinedGraphQLErrors.is(error));
  assert.deepEqual(error.errors.map((each) => [each.path?.join('.'), each.extensions?.code]), [
    ['customer.pinkNotes', 'FORBIDDEN'],
  ]);
  assert.deepEqual([data?.customer?.fullName, data?.customer?.pinkNotes], [fullName, null]);
});

test('an error of the request has a code, and a status where the media type tells it', async () => {
  const unknown = (client: ReturnType<typeof connect>) =>
    client.query({ query: gql`query Unknown { customer(id: "I-1") { shoeSize } }` });
  assert.deepEqual(await failure(unknown, tokens.sales), {
    codes: ['GRAPHQL_VALIDATION_FAILED'],
    heard: ['400 application/graphql-response+json; charset=utf-8'],
  });
  const nobody = (client: ReturnType<typeof connect>) =>
    client.query({ query: sales.AgainDocument, variables: { id: 'nobody at all' } });
  assert.deepEqual((await failure(nobody, tokens.sales)).codes, ['BAD_USER_INPUT']);
  assert.deepEqual(await failure(nobody), {
    codes: ['UNAUTHENTICATED'],
    heard: ['401 application/graphql-response+json; charset=utf-8'],
  });
});
