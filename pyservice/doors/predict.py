"""POST /predict: rows in, a prediction for each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar
from urllib.parse import parse_qs

import pyarrow as pa

from scorejar.errors import ModelError

from .. import deadlines
from ..batches import score_batch
from ..course import Course
from ..exchange import Exchange, Reply
from ..json_rows import Row, from_columns, from_split, parsed_object
from ..media_type import USUAL, media_type
from ..messages import shown
from ..problems import WRONG_ROW, ProblemError, bad_request
from ..reasons import answer_and_explain, by_name
from ..row_bodies import parse_rows
from ..served import Served
from ..table_bodies import ARROW, CSV, arrow_of, batch_of_arrow, batch_of_csv
from . import row_stream
from .door import Door, encode, expect, serving

ONE_ROW = b"{"
"""How records in JSON begin that are no list."""

ORIENTS = ("records", "split", "list")  # pandas' words for how a DataFrame stands in JSON


class Predict(Door):
    """`/predict` and `/predict/{model}`, with `/versions/{version}` or `/labels/{label}`."""

    wrong_row_status: ClassVar[int] = WRONG_ROW

    async def answer(self, exchange: Exchange) -> Reply:
        """See Door."""
        expect(exchange, "POST")
        served = self.asked(exchange.path[len("/predict/") :])
        course = exchange.course
        served.asked_in(course)
        said = exchange.headers.get(b"content-type")
        if (said is None or said in USUAL) and not exchange.scope["query_string"]:
            body = await self.read(exchange)
            if self.together(body):
                deadlines.check(exchange.deadline)
                served = served.chosen(course, exchange.headers, body)
                reply = await self.score_together(served, body, course)
                if reply is not None:
                    return reply
            return await self.scored(
                exchange, served, body, lambda its: self.score_rows(its, body, course), ONE_ROW
            )
        kind = checked_kind(exchange)
        if kind in row_stream.KINDS:
            served = served.chosen(course, exchange.headers)
            model = serving(served)
            await row_stream.answer_stream(exchange, self.service, served, model)
            return Reply(b"")
        orient, explain = asked_query(exchange)
        arrow_out = ARROW in exchange.header(b"accept")
        body = await self.read(exchange)
        if explain:
            if kind in (CSV, ARROW) or orient != "records" or arrow_out:
                raise bad_request("explain: expected rows as JSON objects, and JSON back")
            return await self.scored(
                exchange, served, body, lambda its: self.explain_rows(its, body, course)
            )
        if kind in (CSV, ARROW):
            make = batch_of_csv if kind == CSV else batch_of_arrow
            return await self.scored(
                exchange,
                served,
                body,
                lambda its: self.score_table(its, make(body, self.max_rows), arrow_out, course),
            )
        if orient == "records":
            return await self.scored(
                exchange, served, body, lambda its: self.score_rows(its, body, course), ONE_ROW
            )
        return await self.scored(
            exchange, served, body, lambda its: self.score_oriented(its, body, orient, course)
        )

    def scored(
        self,
        exchange: Exchange,
        served: Served,
        body: bytes,
        score: Callable[[Served], Reply],
        one_row: bytes | None = None,
    ) -> Awaitable[Reply]:
        """Let the version that answers the request score its body, where the body's size says.

        one_row: how a body begins that holds no more than one, where there are such.
        """
        course, headers = exchange.course, exchange.headers
        small = self.small(body, one_row=one_row is not None and body.startswith(one_row))
        return self.run(exchange, small, lambda: score(served.chosen(course, headers, body)))

    def asked(self, path: str) -> Served:
        """The model that a path names behind /predict/, and the version where it names one."""
        match path.split("/") if "/" in path else ():
            case [name, "versions", version]:
                return self.service.models.get(name).at(version)
            case [name, "labels", label]:
                return self.service.models.get(name).at("", label)
            case _:
                return self.service.models.choose(path or None)

    def score_rows(self, served: Served, body: bytes, course: Course) -> Reply:
        """Score a JSON object, which is a row, or an array of them."""
        model = serving(served)
        answer = model.score_body(body, self.max_rows, course.parsed)
        if answer is not None:
            course.keep(body, answer.rows)
        else:  # the quick way takes no more than the usual, and does not say what is wrong
            rows = parse_rows(body, self.max_rows)
            course.parsed()
            answer = model.score_row(rows) if isinstance(rows, dict) else model.score_rows(rows)
            course.keep(rows, answer.rows)
        return predictions(served, course, answer.version, answer.rows)

    async def score_together(self, served: Served, body: bytes, course: Course) -> Reply | None:
        """Score the usual row with those of other requests; None for whatever is not that."""
        course.begin()
        model = serving(served)
        plan, _ = model.current()
        row = plan.rows(body)
        if not isinstance(row, tuple):
            return None
        course.parsed()
        found = await self._micro_batches.score(model, plan, row)
        if not found:
            return None
        course.keep(body, found[1])
        reply = predictions(served, course, found[0], [found[1]])
        course.ready()
        return reply

    def explain_rows(self, served: Served, body: bytes, course: Course) -> Reply:
        """Score and explain a JSON object, which is a row, or an array of them."""
        rows = parse_rows(body, self.max_rows)
        course.parsed()
        try:
            answer, explained = answer_and_explain(serving(served), rows)
        except ModelError as error:
            raise bad_request(str(error)) from None
        course.keep(rows, answer.rows)
        return predictions(served, course, answer.version, answer.rows, by_name(explained))

    def score_oriented(self, served: Served, body: bytes, orient: str, course: Course) -> Reply:
        """Score a table in one of the other forms that pandas gives it in JSON."""
        found = parsed_object(body)
        if orient == "split":
            rows = from_split(found.get("columns"), found.get("data"), self.max_rows)
        else:
            rows = from_columns(found, self.max_rows)
        course.parsed()
        answer = serving(served).score_rows(rows)
        course.keep(rows, answer.rows)
        return predictions(served, course, answer.version, answer.rows)

    def score_table(
        self, served: Served, batch: pa.RecordBatch, arrow_out: bool, course: Course
    ) -> Reply:
        """Score a table, and answer in JSON or in Arrow."""
        course.parsed()
        version, answers = score_batch(serving(served), batch)
        course.keep(batch, answers)
        if not arrow_out:
            return predictions(served, course, version, answers.to_pylist())
        served.answered(course, version, answers.num_rows)
        told = {b"model": served.name.encode(), b"version": str(version).encode()}
        content = arrow_of(answers.replace_schema_metadata(told))
        return Reply(content, ARROW.encode())


def predictions(
    served: Served,
    course: Course,
    version: int,
    rows: list[Row],
    reasons: list[Row] | None = None,
) -> Reply:
    """The answer for rows, in JSON, with the reasons for it where they were asked for."""
    served.answered(course, version, len(rows))
    answer: Row = {"model": served.name, "version": version, "predictions": rows}
    if reasons is not None:
        answer["reasons"] = reasons
    return Reply(encode(answer))


def checked_kind(exchange: Exchange) -> str:
    """The media type of the body; a request that does not say what it sends sends JSON."""
    kind = media_type(exchange)
    if kind in ("application/json", CSV, ARROW, *row_stream.KINDS) or kind.endswith("+json"):
        return kind
    expected = f"application/json, {CSV}, {ARROW} or {row_stream.NDJSON}"
    raise ProblemError(415, f"content-type: expected {expected}, got {shown(kind)}")


def asked_query(exchange: Exchange) -> tuple[str, bool]:
    """By the query: how the rows stand in the JSON, and whether reasons are wanted."""
    query = parse_qs(exchange.scope["query_string"].decode("latin-1"), keep_blank_values=True)
    orient: str = query.pop("orient", ["records"])[-1]
    explain: str = query.pop("explain", ["false"])[-1]
    if query:
        got = shown(next(iter(query)))
        raise bad_request(f"query: expected no more than orient and explain, got {got}")
    if orient not in ORIENTS:
        raise bad_request(f"orient: expected {', '.join(ORIENTS)}, got {shown(orient)}")
    if explain not in ("true", "false"):
        raise bad_request(f"explain: expected true or false, got {shown(explain)}")
    return orient, explain == "true"
