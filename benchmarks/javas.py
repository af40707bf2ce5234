"""The Javas that are measured side by side: the newest found and the oldest that will do."""

from __future__ import annotations

import os
from functools import cache

from scorejar import jdk
from scorejar.errors import UsageError


@cache
def found() -> list[jdk.Jdk]:
    """The newest first, then the oldest, where that is another version.

    Only the one of SCOREJAR_JAVA_HOME where that is set. Raises UsageError where there is none.
    """
    newest = jdk.find()
    if newest is None:
        raise UsageError(jdk.MISSING)
    if "SCOREJAR_JAVA_HOME" in os.environ:
        return [newest]
    every = [java for home in jdk.homes() if (java := jdk.read(home))]
    oldest = min((j for j in every if j.version >= jdk.OLDEST), key=lambda j: j.version)
    return [newest, oldest] if oldest.version < newest.version else [newest]
