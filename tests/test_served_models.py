"""The models of a service, where one of them is more than our own code can take."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyservice import row_bodies
from pyservice.bridge import open_bridge
from pyservice.metrics import Metrics
from pyservice.problems import OUR_FAULT
from pyservice.schema import Schema
from pyservice.served_models import ServedModels
from pyservice.settings import Settings

from .service_jars import NUMBERS, jar_bytes


def test_a_fault_of_ours_with_one_model_leaves_the_others_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for model, columns in (("good", NUMBERS), ("odd", [*NUMBERS, {**NUMBERS[0], "name": "odd"}])):
        (tmp_path / model).mkdir()
        (tmp_path / model / "1.jar").write_bytes(jar_bytes(columns, model=model))
    real = row_bodies.quick_rows

    def broken(schema: Schema) -> object:
        if any(column.name == "odd" for column in schema.inputs):
            raise ValueError("oh")
        return real(schema)

    monkeypatch.setattr("pyservice.plan.quick_rows", broken)
    models = ServedModels(open_bridge("jpype"), Settings(repository=tmp_path), Metrics())
    try:
        models.poll()
        models.poll()
        assert models.get("good").model is not None
        assert models.get("odd").model is None
        assert models.get("odd").status["trouble"] == OUR_FAULT
        said = [record for record in caplog.records if "cannot be served" in record.message]
        assert len(said) == 1, "said once, and not at every look"
        monkeypatch.undo()
        models.poll()
        assert models.get("odd").model is not None
    finally:
        models.close()
