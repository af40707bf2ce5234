"""From PMML and evidence to one proved, published jar.

`export_pipeline` does the whole road from a fitted pipeline in one call; `scorejar export` does it
from files.
"""

from __future__ import annotations

from .exporting import Exported
from .notebook import export_pipeline

__all__ = ["Exported", "export_pipeline"]
