"""What a run measures, and for how long."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.contender import Contender
from benchmarks.contenders import CONTENDERS
from benchmarks.recipes import CLASSES, FOREST, GRID, L100, L1000, MIXED, Recipe
from benchmarks.service import Service
from benchmarks.services import SERVICES


@dataclass(frozen=True)
class Plan:
    """A run.

    rounds: every contender is measured once a round, in another order each time, so that whatever
      disturbs the machine for a while disturbs all of them.
    seconds: how long one measurement takes, preparation of arguments included.
    warm_up_seconds, just_in_time_warm_up_seconds: how long a contender runs before anything
      counts, for each number of rows a call; the second is for code that is compiled as it runs.
    agreed_rows: how many rows are scored one at a time, and compared, before anything is timed.
    http_recipes: the models that are measured over HTTP as well.
    connections: how many requests are under way at once, by the number of rows a request.
    rates: requests a second of the loads at a fixed rate, one row each. A service that closed-loop
      load showed to be slower than that is left out.
    """

    name: str
    recipes: tuple[Recipe, ...] = (L100, L1000, MIXED, CLASSES, FOREST, *GRID)
    contenders: tuple[type[Contender], ...] = CONTENDERS
    sizes: tuple[int, ...] = (1, 100, 10_000)
    rounds: int = 5
    seconds: float = 0.4
    warm_up_seconds: float = 0.4
    just_in_time_warm_up_seconds: float = 3.0
    agreed_rows: int = 1_000
    services: tuple[type[Service], ...] = SERVICES
    http_recipes: tuple[Recipe, ...] = (L100, L1000, MIXED)
    http_rounds: int = 2
    http_seconds: float = 1.5
    http_warm_up_seconds: float = 2.0
    connections: tuple[tuple[int, int], ...] = ((1, 16), (100, 4), (10_000, 1))
    rates: tuple[int, ...] = (500, 2_000)

    def warm_up(self, contender: type[Contender]) -> float:
        """The warm-up of a contender, in seconds for each number of rows a call."""
        jit = contender.just_in_time
        return self.just_in_time_warm_up_seconds if jit else self.warm_up_seconds


FULL = Plan("full")
QUICK = Plan(
    "quick",
    recipes=(L100, L1000, MIXED),
    sizes=(1, 100, 1_000),
    rounds=2,
    seconds=0.2,
    warm_up_seconds=0.2,
    just_in_time_warm_up_seconds=0.8,
    agreed_rows=200,
    http_recipes=(L100,),
    http_rounds=1,
    http_seconds=1.0,
    http_warm_up_seconds=1.0,
    connections=((1, 16), (100, 4), (1_000, 1)),
    rates=(500,),
)
