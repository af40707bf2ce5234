"""The training, top to bottom: table, fitted pipeline, held-out score, PMML and evidence."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import joblib
import pandas as pd
from sklearn.exceptions import ConvergenceWarning

from scorejar import __version__
from scorejar.errors import ScorejarError, UsageError
from scorejar.progress import step

from .answers import probability_names
from .builtin import BUILTIN
from .config import Config
from .estimators import ESTIMATORS
from .evidence import choose, told, write_evidence
from .files import check, results
from .heldout import held_out_score
from .pickles import Fitted
from .pipeline import Prepared, build
from .ruled import to_ruled_pmml
from .split import split
from .statistics import statistics
from .table import Table, default_estimator, make_table, read_data

LIBRARIES = ("scikit-learn", "lightgbm", "pandas", "numpy", "sklearn2pmml")


@dataclass(frozen=True)
class Training:
    """What came of a training: the content of training.json, and what to tell a person."""

    facts: dict[str, Any]
    lines: list[str]


def train(config: Config, out: Path) -> Training:
    """Fit, judge, convert; write model.pmml, evidence, the pipeline and what docs/train.md lists.

    The same config gives the same PMML, evidence and facts, byte for byte. A failure leaves `out`
    as it was. Raises UsageError, RowError or ModelError, each of one line.
    """
    check(out)
    raw = read_data(config.data)
    kind = config.estimator or default_estimator(raw, config)
    task = ESTIMATORS[kind].task
    table = make_table(raw, config, task)
    rows, held_out = split(table, task, config.test_share, config.seed)
    inputs, target = table.inputs.iloc[rows], table.target.iloc[rows]
    refuse_names_of_answers(table, task)
    prepared = build(
        inputs,
        table.kinds,
        kind,
        config.parameters,
        native=config.encoding == "native",
        seed=config.seed,
    )
    with step(f"fitting {kind} on {len(rows)} rows"):
        groups = None if table.groups is None else table.groups.iloc[rows]
        warned = fit(prepared, kind, inputs, target, groups)
    model = prepared.pipeline
    unseen = table.inputs.iloc[held_out].reset_index(drop=True)
    score, score_lines = held_out_score(
        task,
        model,
        unseen,
        table.target.iloc[held_out].reset_index(drop=True),
        target,
        None if table.groups is None else table.groups.iloc[held_out].reset_index(drop=True),
    )
    with results(out) as folder:
        joblib.dump(model, folder / "pipeline.joblib")
        fitted = Fitted(model, list(table.kinds), [config.target], named=True)
        chosen = choose(unseen, table.kinds, config.seed)
        ruled = to_ruled_pmml(fitted, folder / "model.pmml", lambda _: chosen)
        source = f"{len(rows)} training rows; scores of {len(held_out)} rows held out"
        written = write_evidence(
            folder / "evidence.parquet",
            fitted,
            folder / "model.pmml",
            ruled,
            config.seed,
            statistics(fitted, ruled.fields, inputs, unseen, source),
        )
        chosen.to_csv(folder / "rows.csv", index=False)
        facts = {
            "scorejar": __version__,
            "config": asdict(config) | {"estimator": kind},
            "rows": {"all": raw.num_rows, "trained": len(rows), "held_out": len(held_out)},
            "dropped_rows": table.dropped_rows,
            "columns": dict(table.kinds),
            "left_out": dict(table.left_out),
            "held_out": {name: float(value) for name, value in score.items()},
            "warnings": warned,
            "pmml_sha256": ruled.sha256,
            "evidence_rows": written.rows,
            "evidence_refused": written.refused,
            "coverage": dict(written.coverage),
            "versions": {name: version(name) for name in LIBRARIES},
        }
        text = json.dumps(facts, indent=2, ensure_ascii=False, default=str)
        (folder / "training.json").write_text(text + "\n", encoding="utf-8")
    return Training(facts, report(facts, table, score_lines, out))


def refuse_names_of_answers(table: Table, task: str) -> None:
    """An input may not bear the name that PMML will give to an answer."""
    if task == "classification":
        for name in probability_names(sorted(table.target.unique())):
            if name in table.inputs:
                raise UsageError(
                    f"column '{name}': expected a name that no answer has;"
                    f" the probability of a class of '{table.target.name}' will be called this"
                )


def fit(
    prepared: Prepared,
    kind: str,
    inputs: pd.DataFrame,
    target: pd.Series,
    groups: pd.Series | None,
) -> list[str]:
    """Fit, and return what the libraries warned of; what they refuse is a UsageError."""
    parameters = dict(prepared.fit_parameters)
    if groups is not None:
        order = groups.argsort(kind="stable")
        inputs, target, groups = inputs.iloc[order], target.iloc[order], groups.iloc[order]
        parameters["model__group"] = list(Counter(groups).values())
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", ConvergenceWarning)
            prepared.pipeline.fit(inputs, target, **parameters)
    except ScorejarError:
        raise
    except Exception as error:
        # Parameters are checked by the estimator alone, with exceptions of many types.
        raise UsageError(f"estimator {kind}: {' '.join(str(error).split())}") from error
    return [
        " ".join(str(warning.message).split())
        for warning in caught
        if issubclass(warning.category, ConvergenceWarning)
    ]


def report(facts: dict[str, Any], table: Table, score_lines: list[str], out: Path) -> list[str]:
    """The training in a few lines for a person."""
    config, rows = facts["config"], facts["rows"]
    kinds = Counter(table.kinds.values())
    origin = " (built in)" if config["data"] in BUILTIN else ""
    dropped = facts["dropped_rows"]
    lines = [
        f"data        {config['data']}{origin}: {rows['all']} rows"
        + (f", {dropped} without a target left out" if dropped else ""),
        "columns     " + ", ".join(f"{count} {kind}" for kind, count in kinds.items()),
        *(f"left out    {name}: {why}" for name, why in table.left_out.items()),
        f"estimator   {config['estimator']} for '{config['target']}', {rows['trained']} rows",
        *(f"warning     {warning}" for warning in facts["warnings"]),
    ]
    for index, line in enumerate(score_lines):
        label = f"held out    {rows['held_out']} rows: " if index == 0 else " " * 12
        lines.append(label + line)
    size = (out / "model.pmml").stat().st_size
    rows_told = told(facts["evidence_rows"], facts["evidence_refused"], facts["coverage"])
    lines.append(f"evidence    {rows_told}")
    lines.append(
        f"written     {out}: model.pmml ({size / 1000:.0f} kB), pipeline.joblib,"
        " evidence.parquet, rows.csv, training.json"
    )
    return lines
