"""Calls by clients that others wrote. Each module runs in an environment of those clients."""
