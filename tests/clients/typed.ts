// Read by the compiler only: what the schema rules out is an error in either app, so each expectation must be met.
import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core';
import type * as opportunities from './generated/opportunities/graphql';
import type * as sales from './generated/sales/graphql';

type Opened = ResultOf<typeof sales.OpenAtTheBoxOfficeDocument>['customer'];
type Prospect = ResultOf<typeof opportunities.OpenProspectDocument>['customer'];

export function describe(opened: Opened, prospect: Prospect): string[] {
  // @ts-expect-error there may be no such record, or none that one may see
  opened.fullName;
  if (opened?.__typename !== 'Individual' || prospect?.__typename !== 'Organisation') return [];
  // @ts-expect-error an Individual has no primary contact
  opened.primaryContact;
  // @ts-expect-error the box office did not ask for pink notes
  opened.pinkNotes;
  const born: string | null = opened.birthDate;
  return [opened.lastName, born ?? '', prospect.primaryContact ?? '', ...(prospect.pinkNotes ?? []).map((each) => each.body)];
}

export const update: VariablesOf<typeof sales.UpdateDocument> = {
  id: 'I-1000042',
  version: 1,
  details: { individual: { email: null } },
};

// @ts-expect-error a change says what it is based on
export const unversioned: VariablesOf<typeof sales.UpdateDocument> = { id: 'I-1', details: { individual: {} } };

export const ofBoth: VariablesOf<typeof opportunities.UpdateDocument> = {
  id: 'I-1000042',
  version: 1,
  // @ts-expect-error a record is of one kind
  details: { individual: {}, organisation: {} },
};

/** Why nothing was changed, in words; a refusal that is missing here is an error. */
export function why(refusal: ResultOf<typeof sales.UpdateDocument>['updateCustomer']['errors'][number]): string {
  switch (refusal.__typename) {
    case 'StaleVersion':
      return `${refusal.changedBy} saved version ${refusal.currentVersion}`;
    case 'EmailNotUnique':
      return `${refusal.holder?.fullName ?? 'Somebody'} has this address`;
    default:
      return refusal.message;
  }
}
