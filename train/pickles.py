"""A user's own fitted pipeline, as they saved it."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from sklearn.base import is_classifier, is_regressor
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_is_fitted

from scorejar.errors import ModelError, UsageError

from .unprovable import refuse_unprovable


@dataclass(frozen=True)
class Fitted:
    """A fitted estimator or pipeline and the names of its columns.

    inputs: in the order in which it takes them.
    targets: one name, or one for each column that `predict` gives.
    named: it was fitted on a DataFrame and wants one; else it wants an array.
    """

    model: Any
    inputs: list[str]
    targets: list[str]
    named: bool


def load(path: Path) -> Any:
    """What a .joblib or pickle file holds. It runs the code in the file: only one's own.

    Raises UsageError for a file that is missing, ModelError for one that holds no pickle.
    """
    try:
        with warnings.catch_warnings():
            # A pipeline of another scikit-learn is proved like any other; a warning helps nobody.
            warnings.simplefilter("ignore")
            return joblib.load(path)
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file") from None
    except IsADirectoryError:
        raise UsageError(f"{path}: expected a file, found a folder") from None
    except PermissionError:
        raise UsageError(f"{path}: cannot be read: permission denied") from None
    except ModuleNotFoundError as error:
        raise ModelError(
            f"{path}: it needs the module '{error.name}', which is not installed here"
        ) from error
    except Exception as error:
        # Reading a pickle may raise anything.
        what = " ".join(str(error).split())[:300] or type(error).__name__
        raise ModelError(
            f"{path}: expected a fitted pipeline saved by joblib, got a file that cannot be"
            f" loaded: {what}"
        ) from error


def examine(model: Any, target: Sequence[str] | None, where: str) -> Fitted:
    """Check that a model is fitted and find its names; `where` begins each message.

    Inputs are `feature_names_in_`, or the active fields of a PMMLPipeline, or x1, x2, ... Targets
    are `target`, or the target fields of a PMMLPipeline, or y (y1, y2, ... for several).
    """
    if not callable(getattr(model, "predict", None)):
        raise ModelError(
            f"{where}: expected a fitted pipeline or estimator, got {type(model).__name__}"
        )
    try:
        check_is_fitted(model)
    except NotFittedError:
        raise ModelError(f"{where}: expected a fitted pipeline, got one that is not") from None
    except TypeError:
        pass  # not one of scikit-learn's kind, a Booster for example: the converter will say
    refuse_unprovable(model, where)
    names, named = input_names(model, where)
    clash = set(targets := target_names(model, target)) & set(names)
    if clash:
        raise UsageError(f"{where}: '{clash.pop()}' is an input; name the target by --target")
    return Fitted(model, names, targets, named)


def input_names(model: Any, where: str) -> tuple[list[str], bool]:
    """The columns, and whether the model knows them by name."""
    for attribute in ("feature_names_in_", "active_fields"):
        with contextlib.suppress(AttributeError):
            names = list(getattr(model, attribute))
            wrong = [name for name in names if not isinstance(name, str)]
            if wrong:
                raise ModelError(f"{where}: expected columns named by text, got {wrong[0]!r}")
            return [str(name) for name in names], attribute == "feature_names_in_"
    try:
        count = int(model.n_features_in_)
    except AttributeError:
        raise ModelError(
            f"{where}: expected a pipeline that knows its columns (feature_names_in_ or"
            " n_features_in_), got one that does not"
        ) from None
    return [f"x{number}" for number in range(1, count + 1)], False


def target_names(model: Any, given: Sequence[str] | None) -> list[str]:
    """The names of what is predicted."""
    if given:
        return list(given)
    known = getattr(model, "target_fields", None)
    if known is not None:
        return [str(name) for name in np.atleast_1d(known)]
    last = model
    while hasattr(last, "steps"):
        last = last.steps[-1][1]
    count = output_count(last)
    return ["y"] if count == 1 else [f"y{number}" for number in range(1, count + 1)]


def output_count(estimator: Any) -> int:
    """How many columns `predict` gives."""
    if type(estimator).__module__ == "sklearn.multioutput":
        return len(estimator.estimators_)  # one estimator for each column
    if is_classifier(estimator):
        classes = getattr(estimator, "classes_", ())
        # A list of arrays for several; a network's n_outputs_ counts its classes.
        return len(classes) if isinstance(classes, list) else 1
    if is_regressor(estimator) and getattr(getattr(estimator, "coef_", None), "ndim", 0) == 2:
        return len(estimator.coef_)
    return int(getattr(estimator, "n_outputs_", 1))
