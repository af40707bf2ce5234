"""The held-out score: what a person needs to judge a model, beside what guessing would give."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn import metrics

from .estimators import Task

NDCG_AT = 10  # rows of a group that count: what a user looks at

Score = dict[str, float]


def held_out_score(
    task: Task,
    model: Any,
    inputs: pd.DataFrame,
    target: pd.Series,
    training_target: pd.Series,
    groups: pd.Series | None,
) -> tuple[Score, list[str]]:
    """Figures by name, and lines that tell them. The model has not seen these rows.

    `baseline_...` is the same figure for a guess that knows only the training target.
    """
    if task == "classification":
        return classification(model, inputs, target, training_target)
    if task == "ranking" and groups is not None:
        return ranking(model, inputs, target, groups)
    return regression(model, inputs, target, training_target)


def classification(
    model: Any, inputs: pd.DataFrame, target: pd.Series, training_target: pd.Series
) -> tuple[Score, list[str]]:
    """Accuracy and log loss; AUC for two classes."""
    classes = list(model.classes_)
    probabilities = model.predict_proba(inputs)
    shares = training_target.value_counts(normalize=True)
    guess = np.tile([shares[label] for label in classes], (len(target), 1))
    commonest = shares.index[0]
    score = {
        "accuracy": metrics.accuracy_score(target, model.predict(inputs)),
        "baseline_accuracy": float((target == commonest).mean()),
        "log_loss": metrics.log_loss(target, probabilities, labels=classes),
        "baseline_log_loss": metrics.log_loss(target, guess, labels=classes),
    }
    lines = [
        f"accuracy {score['accuracy']:.3f} (always {commonest}: {score['baseline_accuracy']:.3f})",
        f"log loss {score['log_loss']:.3f} (the shares: {score['baseline_log_loss']:.3f})",
    ]
    if len(classes) == 2:
        positive = target == classes[1]
        score["auc"] = float(metrics.roc_auc_score(positive, probabilities[:, 1]))
        lines.insert(0, f"AUC {score['auc']:.3f} (a guess: 0.500)")
    return score, lines


def regression(
    model: Any, inputs: pd.DataFrame, target: pd.Series, training_target: pd.Series
) -> tuple[Score, list[str]]:
    """R² and the mean absolute error; the guess is the training mean, or median for the error."""
    predicted = model.predict(inputs)
    guess = np.full(len(target), training_target.median())
    score = {
        "r2": metrics.r2_score(target, predicted),
        "mae": metrics.mean_absolute_error(target, predicted),
        "baseline_mae": metrics.mean_absolute_error(target, guess),
    }
    return score, [
        f"R² {score['r2']:.3f} (the mean: 0.000)",
        f"mean absolute error {score['mae']:.4g} (the median: {score['baseline_mae']:.4g})",
    ]


def ranking(
    model: Any, inputs: pd.DataFrame, target: pd.Series, groups: pd.Series
) -> tuple[Score, list[str]]:
    """The mean over the groups of NDCG at 10; the guess puts each group's rows in any order."""
    predicted = pd.Series(model.predict(inputs))
    found, guessed = [], []
    for rows in groups.groupby(groups, sort=True).indices.values():
        truth = target.to_numpy()[rows]
        if len(rows) > 1 and truth.any():
            found.append(metrics.ndcg_score([truth], [predicted.to_numpy()[rows]], k=NDCG_AT))
            guessed.append(metrics.ndcg_score([truth], [np.zeros(len(rows))], k=NDCG_AT))
    score = {"ndcg": float(np.mean(found)), "baseline_ndcg": float(np.mean(guessed))}
    return score, [
        f"NDCG@{NDCG_AT} {score['ndcg']:.3f} (any order: {score['baseline_ndcg']:.3f}),"
        f" {len(found)} groups"
    ]
