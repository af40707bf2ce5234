"""What is told of a model's traffic, in `GET /models/{model}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .policy import EACH

if TYPE_CHECKING:
    from ..served import Served

Told = dict[str, Any]


def traffic_of(served: Served, trouble: Mapping[str, str]) -> Told:
    """Versions and their states, and the rules in force; trouble: as `InForce` has it."""
    rules = served.rules
    return {
        "versions": versions_of(served),
        "policy": rules.versions,
        "labels": dict(rules.labels),
        "split": dict(rules.split),
        "key": rules.key.model_dump(exclude_none=True) if rules.key else None,
        "shadow": shadow_of(served),
        "can_roll_back": rules.before is not None,
        "trouble": trouble.get(served.name) or trouble.get(EACH),
    }


def shadow_of(served: Served) -> Told | None:
    """The rule of a shadow, and what came of it in this process."""
    rule, shadow = served.rules.shadow, served.shadow
    return {**rule.model_dump(), **shadow.told()} if rule and shadow else None


def versions_of(served: Served) -> list[Told]:
    """Every version on disk or in memory, the lowest first.

    share: of the requests that name no version, by what the rules say.
    """
    status, answering = served.status, served.answering()
    refused = {each["version"]: each["cause"] for each in status["refused"]}
    shares = shares_of(served)
    told = []
    for version in sorted({*status["versions"], *answering}):
        idle = "refused" if version in refused else "on disk"
        told.append(
            {
                "version": version,
                "state": "serving" if version in answering else idle,
                "cause": refused.get(version),
                "labels": [name for name, v in served.rules.labels.items() if v == version],
                "share": shares.get(version, 0.0),
            }
        )
    return told


def shares_of(served: Served) -> dict[int, float]:
    """The shares of the versions that answer requests which name none."""
    usual = served.status["version"] if served.model is not None else None
    rules = served.rules
    if not rules.split:
        return {} if usual is None else {usual: 1.0}
    total = sum(rules.split.values())
    shares: dict[int, float] = {}
    for target, weight in rules.split.items():
        version = rules.version_of(target)
        answers = version if version in served.versions else usual
        if answers is not None:
            shares[answers] = shares.get(answers, 0.0) + weight / total
    return shares
