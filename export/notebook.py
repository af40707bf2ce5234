"""The whole road in one call, for a notebook."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scorejar.errors import UsageError

from .exporting import Engine, Exported, export

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


def export_pipeline(
    pipeline: Any,
    X: pd.DataFrame | np.ndarray[Any, Any],
    *,
    model: str,
    repository: str | Path,
    target: str = "y",
    version: int | None = None,
    engine: Engine = "auto",
) -> Exported:
    """Turn a fitted pipeline into a proved jar in a repository.

    It is the same as these commands, with the pipeline saved by joblib and X as Parquet:

        scorejar convert pipeline.joblib --evidence X.parquet --target y --out DIR
        scorejar export DIR/model.pmml --evidence DIR/evidence.parquet --model NAME --repository R

    pipeline: a fitted scikit-learn pipeline or estimator, LightGBM's included.
    X: rows to prove the jar on, shape (n_rows, n_inputs): the pipeline answers them itself, and the
    jar must give the same answers. A DataFrame if the pipeline was fitted on one, else an array;
    None and NaN are missing. Some hundred varied rows are a good choice; all are compared.
    model, repository, version, engine: as for `scorejar export`. target: the name of what is
    predicted, where the pipeline does not know it.

    Returns what was proved and where the jar is (`.path`). Raises ScorejarError, of one line, and
    then nothing changed on disk.
    """
    import joblib
    import pandas as pd

    frame = X if isinstance(X, pd.DataFrame) else array_frame(X)
    with tempfile.TemporaryDirectory(prefix="scorejar-") as name:
        saved, rows = Path(name) / "pipeline.joblib", Path(name) / "rows.parquet"
        joblib.dump(pipeline, saved)
        try:
            frame.to_parquet(rows, index=False)
        except Exception as error:
            # pyarrow tells an unfit column by exceptions of its own and of Python's.
            said = " ".join(str(part) for part in error.args)
            raise UsageError(f"X: expected columns of one type each: {said}") from error
        targets = () if hasattr(pipeline, "target_fields") else (target,)
        return export(
            saved,
            model=model,
            repository=Path(repository),
            evidence=rows,
            targets=targets,
            version=version,
            engine=engine,
        )


def array_frame(X: Any) -> pd.DataFrame:
    """An array under the names that PMML gives to columns without one."""
    import pandas as pd

    if getattr(X, "ndim", 0) != 2:
        kind = type(X).__name__
        raise UsageError(f"X: expected a DataFrame or an array of two dimensions, got {kind}")
    return pd.DataFrame(X, columns=[f"x{number}" for number in range(1, X.shape[1] + 1)])
