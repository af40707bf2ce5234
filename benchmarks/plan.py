"""What a run measures, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.contender import Contender
from benchmarks.contenders import CONTENDERS, EVERYWHERE
from benchmarks.recipes import CLASSES, FOREST, GRID, L100, L1000, MIXED, Recipe
from benchmarks.sections import HTTP, IN_PROCESS, SECTIONS, SERVERS, SOAK
from benchmarks.service import Service
from benchmarks.services import SERVICES


@dataclass(frozen=True)
class Plan:
    """A run.

    recipes: the models that every contender scores, in `sizes` rows a call.
    brief_recipes: the models that only `brief_contenders` score, in `brief_sizes` rows a call.
    sections: the parts of the page that are measured.
    open_seconds: how long any contender may take to open a model; its own limit may be lower.
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
    recipes: tuple[Recipe, ...] = (L100, L1000, MIXED)
    contenders: tuple[type[Contender], ...] = CONTENDERS
    sizes: tuple[int, ...] = (1, 100, 10_000)
    brief_recipes: tuple[Recipe, ...] = (CLASSES, FOREST, *GRID)
    brief_contenders: tuple[type[Contender], ...] = EVERYWHERE
    brief_sizes: tuple[int, ...] = (1, 1_000)
    sections: tuple[str, ...] = (
        IN_PROCESS,
        *(name for name in SECTIONS if name not in (SERVERS, SOAK)),
    )
    open_seconds: float = 400
    rounds: int = 3
    seconds: float = 0.25
    warm_up_seconds: float = 0.25
    just_in_time_warm_up_seconds: float = 3.0
    agreed_rows: int = 1_000
    services: tuple[type[Service], ...] = SERVICES
    http_recipes: tuple[Recipe, ...] = (L100,)
    http_rounds: int = 2
    http_seconds: float = 1.0
    http_warm_up_seconds: float = 1.5
    connections: tuple[tuple[int, int], ...] = ((1, 16), (100, 4), (10_000, 1))
    rates: tuple[int, ...] = (500, 2_000)

    @property
    def every_recipe(self) -> tuple[Recipe, ...]:
        """All models: its own first, then those of sections alone."""
        own = (*self.recipes, *self.brief_recipes)
        others = (r for name in self.sections if name in SECTIONS for r in SECTIONS[name].RECIPES)
        return tuple(dict.fromkeys((*own, *others)))

    def field(self, model: str) -> tuple[Sequence[type[Contender]], Sequence[int]]:
        """Who scores a model, and in how many rows a call."""
        if any(model == recipe.name for recipe in self.brief_recipes):
            return self.brief_contenders, self.brief_sizes
        return self.contenders, self.sizes

    def warm_up(self, contender: type[Contender]) -> float:
        """The warm-up of a contender, in seconds for each number of rows a call."""
        jit = contender.just_in_time
        seconds = self.just_in_time_warm_up_seconds if jit else self.warm_up_seconds
        return seconds * contender.warm_up_factor


FULL = Plan("full")
QUICK = Plan(
    "quick",
    recipes=(),
    brief_recipes=(L100, L1000, MIXED),
    sections=(IN_PROCESS, HTTP),
    open_seconds=30,
    rounds=2,
    seconds=0.1,
    warm_up_seconds=0.1,
    just_in_time_warm_up_seconds=0.6,
    agreed_rows=200,
    http_recipes=(L100,),
    http_rounds=1,
    http_seconds=0.5,
    http_warm_up_seconds=1.0,
    connections=((1, 16),),
    rates=(500,),
)
