"""A fitted pipeline to PMML, by the converter that the sklearn2pmml wheel carries.

The project's own Java main calls it: sklearn2pmml's stops working some day and reports home.
"""

from __future__ import annotations

import copy
import json
import math
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import joblib
import numpy as np
from sklearn2pmml import _escape, make_pmml_pipeline
from sklearn2pmml.pipeline import PMMLPipeline

from scorejar import jars, java
from scorejar.errors import ModelError

from .imputers import fractions_stay
from .native_categories import with_categories
from .selectors import typed_first
from .trees import allow_missing

CONVERT = "io.scorejar.transpiler.Convert"
DESCRIBE = "io.scorejar.transpiler.Describe"


class Rule(NamedTuple):
    """What a pipeline refuses in a column: a missing value, an unseen one, one out of range.

    An infinite bound takes the infinity too.
    """

    missing_refused: bool = False
    unseen_refused: bool = False
    low: float = -math.inf
    high: float = math.inf

    @property
    def bounded(self) -> bool:
        """Whether a number may be out of range."""
        return self.low > -math.inf or self.high < math.inf


class Field(NamedTuple):
    """An input or output of a PMML file; `type` as docs/jar.md names it."""

    name: str
    type: str
    categories: list[Any]


class Fields(NamedTuple):
    """What goes into a PMML file and what comes out, in order.

    inner: numbers that a part of the model answers to another part, such as LightGBM's lgbmValue.
    """

    inputs: list[Field]
    outputs: list[Field]
    inner: list[str]


def with_names(estimator: Any, inputs: Sequence[str], targets: Sequence[str]) -> PMMLPipeline:
    """A PMMLPipeline that knows its columns' names; the estimator stays as it is."""
    if isinstance(estimator, PMMLPipeline):
        named = copy.copy(estimator)
        named.active_fields = np.asarray(inputs)
        named.target_fields = np.asarray(targets)
        return named
    estimator = with_categories(typed_first(estimator), inputs)
    return make_pmml_pipeline(estimator, active_fields=inputs, target_fields=targets)


def to_pmml(
    pipeline: PMMLPipeline,
    path: Path,
    types: Mapping[str, str] | None = None,
    rules: Mapping[str, Rule] | None = None,
) -> str:
    """Write PMML; returns its SHA-256. The same arguments give the same bytes.

    Its inputs are all the columns of the pipeline in their order, whether or not the model uses
    them. types: of columns that hold something else than numbers, as docs/jar.md names them; they
    count for columns that the pipeline leaves aside, of which the converter knows only the name.
    rules: what the pipeline refuses in a column, which the converter does not know either.

    Raises ModelError with the converter's words for what it cannot convert.
    """
    pickled = path.with_suffix(".pickle")
    with warnings.catch_warnings():
        # What a copy warns of, the caller has seen when they loaded the pipeline.
        warnings.simplefilter("ignore")
        # sklearn2pmml leaves hints for the converter in the object: a copy's, not the caller's.
        copied = copy.deepcopy(pipeline)
        allow_missing(copied)
        fractions_stay(copied)
        joblib.dump(_escape(copied, escape_func=_escape), pickled)
    arguments = ["--pipeline", str(pickled), "--pmml", str(path)]
    told = path.with_suffix(".columns.json")
    columns = as_told(types or {}, rules or {})
    if columns:
        told.write_text(json.dumps(columns), encoding="utf-8")
        arguments += ["--columns", str(told)]
    try:
        return str(java.run(CONVERT, arguments, jars.converting())["sha256"])
    except ModelError as error:
        # The temporary file is no name that a user knows.
        raise ModelError(str(error).removeprefix(f"{pickled}: ")) from error
    finally:
        pickled.unlink()
        told.unlink(missing_ok=True)


def as_told(types: Mapping[str, str], rules: Mapping[str, Rule]) -> dict[str, dict[str, Any]]:
    """Types and rules as Convert's `--columns` takes them."""
    told: dict[str, dict[str, Any]] = {name: {"type": kind} for name, kind in types.items()}
    for name, rule in rules.items():
        column = told.setdefault(name, {})
        if rule.missing_refused:
            column["missing"] = "refused"
        if rule.unseen_refused:
            column["unseen"] = "refused"
        if rule.bounded:
            bounds = (rule.low, rule.high)
            column["range"] = [bound if math.isfinite(bound) else None for bound in bounds]
    return told


def describe(path: Path) -> Fields:
    """The inputs and outputs of a PMML file."""
    described = java.run(DESCRIBE, ["--pmml", str(path)], jars.transpiling())
    schema = described["schema"]
    inputs, outputs = (
        [Field(field["name"], field["type"], field.get("categories", [])) for field in schema[side]]
        for side in ("inputs", "outputs")
    )
    return Fields(inputs, outputs, described["inner"])
