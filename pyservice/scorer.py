"""`open_scorer`: a jar as a Python object."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from scorejar.errors import ScorejarError, UsageError

from .bridge import Bridge, BridgeName, open_bridge
from .model import Model
from .reasons import by_name, explain_doubles, explain_rows
from .schema import Schema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


def open_scorer(
    path: str | Path,
    engine: str = "auto",
    bridge: BridgeName = "jpype",
    *,
    heap_mb: int = 256,
    threads: int = 1,
) -> JarScorer:
    """Open a jar for scoring.

    engine: `auto` (the first one that the jar holds and was proved with), `compiled`,
    `transpiled` or `interpreted`. bridge: `jpype` runs the JVM in this process, `py4j` in a child
    process. heap_mb: size of the JVM's heap; the first scorer of a process decides. threads: how
    many share the rows of one large call of `predict`.
    Raises UsageError where there is no such file or no Java, ModelError for a jar that is refused.
    """
    file = Path(path)
    if not file.is_file():
        raise UsageError(f"{file}: expected a jar, found {'a folder' if file.is_dir() else 'none'}")
    java = open_bridge(bridge, heap_mb=heap_mb)
    try:
        return JarScorer(java, java.open_jar(str(file.absolute()), engine), threads)
    except ScorejarError:
        java.stop()
        raise


class JarScorer:
    """Scores the rows of one jar. Thread-safe; the GIL is free while Java works.

    Close it, or use it in a `with`, to free what the jar holds; closing twice is safe.
    """

    def __init__(self, bridge: Bridge, handle: int, threads: int = 1) -> None:
        self._bridge = bridge
        self._handle = handle
        self._model = Model(bridge, handle, threads=threads)
        self._quick = self._model.quick
        self._quick_array = self._model.quick_array
        self._quick_row_array = self._model.quick_row_array
        self._closed = False

    @property
    def schema(self) -> Schema:
        """Inputs and outputs; the order of the inputs is the order of a row."""
        return self._model.description.schema

    @property
    def model(self) -> str:
        """The model's name."""
        return self._model.description.model

    @property
    def version(self) -> int:
        """The model's version."""
        return self._model.description.version

    @property
    def engine(self) -> str:
        """The engine that answers."""
        return self._model.description.engine

    @property
    def manifest(self) -> Mapping[str, Any]:
        """model.json as it stands in the jar: engines, proof, tools (docs/jar.md)."""
        return self._model.description.manifest

    @property
    def kernels(self) -> tuple[str, ...]:
        """A line for each forest of a compiled model: the kernels that run it here, and why."""
        return self._model.description.kernels

    def score(self, row: Mapping[str, Any] | Sequence[Any] | pd.Series[Any]) -> dict[str, Any]:
        """Score one row; returns the outputs by name, None for a missing one.

        row: values by input name, or in schema order; absent, None and NaN mean missing. Numbers
        must be numbers, booleans may be 0 and 1, dates may be ISO 8601 strings.
        Raises RowError for an unknown name, a value of a wrong type or one that the model refuses.
        """
        found = self._quick(row)
        if found is None:
            self._check_open()
            values = row.to_dict() if hasattr(row, "to_dict") else row  # a row of a DataFrame
            found = self._model.answer(values)
        return found[1]

    def predict(self, X: NDArray[np.float64] | pd.DataFrame) -> NDArray[Any]:
        """Score many rows; returns an array of shape (n_rows, n_outputs), outputs in schema order.

        X: numbers of shape (n_rows, n_inputs) in schema order, NaN for missing, strings as the
        place of their category and -1 for another one; or a DataFrame that has a column of each
        input's name. Its other columns are left alone.
        The array is float64, NaN for missing, where every output is a number; else of objects:
        numbers, strings, booleans, dates, None for missing.
        Raises RowError as `score` does, with the row's number from 0.
        """
        found = self._quick_row_array(X)
        if found is None:
            found = self._quick_array(X)
        if found is not None:
            return found
        self._check_open()
        if isinstance(X, np.ndarray):
            if X.dtype.kind not in "fiu":
                raise UsageError(f"X: expected an array of float64, got one of {X.dtype}")
            return self._model.predict(X)
        from .frames import score_frame

        return score_frame(self._model, X)

    def score_batch(self, batch: pa.RecordBatch, first_row: int = 0) -> pa.RecordBatch:
        """Score an Arrow batch as a file has it; a column for each output, null where missing.

        Columns are found by name, others left alone; text is parsed where a column holds no
        strings. first_row: the number of the batch's first row, for messages.
        Raises RowError for a column or a value that does not fit.
        """
        self._check_open()
        from .batches import score_batch

        return score_batch(self._model, batch, first_row)[1]

    def explain(
        self, row: Mapping[str, Any] | Sequence[Any] | pd.Series[Any]
    ) -> dict[str, dict[str, Any]]:
        """Say what each column adds to the raw score of a row, as `score` takes it.

        Returns by output `base`, the raw score where nothing is known of a row, `sum`, the raw
        score of this one, and `contributions` by column, which lead from one to the other; None
        where there is no answer. Raises ModelError for a model that has no reasons (docs/reasons.md
        says which have), RowError as `score` does.
        """
        self._check_open()
        values: Any = row.to_dict() if hasattr(row, "to_dict") else row
        return by_name(explain_rows(self._model, values))[0]

    def contributions(self, X: NDArray[np.float64] | pd.DataFrame) -> NDArray[np.float64]:
        """Explain many rows, as `predict` takes them.

        Returns shape (n_rows, n_columns + 1), or (n_rows, n_answers, n_columns + 1) where several
        outputs have raw scores, the base last; `explains` names both. Raises as `explain` does.
        """
        self._check_open()
        if isinstance(X, np.ndarray):
            rows = X
        else:
            from .frames import frame_rows

            rows = frame_rows(self._model.description.schema, X)
        numbers = explain_doubles(self._model, rows).numbers
        return numbers[:, 0] if numbers.shape[1] == 1 else numbers

    @property
    def explains(self) -> tuple[list[str], list[str]]:
        """The outputs whose raw scores `contributions` explains, and the columns that contribute.

        Raises ModelError for a model that has no reasons.
        """
        self._check_open()
        said = self._model.explainer.explains()
        return said["answers"], said["columns"]

    def explain_batch(self, batch: pa.RecordBatch, first_row: int = 0) -> pa.RecordBatch:
        """Explain an Arrow batch as `score_batch` takes it: a column for each number.

        They are named `OUTPUT: COLUMN`, and `OUTPUT: (base)`. Raises as `explain` does.
        """
        self._check_open()
        from .batches import explain_batch

        return explain_batch(self._model, batch, first_row)

    def verify(self) -> dict[str, Any]:
        """Score the evidence in the jar again: `rows`, `differing`, `max_ulps`, `agrees`."""
        self._check_open()
        check: dict[str, Any] = json.loads(self._bridge.verify(self._handle))
        return check

    def close(self) -> None:
        """Free the jar; the JVM stays, for it cannot start twice in a process."""
        if not self._closed:
            self._closed = True
            self._quick = self._quick_array = self._quick_row_array = lambda row: None
            self._model.close()
            self._bridge.close(self._handle)
            self._bridge.stop()

    def __enter__(self) -> JarScorer:
        """The scorer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def _check_open(self) -> None:
        if self._closed:
            raise UsageError("the scorer has been closed")
