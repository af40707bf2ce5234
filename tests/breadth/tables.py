"""The small tables that cases are fitted on: 240 rows, generated or scikit-learn's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from sklearn import datasets

ROWS = 240
COLORS = ["red", "green", "blue", "black"]
SIZES = ["small", "middle", "large"]
WORDS = ["good", "bad", "fast", "slow", "cheap", "dear", "red", "blue", "old", "new"]


@dataclass(frozen=True)
class Table:
    """Inputs, and what may be predicted from them, by name."""

    inputs: pd.DataFrame
    targets: dict[str, Any]


def draws(seed: int) -> np.random.Generator:
    """Numbers that are the same in every run."""
    return np.random.default_rng(seed)


def base(seed: int = 1) -> pd.DataFrame:
    """Three columns of fractions and one of counts."""
    draw = draws(seed)
    return pd.DataFrame(
        {
            "a": draw.normal(size=ROWS).round(3),
            "b": draw.normal(2, 3, size=ROWS).round(2),
            "c": draw.uniform(0, 10, size=ROWS).round(3),
            "count": draw.poisson(4, size=ROWS),
        }
    )


def targets(score: pd.Series) -> dict[str, Any]:
    """Targets of every kind that follow a score; small classes have a dozen rows and more."""
    draw = draws(2)
    noisy = (score - score.mean()) / score.std() + draw.normal(0, 0.2, size=len(score))
    three = pd.Series(np.digitize(noisy, noisy.quantile([0.3, 0.7])) + 1, name="y")
    two = (noisy > 0.2).astype(int).rename("y")
    return {
        "number": noisy.round(4).rename("y"),
        "positive": np.exp(noisy).round(4).rename("y"),
        "count": draw.poisson(np.exp(noisy / 2 + 1)),
        "share": pd.Series(1 / (1 + np.exp(-noisy)), name="y").round(4),
        "two": two,
        "yes": two.map({0: "no", 1: "yes"}),
        "truth": two.astype(bool),
        "three": three,
        "zero_based": three - 1,
        "named": three.map({1: "low", 2: "middle", 3: "high"}),
        "grade": (three - 1).rename("y"),
        "unnamed": noisy.round(4).to_numpy(),
        "constant": pd.Series(1.5, index=score.index, name="y"),
        "one_class": pd.Series(1, index=score.index, name="y"),
        "two_numbers": pd.DataFrame({"u": noisy.round(3), "v": (noisy**2).round(3)}),
        "two_labels": pd.DataFrame({"u": two, "v": three}),
    }


def numbers() -> Table:
    X = base()
    return Table(X, targets(X["a"] + X["b"] ** 2 / 9 - X["c"] / 5 + X["count"] / 4))


def gaps() -> Table:
    """Missing values in two columns."""
    table = numbers()
    X = table.inputs.copy()
    draw = draws(3)
    X.loc[draw.random(ROWS) < 0.2, "a"] = np.nan
    X.loc[draw.random(ROWS) < 0.2, "c"] = np.nan
    return Table(X, targets(table.inputs["a"] + X["a"].isna() + X["b"] - X["c"].fillna(20) / 5))


def zeros() -> Table:
    """Many zeros, and missing values among them."""
    table = gaps()
    X = table.inputs.copy()
    draw = draws(4)
    X.loc[draw.random(ROWS) < 0.3, "a"] = 0.0
    X.loc[draw.random(ROWS) < 0.3, "b"] = 0.0
    return Table(X, targets(X["a"].fillna(1) + (X["a"] == 0) - (X["b"] == 0) + X["b"]))


def categories() -> Table:
    """pandas categories of text, numbers and truth values beside numbers."""
    table = texts()
    X = table.inputs.copy()
    for name in ("color", "size"):
        X[name] = X[name].astype("category")
    return Table(X, table.targets)


def texts() -> Table:
    """The same as text."""
    draw = draws(5)
    X = base(6)[["a", "b"]]
    X["color"] = draw.choice(COLORS, ROWS)
    X["size"] = draw.choice(SIZES, ROWS, p=[0.6, 0.35, 0.05])
    score = X["color"].map(dict(zip(COLORS, [1.5, -1, 0.5, -0.3], strict=True)))
    return Table(X, targets(score + (X["size"] == "small") + X["a"] + X["b"] / 3))


def text_gaps() -> Table:
    """Text with missing values."""
    table = texts()
    X = table.inputs.copy()
    X.loc[draws(7).random(ROWS) < 0.15, "color"] = np.nan
    return Table(X, table.targets)


def codes() -> Table:
    """Categories as integers."""
    draw = draws(8)
    X = base(9)[["a", "b"]]
    X["zone"] = draw.choice([0, 1, 2, 5, 9], ROWS)
    X["kind"] = draw.choice([0, 1, 2], ROWS)
    score = X["zone"].map({0: 1.5, 1: -1, 2: 0.5, 5: -0.3, 9: 1})
    return Table(X, targets(score + (X["kind"] == 1) + X["a"] + X["b"] / 3))


def rates() -> Table:
    """Categories as fractions."""
    table = codes()
    X = table.inputs.copy()
    X["kind"] = X["kind"].map({0: 0.5, 1: 1.0, 2: 2.25})
    return Table(X, table.targets)


def truths() -> Table:
    """A column of truth values."""
    table = numbers()
    X = table.inputs[["a", "b"]].copy()
    X["member"] = table.inputs["count"] > 4
    return Table(X, table.targets)


def counts() -> Table:
    """Whole numbers from 0."""
    draw = draws(10)
    X = pd.DataFrame({f"k{i}": draw.poisson(i, size=ROWS) for i in range(1, 5)})
    return Table(X, targets(X["k1"] - X["k2"] / 2 + X["k3"] / 3))


def positive() -> Table:
    """Numbers above 0, of very different sizes."""
    draw = draws(11)
    X = pd.DataFrame({name: draw.lognormal(i, 1, size=ROWS) for i, name in enumerate("pqr")})
    return Table(X.round(4), targets(np.log(X["p"]) + np.sqrt(X["q"])))


def wide() -> Table:
    """Eight columns, two of them without use."""
    draw = draws(12)
    X = pd.DataFrame(draw.normal(size=(ROWS, 8)).round(3), columns=[f"w{i}x" for i in range(8)])
    X["w7x"] = 3.0
    return Table(X, targets(X["w0x"] + X["w1x"] * X["w2x"]))


def words() -> Table:
    """Text of several words."""
    draw = draws(13)
    lines = [" ".join(draw.choice(WORDS, draw.integers(3, 8))) for _ in range(ROWS)]
    X = pd.DataFrame({"text": lines, "a": draw.normal(size=ROWS).round(3)})
    return Table(X, targets(X["text"].str.count("good") - X["text"].str.count("bad") + X["a"]))


def days() -> Table:
    """A date and a number."""
    draw = draws(14)
    X = pd.DataFrame(
        {
            "day": pd.Timestamp("2019-01-01") + pd.to_timedelta(draw.integers(0, 2000, ROWS), "D"),
            "a": draw.normal(size=ROWS).round(3),
        }
    )
    return Table(X, targets(X["day"].dt.month + X["a"]))


def bundled(name: str, columns: int) -> Table:
    """One of scikit-learn's own tables, its first columns and 240 of its rows."""
    X, y = getattr(datasets, f"load_{name}")(return_X_y=True, as_frame=True)
    rows = draws(15).permutation(len(X))[:ROWS]
    X = X.iloc[rows, :columns].reset_index(drop=True)
    y = y.iloc[rows].reset_index(drop=True)
    return Table(X, {"real": y, "text": y.astype(str)})


TABLES: dict[str, Callable[[], Table]] = {
    "numbers": numbers,
    "gaps": gaps,
    "zeros": zeros,
    "categories": categories,
    "texts": texts,
    "text_gaps": text_gaps,
    "codes": codes,
    "rates": rates,
    "truths": truths,
    "counts": counts,
    "positive": positive,
    "wide": wide,
    "words": words,
    "days": days,
    "breast_cancer": lambda: bundled("breast_cancer", 10),
    "wine": lambda: bundled("wine", 13),
    "iris": lambda: bundled("iris", 4),
    "diabetes": lambda: bundled("diabetes", 10),
}


@cache
def table(name: str) -> Table:
    """A table by its name; made once, not to be changed."""
    return TABLES[name]()
