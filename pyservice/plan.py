"""What a call needs to know about the version in use."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from .decode import AnswerDecoder
from .encode import RowEncoder
from .lanes import LaneSize
from .reading import Reader, reading
from .row_bodies import Rows, quick_rows
from .schema import Description


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a call needs to know about the version in use; made once for a schema.

    batch: how many rows go through a lane at a time.
    takes_any_double: whether each input takes whatever a float64 holds, NaN for missing.
    """

    description: Description
    encoder: RowEncoder
    read: Reader
    rows: Rows
    decoder: AnswerDecoder
    size: LaneSize
    batch: int
    takes_any_double: bool
    pack: Callable[..., None]
    unpack: Callable[[bytearray], tuple[float, ...]]

    @classmethod
    def of(cls, description: Description, *, finite: bool) -> Plan:
        """The plan for a description; finite: rows come from JSON, which has no infinity."""
        encoder = RowEncoder(description.schema, finite=finite)
        decoder = AnswerDecoder(description.schema)
        size = LaneSize.for_widths(encoder.width, decoder.width)
        row_batch = size.row_doubles // max(1, encoder.width)
        return cls(
            description=description,
            encoder=encoder,
            read=reading(description.schema, finite=finite),
            rows=quick_rows(description.schema),
            decoder=decoder,
            size=size,
            batch=min(row_batch, size.answer_doubles // decoder.width),
            takes_any_double=all(
                column.type == "double" and column.missing_accepted and not column.categories
                for column in description.schema.inputs
            ),
            pack=struct.Struct(f"{encoder.width}d").pack_into,
            unpack=struct.Struct(f"{decoder.width}d").unpack_from,
        )
