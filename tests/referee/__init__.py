"""Random operations, each answered by the plan and by graphql-core on the same data: both must say the same."""
