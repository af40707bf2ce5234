"""Which version of a model answers which request: rules in a file, and what they come to."""
