"""Calls into Java without JPype on the way: C functions that Java makes of its methods."""

from __future__ import annotations

import ctypes
import platform
import sysconfig
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

ScoreArray = Callable[[Any], NDArray[np.float64] | None]
ScoreRows = Callable[[int, int, int, int, int], int]

METH_O = 8
ARRAY_VERSION, ARRAY_NEW = 0, 93  # places in NumPy's table of C functions, the same since 1.0
VERSIONS = (0x1000009, 0x2000000)  # of the layout that the table stands for: NumPy 1 and 2

ROWS = ctypes.CFUNCTYPE(ctypes.c_int64, *[ctypes.c_int64] * 5)
BUILTIN = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.py_object)


class MethodDef(ctypes.Structure):
    """CPython's PyMethodDef."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("function", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("doc", ctypes.c_char_p),
    )


class NativeCalls:
    """Two functions of `io.scorejar.bridge.Bridge`; any thread may call them.

    A ctypes function that takes an array costs 0.5 µs, a builtin 0.05 µs. So CPython is told of a
    builtin, by the two structures that a module in C would use: PyMethodDef and PyCFunction.
    """

    def __init__(self, array_function: int, rows_function: int) -> None:
        self._method = MethodDef(b"predict", array_function, METH_O, None)
        self._none = BUILTIN(lambda settings, X: None)
        self.rows: ScoreRows = ROWS(rows_function)
        """`Bridge.rowsFunction`: model, schema_id, address of rows, count, address of answers."""

    @classmethod
    def of(cls, java: Any) -> NativeCalls | None:
        """Those of the class `Bridge`; None where this Java, Python or NumPy cannot have them."""
        addresses = python_addresses()
        array_function = int(java.arrayFunction(*addresses)) if addresses else 0
        return cls(array_function, int(java.rowsFunction())) if array_function else None

    def array(self, handle: int, schema_id: int) -> ScoreArray:
        """The builtin for a model and a schema: a row of shape (1, n_inputs) to its answers.

        None for whatever is no such row of float64, C-contiguous, and for one that is wrong. The
        GIL is kept.
        """
        settings = np.array([handle, schema_id], np.int64)
        new = ctypes.pythonapi.PyCFunction_NewEx
        new.restype = ctypes.py_object
        new.argtypes = (ctypes.c_void_p, ctypes.py_object, ctypes.py_object)
        # What stands in the place of its module is kept alive by it, as the structure must be.
        made: ScoreArray = new(ctypes.addressof(self._method), settings, self)
        return made

    def refuse(self) -> None:
        """Answer as to something unusual from now on: the JVM is gone."""
        # CPython looks into the structure at every call.
        self._method.function = ctypes.cast(self._none, ctypes.c_void_p).value
        self.rows = lambda *call: 0


class Addresses(NamedTuple):
    """The arguments of `Bridge.arrayFunction`."""

    ndarray: int
    float64: int
    none: int
    inc_ref: int
    new_array: int


def python_addresses() -> Addresses | None:
    """Where things are in this process; None where they are not laid out as Java expects it."""
    free_threaded = sysconfig.get_config_var("Py_GIL_DISABLED")
    if platform.python_implementation() != "CPython" or free_threaded:
        return None
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype = ctypes.c_void_p
    pointer.argtypes = (ctypes.py_object, ctypes.c_char_p)
    capsule = np._core._multiarray_umath._ARRAY_API  # type: ignore[attr-defined]
    table = (ctypes.c_int64 * (ARRAY_NEW + 1)).from_address(pointer(capsule, None))
    version = ctypes.PYFUNCTYPE(ctypes.c_uint)(table[ARRAY_VERSION])
    if ctypes.sizeof(ctypes.c_void_p) != ctypes.sizeof(ctypes.c_int64) or version() not in VERSIONS:
        return None
    inc_ref = ctypes.cast(ctypes.pythonapi.Py_IncRef, ctypes.c_void_p).value
    return Addresses(
        id(np.ndarray), id(np.dtype(np.float64)), id(None), inc_ref or 0, table[ARRAY_NEW]
    )
