import assert from 'node:assert/strict';
import test from 'node:test';
import {
  type ConcreteRequest,
  type Environment,
  type MutationParameters,
  type OperationType,
  type ReaderFragment,
  commitMutation,
  createOperationDescriptor,
  fetchQuery,
  getSelector,
} from 'relay-runtime';
import { address, assertWholeCrowd, crowd, expectNoWarning, listening, surname, tokens, url } from './gateway';
import { connect } from './relay';
import againQuery, { type recordAgainQuery } from './relay/__generated__/recordAgainQuery.graphql';
import auditFragment, { type record_audit$data } from './relay/__generated__/record_audit.graphql';
import auditPageQuery from './relay/__generated__/recordAuditPageQuery.graphql';
import choicesQuery, { type recordChoicesQuery } from './relay/__generated__/recordChoicesQuery.graphql';
import createDocument, { type recordCreateMutation } from './relay/__generated__/recordCreateMutation.graphql';
import detailsFragment, { type record_details$data } from './relay/__generated__/record_details.graphql';
import hitsFragment, { type record_hits$data } from './relay/__generated__/record_hits.graphql';
import hitsPageQuery from './relay/__generated__/recordHitsPageQuery.graphql';
import openQuery, { type recordOpenQuery } from './relay/__generated__/recordOpenQuery.graphql';
import prospectsFragment, { type record_prospects$data } from './relay/__generated__/record_prospects.graphql';
import prospectsPageQuery from './relay/__generated__/recordProspectsPageQuery.graphql';
import prospectsQuery from './relay/__generated__/recordProspectsQuery.graphql';
import searchQuery from './relay/__generated__/recordSearchQuery.graphql';
import updateDocument, { type recordUpdateMutation } from './relay/__generated__/recordUpdateMutation.graphql';

expectNoWarning();
const boxOffice = connect(url, tokens.sales);
const fundraising = connect(url, tokens.opportunities);

/** Fetches a query and keeps what it is of in the store. */
async function load<T extends OperationType>(
  environment: Environment,
  query: ConcreteRequest,
  variables: T['variables'],
): Promise<T['response']> {
  environment.retain(createOperationDescriptor(query, variables));
  const response = await fetchQuery<T>(environment, query, variables).toPromise();
  assert.ok(response);
  return response;
}

/** What the store has of a fragment now. */
function read<Data>(environment: Environment, fragment: ReaderFragment, reference: unknown): Data {
  const selector = getSelector(fragment, reference);
  assert.ok(selector?.kind === 'SingularReaderSelector');
  const { data, isMissingData } = environment.lookup(selector);
  assert.equal(isMissingData, false);
  return data as Data;
}

/** Where the connection goes on, as Relay asks of every connection. */
function pageInfo(connection: unknown): { hasNextPage: boolean; endCursor: string } {
  return (connection as { pageInfo: ReturnType<typeof pageInfo> }).pageInfo;
}

function commit<T extends MutationParameters>(
  environment: Environment,
  mutation: ConcreteRequest,
  variables: T['variables'],
): Promise<T['response']> {
  return new Promise((onCompleted, onError) => {
    commitMutation<T>(environment, { mutation, variables, onCompleted, onError });
  });
}

/** A new record, and a way to change its details as of a version. */
async function create(environment: Environment, input: recordCreateMutation['variables']['input']) {
  const { createCustomer } = await commit<recordCreateMutation>(environment, createDocument, { input });
  assert.deepEqual(createCustomer.errors, []);
  assert.ok(createCustomer.customer);
  const { id } = createCustomer.customer;
  const change = async (version: number, details: recordUpdateMutation['variables']['details']) => {
    const variables = { id, version, details };
    return (await commit<recordUpdateMutation>(environment, updateDocument, variables)).updateCustomer;
  };
  return { ...createCustomer.customer, change };
}

const individual = (lastName: string) => ({ individual: { firstName: 'Perpetua', lastName, address: address() } });

test('a record is created, opened and changed, and the change shows wherever the store has it', async () => {
  const made = await create(boxOffice, individual(surname));
  const { customer } = await load<recordOpenQuery>(boxOffice, openQuery, { id: made.friendlyId });
  const details = () => read<record_details$data>(boxOffice, detailsFragment, customer);
  assert.equal(details().fullName, `Perpetua ${surname}`);

  const { errors } = await made.change(made.detailsVersion, { individual: { firstName: 'Prudence' } });

  assert.deepEqual(errors, []);
  const { id, fullName, firstName, detailsVersion } = details();
  assert.deepEqual([id, fullName, firstName], [made.id, `Prudence ${surname}`, 'Prudence']);
  assert.equal(detailsVersion, made.detailsVersion + 1);
});

test('what somebody else saved meanwhile is told, and the change made on top of it', async () => {
  const made = await create(fundraising, {
    organisation: { name: `${surname} Trust`, primaryContact: 'Perpetua', address: address() },
  });
  await made.change(made.detailsVersion, { organisation: { primaryContact: 'Prudence' } });

  const stale = await made.change(made.detailsVersion, { organisation: { primaryContact: 'Patience' } });

  const refusal = {
    code: 'STALE_VERSION',
    path: ['expectedVersion'],
    currentVersion: made.detailsVersion + 1,
    changedBy: 'femi',
  };
  assert.deepEqual(stale, { customer: null, errors: [{ __typename: 'StaleVersion', ...refusal }] });
  const again = await made.change(refusal.currentVersion, { organisation: { primaryContact: 'Patience' } });
  assert.deepEqual(again.errors, []);
});

test('a refusal is data, with a code and the way into the input', async () => {
  const input = { individual: { firstName: '', lastName: surname, address: { ...address(), postcode: 'B' } } };
  const { createCustomer } = await commit<recordCreateMutation>(boxOffice, createDocument, { input });
  assert.deepEqual(createCustomer, {
    customer: null,
    errors: [
      { code: 'REQUIRED', path: ['individual', 'firstName'] },
      { code: 'INVALID_POSTCODE', path: ['individual', 'address', 'postcode'] },
    ],
  });
});

test('pages of a search and of a list grow into one connection', async () => {
  const term = { term: crowd.surname };
  const search = await load(boxOffice, searchQuery, term);
  const hits = () => read<record_hits$data>(boxOffice, hitsFragment, search).search;
  const lengths = [hits()?.edges.length];
  while (pageInfo(hits()).hasNextPage) {
    await load(boxOffice, hitsPageQuery, { ...term, first: 3, after: pageInfo(hits()).endCursor });
    lengths.push(hits()?.edges.length);
  }
  assert.deepEqual([lengths, hits()?.totalCount], [[3, 6, 7], 7]);
  assertWholeCrowd(hits()?.edges.map(({ node }) => node.fullName) ?? []);

  const filter = { filter: { tags: { all: [crowd.tagId] } } };
  const list = await load(fundraising, prospectsQuery, filter);
  const prospects = () => read<record_prospects$data>(fundraising, prospectsFragment, list).customers;
  await load(fundraising, prospectsPageQuery, { ...filter, first: 5, after: pageInfo(prospects()).endCursor });
  assertWholeCrowd(prospects()?.edges.map(({ node }) => node.fullName) ?? []);
});

test('the audit of a record grows page by page, refetched by the node', async () => {
  const made = await create(boxOffice, individual(`${surname}i`));
  for (const [later, firstName] of ['Prudence', 'Patience'].entries()) {
    await made.change(made.detailsVersion + later, { individual: { firstName } });
  }

  const { customer } = await load<recordOpenQuery>(boxOffice, openQuery, { id: made.id });
  const audit = () => read<record_audit$data>(boxOffice, auditFragment, customer).audit;
  assert.equal(audit()?.edges.length, 2);
  await load(boxOffice, auditPageQuery, { id: made.id, first: 2, after: pageInfo(audit()).endCursor });

  assert.deepEqual(audit()?.edges.map(({ node }) => node.event), [
    'customer.created',
    'customer.updated',
    'customer.updated',
  ]);
});

test('what was chosen names what there is to choose from, and is no other record of the same id', async () => {
  const search = await load(boxOffice, searchQuery, { term: `${crowd.surname}, A` });
  const found = read<record_hits$data>(boxOffice, hitsFragment, search).search?.edges ?? [];
  const id = found.find(({ node }) => node.fullName === `A ${crowd.surname}`)?.node.id ?? '';
  const { customer } = await load<recordChoicesQuery>(boxOffice, choicesQuery, { id });
  const chosen = customer?.attributes?.find((each) => each.value?.options);
  assert.deepEqual(chosen?.value?.options?.map((each) => each.label), ['Aisle']);
  assert.equal(chosen.value.options[0]?.optionId, chosen.definition?.options?.[0]?.id);
});

test('an error of the request has a code and a status, and so has one of a field', async () => {
  const variables = { id: 'nobody at all' };
  const failure = async (query: ConcreteRequest, token?: string) => {
    const { fetch, heard } = listening();
    const error = await load(connect(url, token, fetch), query, variables).then(
      () => assert.fail('it was answered'),
      (thrown: { source?: { errors: { extensions: { code: string } }[] } }) => thrown,
    );
    return { codes: error.source?.errors.map((each) => each.extensions.code), heard };
  };
  const text = 'query recordAgainQuery { node(id: "I-1") { shoeSize } }';
  const unknown = { ...againQuery, params: { ...againQuery.params, text } } as ConcreteRequest;

  assert.deepEqual(await failure(unknown, tokens.sales), {
    codes: ['GRAPHQL_VALIDATION_FAILED'],
    heard: ['400 application/graphql-response+json; charset=utf-8'],
  });
  assert.deepEqual(await failure(againQuery), {
    codes: ['UNAUTHENTICATED'],
    heard: ['401 application/graphql-response+json; charset=utf-8'],
  });
  const { node } = await load<recordAgainQuery>(boxOffice, againQuery, variables);
  assert.deepEqual(node, { ok: false, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});
