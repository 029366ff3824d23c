// What each client needs of the gateway, and of the tests that started it.
import assert from 'node:assert/strict';
import { after, mock } from 'node:test';

function given(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set`);
  return value;
}

export const url = given('CLIENT_URL');
/** Bea of the box office, and Femi the fundraiser. */
export const tokens = { sales: given('CLIENT_SALES_TOKEN'), opportunities: given('CLIENT_OPPORTUNITIES_TOKEN') };
/** A surname that nobody has yet. */
export const surname = given('CLIENT_SURNAME');
/** Seven people of one surname, who bear one tag and nobody else does. */
export const crowd = { surname: given('CLIENT_CROWD'), tagId: given('CLIENT_CROWD_TAG'), names: 'ABCDEFG' };

const district = given('CLIENT_DISTRICT');
let doors = 0;

/** An address where nobody is yet: names alike at one address would be taken for duplicates. */
export function address() {
  doors += 1;
  return { line1: `${doors} Ropewalk`, town: 'Bristol', postcode: `${district} ${doors}RN`, countryCode: 'GB' };
}

/** The names of the crowd as a whole list has them, each once, in any order. */
export function assertWholeCrowd(found: readonly string[]): void {
  assert.deepEqual(
    [...found].sort(),
    [...crowd.names].map((first) => `${first} ${crowd.surname}`),
  );
}

/** A `fetch`, and the status and media type of every response that came through it. */
export function listening(): { fetch: typeof fetch; heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    fetch: async (...request) => {
      const response = await fetch(...request);
      heard.push(`${response.status} ${response.headers.get('content-type')}`);
      return response;
    },
  };
}

/** Fails the run if a client warned of anything, as caches do that cannot tell two objects apart. */
export function expectNoWarning(): void {
  const warned: string[] = [];
  for (const level of ['warn', 'error'] as const) {
    mock.method(console, level, (...said: unknown[]) => warned.push(said.join(' ')));
  }
  after(() => assert.deepEqual(warned, []));
}
