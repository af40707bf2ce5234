"""Settings: where they come from, and that each is documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyservice.logs import JsonFormatter, TextFormatter
from pyservice.serve_command import parser, read_settings
from pyservice.settings import Settings
from scorejar.errors import UsageError

from .conftest import ROOT


def settings(*arguments: str) -> Settings:
    return read_settings(parser().parse_args(["--repository", ".", *arguments]))


def test_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCOREJAR_PORT", "9000")
    monkeypatch.setenv("SCOREJAR_PINS", '{"credit": 3}')
    assert settings().port == 9000
    assert settings("--port", "9001").port == 9001
    assert settings().pins == {"credit": 3}
    pins = settings("--pin", "a=1", "--pin", "credit=4").pins
    assert pins == {"a": 1, "credit": 4}  # model by model


def test_units_are_turned_into_bytes() -> None:
    given = Settings(repository=Path(), max_body_mb=0.5, inline_body_kb=2)
    assert (given.max_body_bytes, given.inline_body_bytes) == (500_000, 2000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("BRIDGE", "jni"),
        ("SCAN_INTERVAL_S", "0"),
        ("PINS", '{"a": 0}'),
        ("PINS", "a=1"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"SCOREJAR_{name}", value)
    with pytest.raises(UsageError, match=f"^{name.lower()}"):
        settings()


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`{name}`" in text
        assert field.description


def test_every_option_of_serve_is_documented() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    options = [option for action in parser()._actions for option in action.option_strings]
    for option in options:
        assert option in ("-h", "--help") or f"`{option}" in text


def test_the_log_is_readable_as_text_and_as_json() -> None:
    import json
    import logging

    record = logging.LogRecord("scorejar", logging.INFO, "", 0, "loaded", None, None)
    record.created, record.msecs = 0.0, 250.0
    record.fields = {"model": "credit", "cause": "two words", "seconds": 0.123456789}
    assert TextFormatter().format(record) == (
        '1970-01-01T00:00:00.250Z INFO    loaded model=credit cause="two words" seconds=0.123457'
    )
    assert json.loads(JsonFormatter().format(record)) == {
        "time": "1970-01-01T00:00:00.250Z",
        "level": "info",
        "event": "loaded",
        "model": "credit",
        "cause": "two words",
        "seconds": 0.123456789,
    }
