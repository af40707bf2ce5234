"""Bodies that come packed: unpacked whole, or part by part."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from .messages import shown
from .problems import ProblemError

PACKED = {"gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}
"""Content encodings that are taken, with zlib's word for the form of each."""


class Unpacking:
    """A body that is unpacked as it comes. Raises ProblemError where it cannot be.

    encoding: one of PACKED, or `identity`, which is handed through.
    """

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._stream = None
        if encoding != "identity":
            form = PACKED.get(encoding)
            if form is None:
                expected = " or ".join([*PACKED, "none"])
                said = f"content-encoding: expected {expected}, got {shown(encoding)}"
                raise ProblemError(415, said)
            self._stream = zlib.decompressobj(form)

    def parts(self, content: bytes, most: int) -> Iterator[bytes]:
        """What a part of the body was, in parts of at most so many bytes, none of them empty."""
        stream = self._stream
        if stream is None:
            for first in range(0, len(content), most):
                yield content[first : first + most]
            return
        left = content
        while not stream.eof:
            try:
                found = stream.decompress(left, most)
            except zlib.error:
                said = f"body: expected {self._encoding}, got something else"
                raise ProblemError(400, said) from None
            if not found:
                return
            yield found
            left = stream.unconsumed_tail

    def end(self) -> None:
        """Raises ProblemError where the body has ended before what is packed in it."""
        if self._stream is not None and not self._stream.eof:
            raise ProblemError(400, f"body: expected whole {self._encoding}, got a part of it")


def unpacked(content: bytes, encoding: str, limit: int) -> bytes:
    """A packed body as it was; never more than `limit` bytes of it are made."""
    unpack = Unpacking(encoding)
    found = next(unpack.parts(content, limit + 1), b"")
    if len(found) > limit:
        raise too_large(limit)
    unpack.end()
    return found


def too_large(limit: int) -> ProblemError:
    """What is said of a body beyond the limit."""
    return ProblemError(413, f"body: expected at most {limit} bytes, got more")
