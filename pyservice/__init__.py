"""Scoring from Python: in process, from files, and over HTTP, with the JVM behind a bridge."""

from __future__ import annotations

from .scorer import JarScorer, open_scorer

__all__ = ["JarScorer", "open_scorer"]
