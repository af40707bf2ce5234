"""What the protocol tells of a server and of a model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scorejar import __version__

from ..schema import Column, Description
from .datatypes import datatype_of

SERVER = {
    "name": "scorejar",
    "version": __version__,
    "extensions": [
        "binary_tensor_data",
        "model_configuration",
        "model_repository",
        "statistics",
    ],
}
PLATFORM = "scorejar_pmml"


def model_metadata(description: Description, versions: Iterable[int]) -> dict[str, Any]:
    """Names, datatypes and shapes of a model: a tensor of shape [rows, 1] for each column.

    versions: those that answer.
    """
    return {
        "name": description.model,
        "versions": list(map(str, versions)),
        "platform": PLATFORM,
        "inputs": [metadata_of(column) for column in description.schema.inputs],
        "outputs": [metadata_of(column) for column in description.schema.outputs],
    }


def metadata_of(column: Column) -> dict[str, Any]:
    """One tensor of a model."""
    return {"name": column.name, "datatype": datatype_of(column), "shape": [-1, 1]}


def configuration(description: Description, max_rows: int) -> dict[str, Any]:
    """The configuration of a model in Triton's words: `dims` are without the rows."""
    return {
        "name": description.model,
        "platform": PLATFORM,
        "backend": description.engine,
        "version_policy": {"specific": {"versions": [description.version]}},
        "max_batch_size": max_rows,
        "input": [
            {**configured(column), "optional": column.missing_accepted}
            for column in description.schema.inputs
        ],
        "output": [configured(column) for column in description.schema.outputs],
    }


def configured(column: Column) -> dict[str, Any]:
    """One tensor of a configuration; BYTES is called TYPE_STRING there."""
    datatype = datatype_of(column)
    kind = "STRING" if datatype == "BYTES" else datatype
    return {"name": column.name, "data_type": f"TYPE_{kind}", "dims": [1]}
