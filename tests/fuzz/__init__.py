"""Inputs that were made to break readers: `make fuzz`."""
