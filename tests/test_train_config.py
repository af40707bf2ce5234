"""What a configuration may say, and what is said of one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorejar.errors import UsageError
from tests.conftest import ROOT
from train.config import Config, read_config

WRONG = {
    'tarjet = "y"': "unknown key 'tarjet'; did you mean 'target'?",
    'data = "wine"': "expected a key 'target', found none",
    'data = 3\ntarget = "y"': "data: expected a string, got 3",
    'data = "wine"\ntarget = "y"\nseed = -1': (
        "seed: expected a whole number from 0 to 4294967295, got -1"
    ),
    'data = "wine"\ntarget = "y"\ntest_share = 1': (
        "test_share: expected a number between 0 and 1, got 1"
    ),
    'data = "wine"\ntarget = "y"\nfeatures = "age"': "features: expected an array, got 'age'",
    'data = "wine"\ntarget = "y"\n[columns]\nage = "number"': (
        "columns.age: expected one of numeric, categorical, boolean, date, unused; got 'number'"
    ),
    'data = "wine"\ntarget = "y"\n[estimator]\nkind = "random_forrest_classifier"': (
        "unknown estimator 'random_forrest_classifier'; did you mean 'random_forest_classifier'?"
    ),
    'data = "wine"\ntarget = "y"\n[estimator]\nkin = "ridge"': (
        "estimator: unknown key 'kin'; did you mean 'kind'?"
    ),
    'data = "wine"\ntarget = "y"\n[estimator]\nencoding = "hot"': (
        "estimator.encoding: expected one of native, onehot; got 'hot'"
    ),
    'data = "wine"\ntarget = "y"\n[estimator]\nparameters = { alpha = 1 }': (
        "expected estimator.kind beside estimator.parameters"
    ),
}


@pytest.mark.parametrize("content", WRONG)
def test_a_wrong_configuration_is_told_in_one_line(content: str, tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text(content)
    with pytest.raises(UsageError) as caught:
        read_config(path)
    assert str(caught.value) == f"{path}: {WRONG[content]}"


def test_a_file_that_is_no_toml_says_where(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text("data = \n")
    with pytest.raises(UsageError, match=r"c\.toml: expected TOML: .*line 1"):
        read_config(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml: no such file"):
        read_config(tmp_path / "none.toml")


def test_a_path_counts_from_the_configuration_and_a_built_in_name_does_not(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text('data = "mine.csv"\ntarget = "y"')
    assert read_config(path).data == str(tmp_path / "mine.csv")
    path.write_text('data = "wine"\ntarget = "y"')
    assert read_config(path).data == "wine"


def test_the_command_line_goes_before_the_file(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_text('data = "wine"\ntarget = "cultivar"\nseed = 3')
    assert read_config(path, data="x.csv", target="z") == Config(data="x.csv", target="z", seed=3)


@pytest.mark.parametrize("path", sorted((ROOT / "train" / "examples").glob("*.toml")))
def test_every_example_is_a_right_configuration(path: Path) -> None:
    assert read_config(path).target
