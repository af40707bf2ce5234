"""Logs on stderr: readable text, or a JSON object a line for machines.

`extra={"fields": {...}}` on a record adds fields to it.
"""

from __future__ import annotations

import json
import logging
import time
from logging.config import dictConfig
from typing import Any

from .settings import Settings

LOGGER = "scorejar"


def log_event(level: int, event: str, **fields: object) -> None:
    """Log an event with its fields; None and "" mean that there is nothing to say."""
    present = {name: value for name, value in fields.items() if value not in (None, "")}
    logging.getLogger(LOGGER).log(level, event, extra={"fields": present})


class Formatter(logging.Formatter):
    """What both forms share: the record's fields and its time."""

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """The fields that came with the record."""
        fields: dict[str, Any] = dict(getattr(record, "fields", {}))
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return fields

    def time(self, record: logging.LogRecord) -> str:
        """UTC to the millisecond, ISO 8601."""
        seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        return f"{seconds}.{int(record.msecs):03d}Z"


class JsonFormatter(Formatter):
    """One JSON object a line: `time`, `level`, `event`, then the fields."""

    def format(self, record: logging.LogRecord) -> str:
        """See the class."""
        line = {
            "time": self.time(record),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **self.fields(record),
        }
        return json.dumps(line, ensure_ascii=False, default=str)


class TextFormatter(Formatter):
    """`2026-01-31T12:30:00.000Z INFO  loaded model=credit version=7`, a traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        """See the class."""
        fields = self.fields(record)
        traceback = fields.pop("traceback", "")
        words = [f"{name}={text_value(value)}" for name, value in fields.items()]
        said = " ".join([record.getMessage(), *words])
        line = f"{self.time(record)} {record.levelname:<7} {said}"
        return f"{line}\n{traceback}" if traceback else line


def text_value(value: object) -> str:
    """A field's value, quoted where it would not read as one word."""
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text if text.isprintable() and " " not in text and text else json.dumps(text)


class NoStartTraceback(logging.Filter):
    """Leaves out uvicorn's copy of an error at start, which `scorejar serve` tells in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """See the class."""
        said = record.getMessage()
        return not said.startswith(("Traceback (most recent", "Application startup failed"))


def logging_config(settings: Settings) -> dict[str, Any]:
    """A configuration for `logging.config.dictConfig`, in this process and in workers."""
    formatter = JsonFormatter if settings.log_format == "json" else TextFormatter
    level = settings.log_level.upper()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "filters": {"no_start_traceback": {"()": NoStartTraceback}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["no_start_traceback"],
            }
        },
        "loggers": {
            LOGGER: {"handlers": ["stderr"], "level": level, "propagate": False},
            # OpenTelemetry's, where what it sends is not taken.
            "opentelemetry": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            # uvicorn's own news is told by us, in our form; its warnings come through.
            "uvicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        },
    }


def announce(settings: Settings, address: tuple[str, int]) -> None:
    """Say where the service listens, before it has loaded anything."""
    dictConfig(logging_config(settings))
    host = f"[{address[0]}]" if ":" in address[0] else address[0]
    url = f"http://{host}:{address[1]}"
    log_event(logging.INFO, f"listening on {url} (try {url}/docs)")
