"""The datatypes of the protocol, and those of a model's columns in it."""

from __future__ import annotations

import numpy as np

from ..schema import Column

LITTLE_ENDIAN: dict[str, np.dtype[np.generic]] = {
    "BOOL": np.dtype("?"),
    **{f"UINT{bits}": np.dtype(f"<u{bits // 8}") for bits in (8, 16, 32, 64)},
    **{f"INT{bits}": np.dtype(f"<i{bits // 8}") for bits in (8, 16, 32, 64)},
    **{f"FP{bits}": np.dtype(f"<f{bits // 8}") for bits in (16, 32, 64)},
}
"""How the elements of each datatype but BYTES stand in binary tensors."""

DATATYPES = frozenset({*LITTLE_ENDIAN, "BYTES"})
FLOATING = frozenset({"FP16", "FP32", "FP64"})
NUMBERS = frozenset(LITTLE_ENDIAN) - {"BOOL"}

OF_TYPE = {
    "double": "FP64",
    "float": "FP32",
    "integer": "INT64",
    "boolean": "BOOL",
    "string": "BYTES",
    "date": "BYTES",
    "dateTime": "BYTES",
    "time": "BYTES",
}


def datatype_of(column: Column) -> str:
    """The datatype of a column in metadata and answers; dates and times are ISO 8601 in BYTES."""
    return OF_TYPE[column.type]


def taken_for(column: Column) -> frozenset[str]:
    """The datatypes that a column takes: none is converted that would have to be interpreted.

    Whether each value is a whole number, a 0 or a 1, a known category is asked later.
    """
    if column.type == "boolean":
        return NUMBERS | {"BOOL"}
    return NUMBERS if OF_TYPE[column.type] in NUMBERS else frozenset({"BYTES"})
