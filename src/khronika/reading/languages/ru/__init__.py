"""Russian: rules of its own, and the tagger's spans read by the same rules."""
