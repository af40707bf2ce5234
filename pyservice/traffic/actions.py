"""What a person does to a model's rules: rules in, rules out.

Each raises UsageError where it makes no sense for the rules that there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scorejar.errors import UsageError

from ..messages import shown
from .policy import HIGHEST, Policy
from .rules import CANARY, STABLE, VERSION, Key, Rules

Target = str


def label(rules: Rules, name: str, version: int) -> Rules:
    """Let a label stand for a version."""
    return rules.changed(labels={**rules.labels, name: version})


def unlabel(rules: Rules, name: str) -> Rules:
    """Take a label away; raises UsageError where the split or the shadow needs it, too."""
    if name not in rules.labels:
        known = ", ".join(rules.labels) or "no label"
        raise UsageError(f"label: expected {known}, got {shown(name)}")
    return rules.changed(labels={n: v for n, v in rules.labels.items() if n != name})


def split(rules: Rules, weights: Mapping[Target, float], key: Key | None) -> Rules:
    """Share requests that name no version; none where there are no weights."""
    return rules.changed(split=dict(weights), key=key and key.model_dump())


def shadow(rules: Rules, to: Target | None, share: float = 1.0) -> Rules:
    """Let a version score beside those that answer; None: let none."""
    return rules.changed(shadow=to and {"to": to, "share": share})


def promote(rules: Rules, to: Target, usual: int) -> Rules:
    """Let a version answer all requests, as `stable`; what there was can be rolled back to.

    usual: the version that answers them now, which a rollback has to bring back where no label
    said so. The split and the shadow end.
    """
    if not VERSION.fullmatch(to) and to not in rules.labels:
        known = ", ".join(rules.labels) or "none yet"
        raise UsageError(f"promote: expected a version or a label ({known}), got {shown(to)}")
    version = rules.version_of(to)
    if rules.labels.get(STABLE) == version and not rules.split:
        raise UsageError(f"promote: expected another version than the stable one, got {version}")
    kept = {name: v for name, v in rules.labels.items() if name != CANARY}
    before = state_of(rules)
    before["labels"].setdefault(STABLE, usual)
    return rules.changed(labels={**kept, STABLE: version}, split={}, shadow=None, before=before)


def roll_back(rules: Rules) -> Rules:
    """Undo the last promotion; what was promoted can be promoted again."""
    if rules.before is None:
        raise UsageError("rollback: expected a promotion to roll back, found none")
    return rules.changed(**rules.before.model_dump(), before=None)


def state_of(rules: Rules) -> dict[str, Any]:
    """What a promotion changes, as it is."""
    return rules.model_dump(include={"labels", "split", "shadow"})


def load(rules: Rules, version: int, usual: Policy = HIGHEST) -> Rules:
    """Have a version loaded beside those that the policy wants; usual: the policy without rules."""
    policy = Policy.of(rules.versions) if rules.versions else usual
    more = Policy(policy.latest, policy.specific | {version})
    return rules.changed(versions=str(more))


def unload(rules: Rules, version: int, usual: Policy = HIGHEST) -> Rules:
    """Have a version loaded no more that was asked for by its number."""
    policy = Policy.of(rules.versions) if rules.versions else usual
    if version in rules.needed():
        raise UsageError(f"unload: expected a version that no rule needs, got {version}")
    if version not in policy.specific:
        specific = ", ".join(map(str, sorted(policy.specific))) or "none"
        expected = f"expected a version that was loaded by its number ({specific})"
        raise UsageError(f"unload: {expected}, got {version}")
    fewer = Policy(policy.latest, policy.specific - {version})
    return rules.changed(versions=str(fewer) or "latest:1")
