// What the Relay compiler reads; programs run the artifacts that it makes of this.
import { graphql } from 'relay-runtime';

export const details = graphql`
  fragment record_details on Customer {
    id
    friendlyId
    fullName
    detailsVersion
    ... on Individual {
      firstName
      email
    }
    ... on Organisation {
      primaryContact
    }
  }
`;

// Refetched by node, since a customer has an id.
export const audit = graphql`
  fragment record_audit on Customer
  @refetchable(queryName: "recordAuditPageQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 2 }, after: { type: "String" }) {
    audit(first: $first, after: $after, orderBy: OLDEST_FIRST) @connection(key: "record_audit") {
      edges {
        node {
          event
          at
        }
      }
    }
  }
`;

export const hits = graphql`
  fragment record_hits on Query
  @refetchable(queryName: "recordHitsPageQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 3 }, after: { type: "String" }) {
    search(term: $term, first: $first, after: $after) @connection(key: "record_search") {
      totalCount
      edges {
        node {
          id
          fullName
        }
      }
    }
  }
`;

export const prospects = graphql`
  fragment record_prospects on Query
  @refetchable(queryName: "recordProspectsPageQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" }) {
    customers(filter: $filter, first: $first, after: $after) @connection(key: "record_customers") {
      edges {
        node {
          fullName
        }
      }
    }
  }
`;

export const searchQuery = graphql`
  query recordSearchQuery($term: String!) {
    ...record_hits
  }
`;

export const prospectsQuery = graphql`
  query recordProspectsQuery($filter: CustomerFilter!) {
    ...record_prospects
  }
`;

export const openQuery = graphql`
  query recordOpenQuery($id: ID!) {
    customer(id: $id) {
      id
      ...record_details
      ...record_audit
    }
  }
`;

// What was chosen, and what there is to choose from.
export const choicesQuery = graphql`
  query recordChoicesQuery($id: ID!) {
    customer(id: $id) {
      attributes {
        value {
          ... on ChoiceValue {
            options {
              optionId
              label
            }
          }
        }
        definition {
          options {
            id
            label
          }
        }
      }
    }
  }
`;

// Without @catch a field that failed would read like one that has nothing.
export const againQuery = graphql`
  query recordAgainQuery($id: ID!) {
    node(id: $id) @catch(to: RESULT) {
      id
    }
  }
`;

export const createMutation = graphql`
  mutation recordCreateMutation($input: CreateCustomerInput!) {
    createCustomer(input: $input) {
      customer {
        id
        friendlyId
        detailsVersion
      }
      errors {
        ... on UserError {
          code
          path
        }
      }
    }
  }
`;

export const updateMutation = graphql`
  mutation recordUpdateMutation($id: ID!, $version: Int!, $details: DetailsInput!) {
    updateCustomer(customerId: $id, expectedVersion: $version, details: $details) {
      customer {
        ...record_details
      }
      errors {
        __typename
        ... on UserError {
          code
          path
        }
        ... on StaleVersion {
          currentVersion
          changedBy
        }
      }
    }
  }
`;
