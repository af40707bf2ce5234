"""What to train: a TOML file, checked key by key before any work is done."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from scorejar.errors import UsageError

from .columns import Kind
from .estimators import ESTIMATORS
from .nearest import hint

KEYS = ("data", "target", "group", "features", "columns", "seed", "test_share", "estimator")
ESTIMATOR_KEYS = ("kind", "encoding", "parameters")
ENCODINGS = ("native", "onehot")


@dataclass(frozen=True)
class Config:
    """A whole training, so that the same Config gives the same files.

    data: the name of a built-in table or the path of a .csv or .parquet file.
    target: the column to predict.
    estimator: a key of ESTIMATORS; None takes LightGBM for what the target holds.
    parameters: given to the estimator as they are.
    encoding: how LightGBM gets categories: its own way (native) or as columns of 0 and 1 (onehot).
    features: the columns to learn from; None means all others.
    columns: the kind of a column where it is not the one that its values suggest.
    group: the column that says which rows a ranker orders among themselves.
    seed: of the split, of the estimator and of the choice of evidence.
    test_share: the part of the rows that is held out, above 0 and below 1.
    """

    data: str
    target: str
    estimator: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    encoding: str = "native"
    features: tuple[str, ...] | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    group: str | None = None
    seed: int = 0
    test_share: float = 0.25


def read_config(path: Path, *, data: str | None = None, target: str | None = None) -> Config:
    """Read a TOML file; `data` and `target` from the command line go before the file's.

    A relative path in the file counts from the file's folder. Raises UsageError, in one line.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: expected TOML: {error}") from None
    stated = content.get("data")
    if data is None and isinstance(stated, str) and Path(stated).suffix:
        content["data"] = str(path.parent / stated)
    given = {"data": data, "target": target}
    content.update({key: value for key, value in given.items() if value is not None})
    return parse_config(content, str(path))


def parse_config(content: Mapping[str, Any], source: str) -> Config:
    """Check every key and value; source begins each message."""
    known_keys(content, KEYS, source)
    for key in ("data", "target"):
        if key not in content:
            raise UsageError(f"{source}: expected a key '{key}', found none")
    estimator = typed(content.get("estimator", {}), dict, f"{source}: estimator")
    known_keys(estimator, ESTIMATOR_KEYS, f"{source}: estimator")
    kind = estimator.get("kind")
    if kind is not None and typed(kind, str, f"{source}: estimator.kind") not in ESTIMATORS:
        raise UsageError(f"{source}: unknown estimator '{kind}'{hint(kind, ESTIMATORS)}")
    parameters = typed(estimator.get("parameters", {}), dict, f"{source}: estimator.parameters")
    if parameters and kind is None:
        raise UsageError(f"{source}: expected estimator.kind beside estimator.parameters")
    columns = typed(content.get("columns", {}), dict, f"{source}: columns")
    for name, column_kind in columns.items():
        one_of(column_kind, get_args(Kind), f"{source}: columns.{name}")
    features = content.get("features")
    if features is not None:
        features = tuple(typed(features, list, f"{source}: features"))
        for name in features:
            typed(name, str, f"{source}: features")
    group = content.get("group")
    return Config(
        data=typed(content["data"], str, f"{source}: data"),
        target=typed(content["target"], str, f"{source}: target"),
        estimator=kind,
        parameters=parameters,
        encoding=one_of(
            estimator.get("encoding", "native"), ENCODINGS, f"{source}: estimator.encoding"
        ),
        features=features,
        columns=columns,
        group=None if group is None else typed(group, str, f"{source}: group"),
        seed=whole(content.get("seed", 0), f"{source}: seed"),
        test_share=share(content.get("test_share", 0.25), f"{source}: test_share"),
    )


def known_keys(content: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    """Refuse the first key that is not a known one."""
    for key in content:
        if key not in known:
            raise UsageError(f"{where}: unknown key '{key}'{hint(key, known)}")


TYPES: dict[type, str] = {str: "a string", dict: "a table", list: "an array"}


def typed(value: Any, kind: type, where: str) -> Any:
    """The value, when it has the type that the key wants."""
    if not isinstance(value, kind):
        raise UsageError(f"{where}: expected {TYPES[kind]}, got {value!r}")
    return value


def one_of(value: Any, known: tuple[str, ...], where: str) -> str:
    """The value, when it is one of the known words."""
    if value not in known:
        raise UsageError(f"{where}: expected one of {', '.join(known)}; got {value!r}")
    return str(value)


def whole(value: Any, where: str) -> int:
    """The value, when it can seed a random generator."""
    if type(value) is not int or not 0 <= value < 2**32:
        raise UsageError(f"{where}: expected a whole number from 0 to {2**32 - 1}, got {value!r}")
    return value


def share(value: Any, where: str) -> float:
    """The value, when it is a part of a whole."""
    if isinstance(value, bool) or not isinstance(value, float | int) or not 0 < value < 1:
        raise UsageError(f"{where}: expected a number between 0 and 1, got {value!r}")
    return float(value)
