"""From a table, or a user's own fitted pipeline, to PMML and evidence.

Evidence is rows with the answers that the fitted pipeline itself gave; it is what `export` proves a
jar against. The two stages share files and nothing else.
"""
