"""English: words and rules, one module a question."""
