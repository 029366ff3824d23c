"""What a release promises: the schema it had, what changed since, and that the changelog says so."""
