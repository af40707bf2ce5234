"""/model: Openscoring's REST API, without the deployment: models come from the repository."""

from __future__ import annotations

import csv
import io
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from scorejar.errors import RowError

from ..batches import score_batch
from ..course import Course
from ..exchange import Exchange, Reply
from ..json_rows import checked_count, parsed_object
from ..media_type import media_type
from ..messages import shown
from ..model import Model
from ..problems import ProblemError, bad_request
from ..schema import Column, Description
from ..served import Served
from ..table_bodies import batch_of_csv
from .door import Door, encode, expect, method_not_allowed, serving, unknown_path

TABLES = ("text/plain", "text/csv", "application/csv")
TEXT = b"text/plain; charset=utf-8"


class Openscoring(Door):
    """`/model` and `/model/{id}`, with `/batch` and `/csv`; below `/openscoring` too."""

    async def answer(self, exchange: Exchange) -> Reply:
        """See Door."""
        path = exchange.path.removeprefix("/openscoring").split("/")[1:]
        match path:
            case ["model"]:
                return self.told(exchange, self.all_models)
            case ["model", name] if name:
                if exchange.method != "POST":
                    served = self.service.models.get(name)
                    return self.told(exchange, lambda: model_response(served, expand=True))
                return await self.scored(exchange, name, self.one)
            case ["model", name, "batch"]:
                return await self.scored(exchange, name, self.batch)
            case ["model", name, "csv"]:
                return await self.scored(exchange, name, self.table)
            case _:
                raise unknown_path(exchange)

    def refusal(self, status: int, message: str) -> bytes:
        """See Door."""
        return encode({"message": message})

    def name_of(self, exchange: Exchange) -> str:
        """See Door."""
        return "/model"

    def told(self, exchange: Exchange, tell: Any) -> Reply:
        """What is told of models."""
        if exchange.method not in ("GET", "HEAD"):
            allowed = "GET" if tell == self.all_models else "GET, POST"
            raise method_not_allowed(exchange, allowed)
        return Reply(encode(tell()))

    def all_models(self) -> dict[str, Any]:
        """Every model, without its fields."""
        served = sorted(self.service.models.all(), key=lambda each: each.name)
        return {"responses": [model_response(each, expand=False) for each in served]}

    async def scored(self, exchange: Exchange, name: str, score: Any) -> Reply:
        """What a request for scores is answered."""
        expect(exchange, "POST")
        served = self.service.models.get(name)
        kind = media_type(exchange)
        expected = TABLES if score == self.table else ("application/json",)
        if kind not in expected:
            said = f"content-type: expected {' or '.join(expected)}, got {shown(kind)}"
            raise ProblemError(415, said)
        course = exchange.course
        served.asked_in(course)
        body = await self.read(exchange)
        return await self.run(
            exchange,
            self.small(body),
            lambda: score(served.chosen(course, exchange.headers, body), body, course),
        )

    def one(self, served: Served, body: bytes, course: Course) -> Reply:
        """Score the arguments of one request."""
        number, row = arguments_of(parsed_object(body))
        course.parsed()
        version, answer = serving(served).answer(row)
        course.keep(row, answer)
        served.answered(course, version, 1)
        return Reply(encode(response(number, {"results": answer})))

    def batch(self, served: Served, body: bytes, course: Course) -> Reply:
        """Score requests, each on its own: one that is wrong has a message for its results."""
        asked = parsed_object(body)
        requests = asked.get("requests")
        if not isinstance(requests, list):
            raise bad_request(f"requests: expected an array, got {shown(requests)}")
        checked_count(len(requests), self.max_rows)
        model = serving(served)
        read = [arguments_of(each) for each in requests]
        course.parsed()
        version, answers = each_on_its_own(model, [row for _, row in read])
        right = [n for n, each in enumerate(answers) if "results" in each]
        course.keep([read[n][1] for n in right], [answers[n]["results"] for n in right])
        served.answered(course, version, len(right))
        told = [response(number, found) for (number, _), found in zip(read, answers, strict=True)]
        return Reply(encode(response(id_of(asked), {"responses": told})))

    def table(self, served: Served, body: bytes, course: Course) -> Reply:
        """Score a table of CSV, all rows or none; a first column `Id` is handed through."""
        batch = batch_of_csv(body, self.max_rows)
        first = batch.schema.names[0]
        model = serving(served)
        known = {column.name for column in model.description.schema.inputs}
        identity = None
        if first.lower() == "id" and first not in known:
            identity = pc.fill_null(batch.column(0), "")
            batch = batch.select(range(1, batch.num_columns))
        course.parsed()
        version, answers = score_batch(model, batch)
        course.keep(batch, answers)
        served.answered(course, version, answers.num_rows)
        return Reply(csv_of(answers, first, identity), TEXT)


def each_on_its_own(model: Model, rows: list[dict[str, Any]]) -> tuple[int, list[dict[str, Any]]]:
    """The results of each row, or what is wrong with it; the last version that gave any."""
    try:
        version, answers = model.score_rows(rows)
        return version, [{"results": found} for found in answers]
    except RowError:
        alone = [one_on_its_own(model, row) for row in rows]
        return max(version for version, _ in alone), [found for _, found in alone]


def one_on_its_own(model: Model, row: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """The results of a row and the version that gave them, or what is wrong with it and 0."""
    try:
        version, answer = model.answer(row)
        return version, {"results": answer}
    except RowError as error:
        return 0, {"message": str(error)}


def arguments_of(request: Any) -> tuple[str | None, dict[str, Any]]:
    """The id and the row of a request."""
    if not isinstance(request, dict):
        raise bad_request(f"request: expected an object, got {shown(request)}")
    arguments = request.get("arguments")
    if not isinstance(arguments, dict):
        raise bad_request(f"arguments: expected an object, got {shown(arguments)}")
    return id_of(request), arguments


def id_of(request: dict[str, Any]) -> str | None:
    """The id of a request, which its answer bears too."""
    given = request.get("id")
    if given is not None and not isinstance(given, str):
        raise bad_request(f"id: expected a string, got {shown(given)}")
    return given


def response(number: str | None, content: dict[str, Any]) -> dict[str, Any]:
    """An answer with the id of what was asked, where it had one."""
    return content if number is None else {"id": number, **content}


def csv_of(answers: pa.RecordBatch, first: str, identity: pa.Array | None) -> bytes:
    """Answers as CSV, after the ids of the rows where there are any; a missing value is empty."""
    columns = [column.to_pylist() for column in answers.columns]
    names = list(answers.schema.names)
    if identity is not None:
        names, columns = [first, *names], [identity.to_pylist(), *columns]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(zip(*[list(map(cell, column)) for column in columns], strict=True))
    return text.getvalue().encode()


def cell(value: Any) -> str:
    """A value in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def model_response(served: Served, *, expand: bool) -> dict[str, Any]:
    """What is told of a model; expand: its fields too."""
    if served.model is None and not expand:
        return {"id": served.name, "message": f"no version of '{served.name}' is in service"}
    description = serving(served).description
    told: dict[str, Any] = {
        "id": served.name,
        "summary": f"version {description.version}, {description.engine}",
        "properties": {
            "model.version": description.version,
            "file.checksum": description.manifest.get("pmml_sha256"),
        },
    }
    return told | {"schema": fields(description)} if expand else told


def fields(description: Description) -> dict[str, Any]:
    """The fields of a model."""
    schema = description.schema
    return {
        "inputFields": [field(column) for column in schema.inputs],
        "outputFields": [field(column) for column in schema.outputs],
    }


def field(column: Column) -> dict[str, Any]:
    """One field."""
    number = column.type in ("double", "float", "integer") and not column.categories
    told = {
        "id": column.name,
        "dataType": column.type,
        "opType": "continuous" if number else "categorical",
    }
    return told | {"values": list(map(str, column.categories))} if column.categories else told
