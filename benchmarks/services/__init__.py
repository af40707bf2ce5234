"""Every contender over HTTP, in the order of the tables. To add one, name its class here."""

from __future__ import annotations

from benchmarks.service import Service
from benchmarks.services.fastapi import FastApiBooster, FastApiPipeline
from benchmarks.services.scorejar import ScorejarService, ScorejarServicePy4j

SERVICES: tuple[type[Service], ...] = (
    FastApiPipeline,
    FastApiBooster,
    ScorejarService,
    ScorejarServicePy4j,
)
