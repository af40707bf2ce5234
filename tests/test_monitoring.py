"""The files of examples/monitoring: rules that fire, a board and alerts over metrics that exist."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

import pytest
import yaml

from .conftest import ROOT
from .promtool import promtool
from .test_metrics import documented

FOLDER = ROOT / "examples" / "monitoring"
PAGE = ROOT / "docs" / "operations.md"
NAME = re.compile(r"\b(?:scorejar|process)_\w+")


def alerts() -> dict[str, dict[str, Any]]:
    """The rules by name."""
    (group,) = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
    return {rule["alert"]: rule for rule in group["rules"]}


def board() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "grafana.json").read_text())
    return found


def expressions() -> list[str]:
    """What the board asks Prometheus."""
    asked = [target["expr"] for panel in board()["panels"] for target in panel["targets"]]
    return asked + [each["expr"] for each in board()["annotations"]["list"]]


def unknown(expression: str) -> set[str]:
    """The names of metrics in an expression that no service tells."""
    known = documented()
    series = {
        name + suffix
        for name, (kind, _) in known.items()
        for suffix in (("_bucket", "_sum", "_count") if kind == "histogram" else ("",))
    }
    return set(NAME.findall(expression)) - series


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "config", "prometheus.yml"),
        ("check", "rules", "alerts.yml"),
        ("test", "rules", "alerts_test.yml"),
    ],
    ids=" ".join,
)
def test_prometheus_takes_the_files_and_every_alert_fires_as_it_should(
    arguments: tuple[str, ...],
) -> None:
    done = subprocess.run(
        [promtool(), *arguments], cwd=FOLDER, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_alert_is_shown_to_fire() -> None:
    tests = yaml.safe_load((FOLDER / "alerts_test.yml").read_text())["tests"]
    fired = {
        case["alertname"]
        for test in tests
        for case in test["alert_rule_test"]
        if case.get("exp_alerts")
    }
    assert fired == alerts().keys()


def test_alerts_and_board_ask_for_metrics_that_a_service_tells() -> None:
    for expression in [*(rule["expr"] for rule in alerts().values()), *expressions()]:
        assert not unknown(expression), expression


def test_the_board_s_expressions_are_promql() -> None:
    """Checked as recording rules, with Grafana's variables filled in."""
    rules = []
    for number, expression in enumerate(expressions()):
        filled = re.sub(r"\$__(rate_interval|interval|range)", "5m", expression)
        rules.append({"record": f"panel_{number}", "expr": filled.replace("$model", "m")})
    text = yaml.safe_dump({"groups": [{"name": "board", "rules": rules}]})
    done = subprocess.run(
        [promtool(), "check", "rules", "/dev/stdin"],
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_board_s_panels_stand_side_by_side() -> None:
    places = [panel["gridPos"] for panel in board()["panels"]]
    taken = [(place["x"], place["y"]) for place in places]
    assert len(set(taken)) == len(taken) > 10
    assert all(place["x"] + place["w"] <= 24 for place in places)
    assert len({panel["id"] for panel in board()["panels"]}) == len(places)


def test_each_alert_is_documented_with_what_to_do() -> None:
    rows = re.findall(r"^\| `(Scorejar\w+)` \|[^|]+\| ([^|]{20,}) \|$", PAGE.read_text(), re.M)
    assert dict(rows).keys() == alerts().keys()
