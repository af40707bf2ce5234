"""`scorejar traffic`: the actions of the management API on the command line."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote

from scorejar.errors import ModelError, ScorejarError, UsageError

from .messages import shown
from .traffic.rules import CANARY

PORT = "SCOREJAR_MANAGEMENT_PORT"
TIMEOUT_S = 600.0  # as long as a version may take to load

Request = tuple[str, str, Any]
"""Method, path below /traffic, and body."""


def main(argv: Sequence[str]) -> None:
    """Ask a running service for an action, and tell how the model's traffic stands then."""
    given = parser().parse_args(argv)
    found = ask(given.host, port_of(given.port), request_of(given))
    print(json.dumps(found) if given.json else text_of(found))


def parser() -> argparse.ArgumentParser:
    """The command's options and actions."""
    parse = argparse.ArgumentParser(
        prog="scorejar traffic",
        description="Show and change which version of a model answers, in a service that was"
        " started with --management-port.",
        epilog="A target is a label or a version's number.",
    )
    parse.add_argument("--host", default="127.0.0.1", help="address of the service (127.0.0.1)")
    parse.add_argument("--port", type=int, help=f"its management port (environment: {PORT})")
    parse.add_argument("--json", action="store_true", help="print one JSON object")
    actions = parse.add_subparsers(dest="action", required=True, metavar="ACTION")

    def action(name: str, told: str, *arguments: str) -> argparse.ArgumentParser:
        added = actions.add_parser(name, help=told, description=told)
        for argument in arguments:
            added.add_argument(argument.lower(), metavar=argument)
        return added

    show = action("show", "show the versions, labels and shares of a model, or of every model")
    show.add_argument("model", nargs="?", metavar="MODEL")
    label = action("label", "let a label stand for a version that is loaded", "MODEL", "LABEL")
    label.add_argument("version", nargs="?", type=int, metavar="VERSION")
    label.add_argument("--remove", action="store_true", help="take the label away")
    split = action("split", "share requests by weight; none without weights", "MODEL")
    split.add_argument("weights", nargs="*", metavar="TARGET=WEIGHT")
    split.add_argument("--key-header", metavar="NAME", help="keep those of one header together")
    split.add_argument("--key-column", metavar="NAME", help="keep those of one value together")
    shadow = action("shadow", "let a version score beside; none without one", "MODEL")
    shadow.add_argument("to", nargs="?", metavar="TARGET")
    shadow.add_argument("--share", type=float, default=1.0, help="of the requests (1)")
    promote = action("promote", "let a version answer all requests, as stable", "MODEL")
    promote.add_argument("to", nargs="?", default=CANARY, metavar="TARGET")
    action("rollback", "bring back what there was before the promotion", "MODEL")
    versions = action("versions", "load the versions of a policy: latest:2, all, 3,5", "MODEL")
    versions.add_argument("policy", nargs="?", metavar="POLICY", help="the service's own without")
    for name, told in (("load", "load a version beside others"), ("unload", "undo a load")):
        action(name, told, "MODEL").add_argument("version", type=int, metavar="VERSION")
    return parse


def port_of(given: int | None) -> int:
    """The port to ask; raises UsageError where none was named."""
    text = os.environ.get(PORT, "") if given is None else str(given)
    if not text.isdigit():
        raise UsageError(f"--port: expected the service's management port, got {shown(text)}")
    return int(text)


def request_of(given: argparse.Namespace) -> Request:
    """The request that an action is; raises UsageError."""
    if given.action == "show":
        return "GET", f"/{quote(given.model, safe='')}" if given.model else "", None
    path = f"/{quote(given.model, safe='')}"
    match given.action:
        case "label":
            if given.remove == (given.version is not None):
                raise UsageError("label: expected a version or --remove")
            path += f"/labels/{quote(given.label, safe='')}"
            body = {"version": given.version}
            return ("DELETE", path, None) if given.remove else ("PUT", path, body)
        case "split":
            return split_request(path, given)
        case "shadow":
            body = {"to": given.to, "share": given.share}
            return (
                ("PUT", f"{path}/shadow", body) if given.to else ("DELETE", f"{path}/shadow", None)
            )
        case "promote":
            return "POST", f"{path}/promote", {"to": given.to}
        case "versions":
            body = {"policy": given.policy}
            method = "PUT" if given.policy else "DELETE"
            return method, f"{path}/versions", body if given.policy else None
        case "load" | "unload":
            return "POST", f"{path}/versions/{given.version}/{given.action}", None
        case _:
            return "POST", f"{path}/{given.action}", None


def split_request(path: str, given: argparse.Namespace) -> Request:
    """The request for a split."""
    weights = {}
    for text in given.weights:
        target, _, weight = text.partition("=")
        try:
            weights[target] = float(weight)
        except ValueError:
            raise UsageError(f"split: expected TARGET=WEIGHT, got {shown(text)}") from None
    if not weights:
        return "DELETE", f"{path}/split", None
    key = {"header": given.key_header, "column": given.key_column}
    body = {"weights": weights, "key": key if any(key.values()) else None}
    return "PUT", f"{path}/split", body


def ask(host: str, port: int, request: Request) -> dict[str, Any]:
    """The answer; an error as one of ours, by its status."""
    method, path, body = request
    content = None if body is None else json.dumps(body)
    try:
        with closing(HTTPConnection(host, port, timeout=TIMEOUT_S)) as connection:
            connection.request(
                method, f"/traffic{path}", content, {"content-type": "application/json"}
            )
            answer = connection.getresponse()
            if answer.status >= 400:
                raise refusal(answer.status, answer.read())
            found: dict[str, Any] = json.loads(answer.read())
            return found
    except (OSError, HTTPException, ValueError) as error:
        expected = "expected a service's management port"
        raise UsageError(f"{host}:{port}: {expected}, got {error}") from None


def refusal(status: int, content: bytes) -> ScorejarError:
    """What the service said."""
    try:
        text = str(json.loads(content)["error"])
    except (ValueError, KeyError, TypeError):
        text = f"expected an answer of the management API, got status {status}"
    families: dict[int, type[ScorejarError]] = {400: UsageError, 404: UsageError, 409: ModelError}
    return families.get(status, ScorejarError)(text)


def text_of(found: dict[str, Any]) -> str:
    """Traffic for people."""
    if "models" in found:
        return "\n".join(map(text_of, found["models"])) or "no models"
    lines = [found["model"]]
    for each in found["versions"]:
        labels = ", ".join(each["labels"])
        share = f"{100 * each['share']:g} %" if each["state"] == "serving" else each["cause"] or ""
        row = f"  {each['version']:<6} {each['state']:<8} {share:<8} {labels}"
        lines.append(row.rstrip())
    if found["key"]:
        lines.append("  key: " + " ".join(found["key"].values()))
    if found["shadow"]:
        lines.append(f"  shadow: {found['shadow']['to']}, share {found['shadow']['share']:g}")
    if found["trouble"]:
        lines.append(f"  not in force: {found['trouble']}")
    return "\n".join(lines)
