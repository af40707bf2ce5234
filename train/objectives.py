"""Objectives of LightGBM that the converter refuses although their PMML is that of another one."""

from __future__ import annotations

from typing import Any

from .parts import parts

SAME_ANSWERS = {"mape": "regression_l1", "rank_xendcg": "lambdarank"}
"""The raw score is the answer in each; they differ in training alone."""


def known_objectives(pipeline: Any) -> None:
    """Call each objective by the name of one that answers alike; in place, for the converter."""
    for part in parts(pipeline):
        if not type(part).__module__.startswith("lightgbm."):
            continue
        booster = part._Booster
        text = booster.model_to_string()
        for name, known in SAME_ANSWERS.items():
            if f"\nobjective={name}\n" in text:
                text = text.replace(f"\nobjective={name}\n", f"\nobjective={known}\n")
                part._Booster = type(booster)(model_str=text)
