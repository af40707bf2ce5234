"""`scorejar serve` that counts and tells nothing: what it costs to be observed is measured by it.

There is no such setting, since nobody should serve like this.
"""

from __future__ import annotations

import sys
from typing import Any

from pyservice import serve_command
from pyservice.metrics import Metrics
from pyservice.request_log import RequestLog


def nothing(*_: Any) -> None:
    """Note nothing."""


REPLACED: dict[str, Any] = {
    "note": nothing,
    "scores_of": nothing,  # which leaves nothing to be called either
    "rows_of": lambda *_: nothing,
}


def main() -> None:
    """Serve, with what notes requests, crossings and rows taken out."""
    for owner, name in ((RequestLog, "note"), (Metrics, "scores_of"), (Metrics, "rows_of")):
        setattr(owner, name, REPLACED[name])
    serve_command.main(sys.argv[1:])


if __name__ == "__main__":
    main()
