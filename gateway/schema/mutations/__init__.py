"""What can be changed: a module a tab, each with its inputs, payloads and refusals."""
