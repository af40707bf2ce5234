"""What the modules share: where the service is, what it must answer, and running the calls."""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Service(NamedTuple):
    """A running service with the models `numbers`, version 2 in service, `mixed` and `spare`.

    http, grpc: host and port. rows: (n, 3), for `numbers`. sums: (n,), what /predict says.
    jobs, mixed_sums: the same of `mixed`, by a text that comes back as it is.
    """

    http: str
    grpc: str
    rows: list[list[float]]
    sums: list[float]
    jobs: list[str]
    mixed_sums: list[float]

    def matrix(self) -> NDArray[np.float64]:
        """The rows of `numbers`."""
        return np.array(self.rows)

    def check(self, sums: Any) -> None:
        """Compare the answers of `numbers` by their bits."""
        found = np.asarray(sums, np.float64)
        assert found.shape == (len(self.sums), 1), found.shape
        assert found.tobytes() == np.array(self.sums).tobytes(), found

    def check_mixed(self, sums: Any, jobs: Any) -> None:
        """The same of `mixed`."""
        assert np.asarray(sums, np.float64).tobytes() == np.array(self.mixed_sums).tobytes(), sums
        texts = [job.decode() if isinstance(job, bytes) else job for job in np.ravel(jobs)]
        assert texts == self.jobs, texts


Call = Callable[[Service], Any]


def run(calls: Sequence[Call]) -> None:
    """Make every call to the service that the command line describes; say how each went."""
    service = Service(**json.loads(sys.argv[1]))
    for call in calls:
        failure = None
        try:
            found = call(service)
            if inspect.isawaitable(found):
                asyncio.run(awaited(found))
        except Exception:
            failure = traceback.format_exc()
        print(json.dumps({"call": call.__name__, "failure": failure}), flush=True)


async def awaited(found: Any) -> None:
    """Wait for a call."""
    await found


def raises(family: type[Exception], text: str, call: Callable[[], Any]) -> None:
    """See that a call fails as it should."""
    try:
        call()
    except family as error:
        assert text in str(error), error
        return
    raise AssertionError(f"expected {family.__name__}, got none")
