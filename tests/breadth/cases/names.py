"""Names that trouble generated code, models without names, targets without one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from lightgbm import LGBMClassifier
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ..case import Case

NAMES = {
    "that differ by case": ("Age", "age", "AGE", "aGe"),
    "that differ by punctuation": ("a.b", "ab", "a b", "a-b"),
    "like an array's": ("x_0", "x_1", "x_2", "x_10"),
    "that end in a year": ("income_2020", "income_2021", "y_2147483648", "z_01"),
    "that are Java's words": ("class", "int", "null", "package"),
    "that are Python's words": ("def", "None", "lambda", "True"),
    "with signs": ("a<30", "a>30", "%", "$"),
    "of other scripts": ("größe", "年龄", "возраст", "😀"),
    "with blanks at their ends": (" a", "a ", "  a", "a\t"),
    "with quotes and braces": ("a'b", "a`b", "{a}", "a\\b"),
    "that begin with digits": ("1", "2nd", "3.5", "-1"),
    "like outputs": ("probability(0)", "probability(1)", "y1", "predict"),
    "of 200 letters": ("n" * 200, "n" * 199 + "m", "o" * 200, "p" * 200),
}
SIGNS = set("[]<>,:\"{}'`\\")


def lightgbm() -> Any:
    return LGBMClassifier(n_estimators=5, num_leaves=7, min_child_samples=5, n_jobs=1, verbose=-1)


def forest() -> Any:
    return RandomForestClassifier(4, max_depth=3, random_state=1)


def logistic() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression())


def cases() -> Iterator[Case]:
    """All of them."""
    for what, names in NAMES.items():
        yield Case(f"columns {what}, a forest", "Names", forest, target="two", rename=names)
        yield Case(
            f"columns {what}, a scaled regression", "Names", logistic, target="named", rename=names
        )
        if not SIGNS & set("".join(names)) and not any(
            " " in name or "\t" in name for name in names
        ):
            yield Case(f"columns {what}, LightGBM", "Names", lightgbm, target="two", rename=names)
    for name, build in (
        ("LightGBM", lightgbm),
        ("a forest", forest),
        ("a scaled regression", logistic),
        ("gradient boosting", partial(GradientBoostingClassifier, n_estimators=3, random_state=1)),
    ):
        yield Case(f"fitted on an array, {name}", "Names", build, target="named", array=True)
    yield Case("target without a name", "Names", LinearRegression, target="unnamed")
