"""The rules of the customer record: pure functions and values, without storage, clock or GraphQL."""
