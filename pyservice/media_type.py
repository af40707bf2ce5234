"""What a request says that its body is."""

from __future__ import annotations

from .exchange import Exchange
from .messages import shown
from .problems import ProblemError

USUAL = frozenset({b"application/json", b"application/json; charset=utf-8"})
"""What most clients say of JSON, word for word."""


def media_type(exchange: Exchange, default: str = "application/json") -> str:
    """The media type of the body, in lower case; its charset has to be UTF-8."""
    kind, *parameters = exchange.header(b"content-type", default).lower().split(";")
    charset = next((p.partition("=")[2] for p in parameters if p.strip().startswith("charset")), "")
    if charset.strip(' "') not in ("", "utf-8", "utf8", "us-ascii"):
        raise ProblemError(415, f"content-type: expected charset utf-8, got {shown(charset)}")
    return kind.strip()
