"""The whole road from a pipeline in memory."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from export import export_pipeline
from scorejar.errors import RowError, UsageError

pytestmark = pytest.mark.usefixtures("warm_java")


def test_a_pipeline_in_memory_becomes_a_proved_jar(tmp_path: Path) -> None:
    inputs, target = load_iris(return_X_y=True, as_frame=True)
    pipeline = make_pipeline(StandardScaler(), LogisticRegression()).fit(inputs, target)
    done = export_pipeline(
        pipeline, inputs, model="iris", repository=tmp_path, target="species", version=3
    )
    assert done.path == tmp_path / "iris" / "3.jar"
    assert done.path.stat().st_size == done.size_bytes
    assert (done.judge, done.version) == ("pipeline", 3)
    assert done.rows > 150, "rows are made beside those given"
    assert done.max_difference < 1e-12
    assert [output["name"] for output in done.manifest["schema"]["outputs"]][-1] == "species"
    assert not hasattr(pipeline, "target_fields"), "the user's object stays as it was"


def test_an_array_will_do_where_the_pipeline_knows_no_names(tmp_path: Path) -> None:
    inputs, target = load_iris(return_X_y=True)
    model = LogisticRegression(max_iter=500).fit(inputs, target)
    done = export_pipeline(
        model, inputs, model="iris", repository=str(tmp_path), engine="interpreted"
    )
    assert done.engine == "interpreted"
    assert [field["name"] for field in done.manifest["schema"]["inputs"]] == [
        "x1",
        "x2",
        "x3",
        "x4",
    ]


def test_a_row_that_the_pipeline_refuses_is_refused_by_the_jar(tmp_path: Path) -> None:
    inputs, target = load_iris(return_X_y=True)
    model = LogisticRegression(max_iter=500).fit(inputs, target)
    inputs[7, 0] = np.nan
    done = export_pipeline(model, inputs, model="iris", repository=tmp_path / "models")
    first = done.manifest["schema"]["inputs"][0]
    largest = sys.float_info.max
    assert first == {
        "name": "x1",
        "type": "double",
        "missing": "refused",
        "range": [-largest, largest],
    }
    assert done.manifest["proof"]["refusals"] > 4


def test_rows_that_the_pipeline_refuses_one_and_all_are_told(tmp_path: Path) -> None:
    inputs, target = load_iris(return_X_y=True)
    model = LogisticRegression(max_iter=500).fit(inputs, target)
    inputs[:, 0] = np.nan
    with pytest.raises(RowError, match="the pipeline itself refuses all rows that were given"):
        export_pipeline(model, inputs, model="iris", repository=tmp_path / "models")
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize("rows", [[1, 2, 3], np.zeros(3)])
def test_rows_of_another_shape_are_refused(rows: np.ndarray, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="X: expected a DataFrame or an array of two dimensions"):
        export_pipeline(object(), rows, model="m", repository=tmp_path)


def test_a_column_of_mixed_types_is_refused(tmp_path: Path) -> None:
    rows = pd.DataFrame({"a": [1, "x"]})
    with pytest.raises(UsageError, match="X: expected columns of one type each"):
        export_pipeline(object(), rows, model="m", repository=tmp_path)
