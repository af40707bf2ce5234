"""Rows as they come, one a line, and an answer for each: a batch of any length in little memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec

from scorejar.errors import RowError, ScorejarError

from ..course import Kept
from ..exchange import Exchange
from ..messages import in_row, shown
from ..model import Model
from ..plan import Plan
from ..problems import STOPPING, ProblemError
from ..row_bodies import parsed
from ..served import Served
from ..service import Service

NDJSON = "application/x-ndjson"
KINDS = frozenset({NDJSON, "application/ndjson", "application/jsonl", "application/x-jsonlines"})

PART_BYTES = 65_536
"""How much of a body is unpacked, scored and answered at a time."""

LINE_BYTES = 1_000_000
"""The longest line that is taken."""

Answers = tuple[bytes, int, int]
"""Lines, how many of them are predictions, and the version that gave the last of those."""

encode_lines = msgspec.json.Encoder().encode_lines
decode = msgspec.json.decode


async def answer_stream(exchange: Exchange, service: Service, served: Served, model: Model) -> None:
    """Score a body of rows, a JSON object a line, and answer each line by one, in their order.

    `{"version": 7, "prediction": {…}}`, or `{"error": "…"}` for a line that is no row or a wrong
    one. Blank lines are left out. The next rows are read when the answers to those before are on
    their way, so a client that does not read is not read from. What ends the stream early, such as
    a body that is not packed as it says, is an error in the last line.
    """
    service.queue.check_room()
    await exchange.begin(NDJSON.encode())
    count = 0
    try:
        async for lines in batches(exchange):
            first = count

            def work(lines: Sequence[bytes | None] = lines, first: int = first) -> Answers:
                return answers(model, lines, first)

            content, scored, version = await service.queue.run_in_turn(work)
            count += len(lines)
            if scored:
                served.answered(exchange.course, version, scored)
                exchange.course.keep(*told(lines, content))
                service.log.sample(exchange.course, "/predict")
            await exchange.send(content)
    except (ProblemError, ScorejarError) as error:
        await exchange.send(encode_lines([{"error": str(error)}]))
    except asyncio.CancelledError:
        if not service.draining:
            raise
        await exchange.send(encode_lines([{"error": STOPPING}]))
    await exchange.send(b"", more=False)


def told(lines: Sequence[bytes | None], content: bytes) -> Kept:
    """The lines that were answered by a prediction, and those, for the payload log."""

    def pairs() -> list[tuple[Any, Any]]:
        read = zip(lines, content.splitlines(), strict=True)
        found = [(line, decode(answer).get("prediction")) for line, answer in read]
        return [(decode(line), answer) for line, answer in found if line and answer is not None]

    return lambda: [row for row, _ in pairs()], lambda: [answer for _, answer in pairs()]


async def batches(exchange: Exchange) -> AsyncIterator[list[bytes | None]]:
    """The lines of a body, some at a time, blank ones left out; None for one that is too long."""
    begun = bytearray()  # of a line whose end has not come; what is too long is not kept
    too_long = False
    async for part in exchange.parts(PART_BYTES):
        *whole, rest = part.split(b"\n")
        lines: list[bytes | None] = []
        for piece in whole:
            line = bytes(begun + piece)
            begun.clear()
            if too_long or len(line) > LINE_BYTES:
                lines.append(None)
            elif line := line.strip():
                lines.append(line)
            too_long = False
        begun += rest
        if len(begun) > LINE_BYTES:
            too_long = True
        if too_long:
            begun.clear()
        if lines:
            yield lines
    if too_long:
        yield [None]
    elif last := bytes(begun).strip():
        yield [last]


def answers(model: Model, lines: Sequence[bytes | None], first: int) -> Answers:
    """An answer for each line. first: the number of the first one, for messages."""
    try:
        return model.settled(lambda plan: quick_answers(plan, model, lines, first))
    except RowError:
        found = [answer(model, line, first + place) for place, line in enumerate(lines)]
        versions = [each["version"] for each in found if "version" in each]
        return encode_lines(found), len(versions), versions[-1] if versions else 0


def quick_answers(plan: Plan, model: Model, lines: Sequence[bytes | None], first: int) -> Answers:
    """The same by one schema, in one batch; raises RowError where one of them is no usual row."""
    rows = [plan.rows(line) if line and line.startswith(b"{") else None for line in lines]
    if None in rows or not plan.description.schema.numeric:
        raise RowError("row: expected the usual")
    version, found = model.rows_by(plan, rows, first)
    told = [{"version": version, "prediction": each} for each in found]
    return encode_lines(told), len(told), version


def answer(model: Model, line: bytes | None, number: int) -> dict[str, Any]:
    """The answer for one line."""
    try:
        if line is None:
            raise RowError(f"row: expected at most {LINE_BYTES} bytes, got more")
        row = parsed(line)
        if not isinstance(row, dict):
            raise RowError(f"row: expected an object, got {shown(row)}")
        version, prediction = model.answer(row)
    except ProblemError as error:
        return {"error": str(in_row(str(error).replace("body", "row", 1), number))}
    except RowError as error:
        return {"error": str(in_row(str(error), number))}
    return {"version": version, "prediction": prediction}
