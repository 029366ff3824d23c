// The audits of GraphQL over HTTP, each a test, asked by somebody who is signed in.
import assert from 'node:assert/strict';
import test from 'node:test';
import { serverAudits } from 'graphql-http';

const authorization = `Bearer ${process.env.CLIENT_SALES_TOKEN}`;

const audits = serverAudits({
  url: process.env.CLIENT_URL ?? '',
  fetchFn: (url: string, init: RequestInit = {}) => fetch(url, { ...init, headers: { ...init.headers, authorization } }),
});

for (const audit of audits) {
  test(`${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn();
    assert.equal(result.status, 'ok', result.status === 'ok' ? '' : result.reason);
  });
}
