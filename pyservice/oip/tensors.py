"""Tensors: names, datatypes, shapes and values, in JSON and in binary."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..messages import shown
from ..problems import ProblemError, bad_request
from .datatypes import DATATYPES, FLOATING, LITTLE_ENDIAN

FLOAT = struct.Struct("<f")
LENGTH = struct.Struct("<I")  # before each element of a BYTES tensor
MOST_DIMENSIONS = 8
NAN = float("nan")

Values = Sequence[Any] | NDArray[Any]


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor; values are flat, row-major: None, and NaN in a floating one, is missing."""

    name: str
    datatype: str
    shape: tuple[int, ...]
    values: Values


def checked_shape(name: str, datatype: object, shape: object, most: int) -> tuple[int, ...]:
    """The shape of an input of a known datatype and of at most so many elements.

    Raises ProblemError, before anything of that size is made.
    """
    if datatype not in DATATYPES:
        expected = ", ".join(sorted(DATATYPES))
        raise bad_request(f"{name}: expected a datatype of {expected}, got {shown(datatype)}")
    if not isinstance(shape, (list, tuple)) or not 0 < len(shape) <= MOST_DIMENSIONS:
        raise bad_request(f"{name}: expected a shape of 1 to {MOST_DIMENSIONS} dimensions")
    if any(type(size) is not int or size < 0 for size in shape):
        raise bad_request(f"{name}: expected a shape of whole numbers from 0, got {shape}")
    if prod(shape) > most:  # Python's integers do not overflow
        raise ProblemError(413, f"{name}: expected at most {most} elements, got {prod(shape)}")
    return tuple(shape)


def from_json(name: str, datatype: str, shape: tuple[int, ...], data: Any) -> Tensor:
    """A tensor whose data is flat or nested as its shape says. Raises ProblemError."""
    if not isinstance(data, list):
        raise bad_request(f"{name}: expected data as an array, got {shown(data)}")
    if datatype == "FP16":
        raise bad_request(f"{name}: expected FP16 in binary, which it has no JSON form for")
    values = data if len(shape) == 1 or not any(isinstance(v, list) for v in data) else None
    if values is None:
        values = flat(name, data, shape)
    elif len(values) != prod(shape):
        raise bad_request(
            f"{name}: expected {prod(shape)} elements for shape {list(shape)}, got {len(data)}"
        )
    check_elements(name, datatype, values)
    return Tensor(name, datatype, shape, rounded(name, values) if datatype == "FP32" else values)


def flat(name: str, data: list[Any], shape: tuple[int, ...]) -> list[Any]:
    """Nested data row after row; each level has to have the length that the shape says."""
    level: list[Any] = [data]
    for size in shape:
        if any(not isinstance(part, list) or len(part) != size for part in level):
            raise bad_request(f"{name}: expected data of shape {list(shape)}, got another")
        level = [value for part in level for value in part]
    return level


def check_elements(name: str, datatype: str, values: Sequence[Any]) -> None:
    """Refuse elements that are not of the datatype; null is an element of each."""
    types = set(map(type, values)) - {type(None)}
    if datatype in FLOATING:
        wrong = types - {float, int}
    elif datatype == "BYTES":
        wrong = types - {str}
    elif datatype == "BOOL":
        wrong = types - {bool}
    else:
        bounds = np.iinfo(LITTLE_ENDIAN[datatype])  # type: ignore[type-var]
        wrong = types - {int}
        if not wrong and any(v is not None and not bounds.min <= v <= bounds.max for v in values):
            value = next(v for v in values if v is not None and not bounds.min <= v <= bounds.max)
            raise bad_request(f"{name}: expected {datatype}, got {shown(value)}")
    if wrong:
        value = next(value for value in values if type(value) in wrong)
        raise bad_request(f"{name}: expected {datatype}, got {shown(value)}")


def rounded(name: str, values: Sequence[Any]) -> list[Any]:
    """Numbers to the nearest float, which an FP32 tensor in binary would have held."""
    try:
        return [v if v is None else FLOAT.unpack(FLOAT.pack(v))[0] for v in values]
    except OverflowError:
        raise bad_request(f"{name}: expected FP32, got a number too large for it") from None


def from_binary(
    name: str, datatype: str, shape: tuple[int, ...], data: bytes | memoryview
) -> Tensor:
    """A tensor whose data is little-endian and row-major. Raises ProblemError."""
    count = prod(shape)
    if datatype == "BYTES":
        return Tensor(name, datatype, shape, texts(name, memoryview(data), count))
    kind = LITTLE_ENDIAN[datatype]
    if len(data) != count * kind.itemsize:
        raise ProblemError(
            400,
            f"{name}: expected {count * kind.itemsize} bytes for shape {list(shape)} of {datatype},"
            f" got {len(data)}",
        )
    values: NDArray[Any] = np.frombuffer(data, kind)
    if datatype == "BOOL" and np.frombuffer(data, np.uint8).max(initial=0) > 1:
        raise bad_request(f"{name}: expected BOOL, bytes of 0 or 1, got another")
    return Tensor(name, datatype, shape, values)


def texts(name: str, data: memoryview, count: int) -> list[str]:
    """The elements of a binary BYTES tensor, each after its length."""
    found: list[str] = []
    at = 0
    while at < len(data):
        end = at + LENGTH.size
        if end <= len(data):
            end += LENGTH.unpack_from(data, at)[0]
        if end > len(data) or len(found) == count:
            break
        try:
            found.append(str(data[at + LENGTH.size : end], "utf-8"))
        except UnicodeDecodeError:
            raise bad_request(f"{name}: expected BYTES in UTF-8, got others") from None
        at = end
    if at != len(data) or len(found) != count:
        raise ProblemError(
            400,
            f"{name}: expected {count} elements of BYTES, each after its length, in {len(data)}"
            f" bytes, got {len(found)} in the first {at}",
        )
    return found


def to_binary(tensor: Tensor) -> bytes:
    """The data of an answer in binary; raises ProblemError where it has a gap that has no form."""
    values = tensor.values
    if tensor.datatype in FLOATING:
        numbers = [NAN if value is None else value for value in values]
        return np.asarray(numbers, LITTLE_ENDIAN[tensor.datatype]).tobytes()
    gap = next((place for place, value in enumerate(values) if value is None), None)
    if gap is not None:
        raise ProblemError(
            400,
            f"{tensor.name}: expected to be asked for in JSON, as its value in row {gap} is"
            f" missing, which {tensor.datatype} has no binary form for",
        )
    if tensor.datatype != "BYTES":
        return np.asarray(values, LITTLE_ENDIAN[tensor.datatype]).tobytes()
    encoded = [value.encode() for value in values]
    return b"".join(LENGTH.pack(len(element)) + element for element in encoded)


def present(value: Any) -> Any:
    """A value of a floating tensor, None where it is missing."""
    return None if value is None or isnan(value) else value
