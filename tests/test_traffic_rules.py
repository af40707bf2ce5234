"""Splits, keys, policies, and what rules may say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pyservice.traffic import actions
from pyservice.traffic.choice import Choice
from pyservice.traffic.in_force import InForce
from pyservice.traffic.keys import in_body, key_of
from pyservice.traffic.policy import Policy
from pyservice.traffic.rules import Key, Rules, checked
from pyservice.traffic.rules_file import RulesFile, Traffic
from pyservice.traffic.split import Split
from scorejar.errors import UsageError

STEPS = (1, 5, 10, 25, 50, 75, 100)
REQUESTS = 100_000


def weights(percent: float) -> dict[str, float]:
    return {"stable": 100 - percent, "canary": percent}


@pytest.mark.parametrize("percent", STEPS)
def test_shares_are_within_half_a_point_over_100_000_requests(percent: float) -> None:
    split = Split(weights(percent))
    keyless = Counter(split.turn() for _ in range(REQUESTS))
    assert abs(keyless["canary"] / REQUESTS * 100 - percent) < 0.05


def test_shares_of_keys_are_within_half_a_point_over_100_000_of_them() -> None:
    split = Split(weights(10))
    keyed = Counter(split.of_key(f"user-{number}") for number in range(REQUESTS))
    assert abs(keyed["canary"] / REQUESTS * 100 - 10) < 0.5


def test_a_key_stays_where_it_is_and_a_growing_share_gives_none_back() -> None:
    keys = [f"user-{number}" for number in range(5_000)]
    before: set[str] = set()
    for percent in STEPS:
        split, again = Split(weights(percent)), Split(weights(percent))
        sides = {key: split.of_key(key) for key in keys}
        assert sides == {key: again.of_key(key) for key in reversed(keys)}
        canary = {key for key, side in sides.items() if side == "canary"}
        assert before <= canary
        before = canary
    assert len(before) == len(keys)


def test_a_third_target_keeps_its_keys_while_another_grows() -> None:
    few = Split({"stable": 90, "b": 5, "canary": 5})
    more = Split({"stable": 55, "b": 5, "canary": 40})
    for key in map(str, range(5_000)):
        before, after = few.of_key(key), more.of_key(key)
        assert after == before or after == "canary" or (before, after) == ("stable", "b")


def test_no_rhythm_of_requests_always_meets_the_same_version() -> None:
    split = Split(weights(50))
    turns = [split.turn() for _ in range(20_000)]
    for rhythm in (2, 3, 5, 10):
        assert abs(turns[::rhythm].count("canary") / len(turns[::rhythm]) - 0.5) < 0.01


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"id": 7, "x": 1}', "7"),
        (b'[{"id": 7.0}, {"id": 8}]', "7"),
        (b'{"instances": [{"id": "7"}]}', "7"),
        (b'{"inputs": {"id": [7, 8]}}', "7"),
        (b'{"inputs": [{"name": "x", "data": [1]}, {"name": "id", "data": [7]}]}', "7"),
        (b'{"inputs": [{"name": "id", "data": [7]}]}', "7"),
        (b'{"dataframe_split": {"columns": ["x", "id"], "data": [[1, 7]]}}', "7"),
        (b'{"columns": ["x", "id"], "data": [[1, 7]]}', "7"),
        (b'{"dataframe_records": [{"id": 7}]}', "7"),
        (b'{"arguments": {"id": 7}}', "7"),
        (b'{"requests": [{"arguments": {"id": 7}}]}', "7"),
        (b"x,id\n1,7\n2,8\n", "7"),
        (b'{"x": 1}', None),
        (b'{"id": null}', None),
        (b'{"id": {"a": 1}}', None),
        (b"[]", None),
        (b'{"id": ', None),
        (b"x\n", None),
        (b"", None),
        (b"\xff\xfe", None),
    ],
)
def test_a_column_is_found_in_every_protocols_rows(body: bytes, found: str | None) -> None:
    assert key_of(Key(column="id"))({}, body) == found


def test_a_header_is_a_key_whatever_its_case() -> None:
    find = key_of(Key(header="X-User"))
    assert find({b"x-user": b" ann "}, b"") == "ann"
    assert find({b"x-user": b""}, b"") is None
    assert find({}, b"") is None


def test_a_key_that_no_body_holds_is_none() -> None:
    assert in_body(b'"text"', "id") is None
    assert in_body(b"[[1, 2]]", "id") is None


def test_the_share_of_a_version_that_does_not_answer_goes_to_the_usual_one() -> None:
    rules = Rules(labels={"stable": 1, "canary": 2}, split=weights(50))
    choice = Choice(rules, {1: "one"})
    assert {choice.of({}, b"") for _ in range(10)} == {"one", None}


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("latest", "latest:1"),
        ("latest:2", "latest:2"),
        ("all", "all"),
        ("5,3", "3,5"),
        ("latest:1, 4", "latest:1,4"),
    ],
)
def test_policies_are_written_as_they_are_read(text: str, policy: str) -> None:
    assert str(Policy.of(text)) == policy


@pytest.mark.parametrize("text", ["", "0", "latest:0", "newest", "3,,5", "latest:two"])
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected latest, latest:N, all or version numbers"):
        Policy.of(text)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"labels": {"7": 1}}, "labels.7"),
        ({"labels": {"stable": "1"}}, "labels.stable: expected a valid integer, got '1'"),
        ({"split": {"canary": 1}}, "expected a version or a label (none yet), got 'canary'"),
        ({"split": {"3": 0}}, "expected a split with a weight above 0"),
        ({"split": {"3": -1}}, "split.3"),
        ({"key": {"header": "a", "column": "b"}}, "expected either header or column"),
        ({"key": {}}, "expected either header or column"),
        ({"shadow": {"to": "3", "share": 0}}, "shadow.share"),
        ({"versions": "newest"}, "versions: expected latest"),
        ({"label": {}}, "label: "),
    ],
)
def test_rules_that_make_no_sense_are_refused_in_one_line(
    rules: Mapping[str, Any], said: str
) -> None:
    with pytest.raises(UsageError) as refused:
        checked(Traffic, {"models": {"credit": rules}})
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_promotion_is_undone_in_one_step() -> None:
    rules = Rules(labels={"stable": 3, "canary": 4}, split=weights(10), key=Key(header="x"))
    promoted = actions.promote(rules, "canary", 3)
    assert (promoted.labels, promoted.split) == ({"stable": 4}, {})
    assert promoted.needed() == {3, 4}, "the way back stays loaded"
    assert actions.roll_back(promoted) == rules
    with pytest.raises(UsageError, match="expected a promotion to roll back"):
        actions.roll_back(rules)


def test_a_promotion_without_labels_remembers_what_answered() -> None:
    promoted = actions.promote(Rules(), "4", usual=3)
    assert promoted.labels == {"stable": 4}
    assert actions.roll_back(promoted).labels == {"stable": 3}
    with pytest.raises(UsageError, match="expected another version than the stable one"):
        actions.promote(promoted, "4", usual=4)


def test_a_label_that_is_needed_is_not_taken_away() -> None:
    rules = Rules(labels={"stable": 3, "canary": 4}, split=weights(10))
    with pytest.raises(UsageError, match="expected a version or a label"):
        actions.unlabel(rules, "canary")
    assert actions.unlabel(actions.split(rules, {}, None), "canary").labels == {"stable": 3}


def test_versions_are_loaded_and_unloaded_by_number() -> None:
    loaded = actions.load(Rules(), 2)
    assert loaded.versions == "latest:1,2"
    assert actions.unload(loaded, 2).versions == "latest:1"
    with pytest.raises(UsageError, match="expected a version that was loaded by its number"):
        actions.unload(loaded, 3)
    with pytest.raises(UsageError, match="expected a version that no rule needs, got 2"):
        actions.unload(actions.label(loaded, "canary", 2), 2)


@pytest.fixture
def file(tmp_path: Path) -> RulesFile:
    return RulesFile(tmp_path / "traffic.json")


def written(file: RulesFile, **rules: Any) -> None:
    file.path.write_text(json.dumps({"models": {"credit": rules}}))


def test_what_is_written_is_read_again(file: RulesFile) -> None:
    rules = Rules(labels={"stable": 3}, versions="latest:2", key=Key(column="id"))
    assert file.changed()
    assert file.read() == Traffic()
    file.change(lambda traffic: traffic.having("credit", rules))
    assert file.changed() and not file.changed()
    assert file.read().of("credit") == rules
    assert [path.name for path in file.path.parent.iterdir()] == ["traffic.json"]
    file.change(lambda traffic: traffic.having("credit", Rules()))
    assert json.loads(file.path.read_text()) == {}


def test_a_change_that_fails_leaves_the_file_as_it_was(file: RulesFile) -> None:
    written(file, labels={"stable": 3})
    before = file.path.read_bytes()
    with pytest.raises(UsageError):
        file.change(lambda traffic: traffic.having("credit", actions.roll_back(Rules())))
    assert file.path.read_bytes() == before


def test_a_broken_file_changes_nothing(file: RulesFile) -> None:
    in_force = InForce(file, {})
    written(file, labels={"stable": 3})
    in_force.read()
    assert in_force.settle("credit", {3}).labels == {"stable": 3}
    for broken in ('{"models": {', '{"models": {"credit": {"labels": {"stable": 0}}}}', "[]"):
        file.path.write_text(broken)
        in_force.read()
        assert in_force.trouble["*"].startswith(str(file.path))
        assert in_force.settle("credit", {3}).labels == {"stable": 3}
    written(file, labels={"stable": 4})
    in_force.read()
    assert not in_force.trouble


def test_a_label_moves_only_to_a_version_that_is_loaded(file: RulesFile) -> None:
    in_force = InForce(file, {"*": "latest:2", "other": "3"})
    written(file, labels={"stable": 3})
    in_force.read()
    in_force.settle("credit", {3})
    told = in_force.wanted()
    assert json.loads(told["credit"]) == {"latest": 2, "specific": [], "named": [3]}
    assert json.loads(told["other"]) == {"latest": 0, "specific": [3], "named": []}
    assert json.loads(told["*"]) == {"latest": 2, "specific": [], "named": []}
    assert in_force.wanted() == {}
    written(file, labels={"stable": 9})
    in_force.read()
    assert json.loads(in_force.wanted()["credit"])["named"] == [3, 9], "both for the moment"
    assert in_force.settle("credit", {3}).labels == {"stable": 3}
    assert in_force.trouble["credit"] == "label stable: expected a version that is loaded, got 9"
    assert in_force.settle("credit", {3, 9}).labels == {"stable": 9}
    assert "credit" not in in_force.trouble
    assert json.loads(in_force.wanted()["credit"])["named"] == [9]
