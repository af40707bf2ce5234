"""A generated table of loan applications: every kind of column that a real one has."""

from __future__ import annotations

import numpy as np
import pandas as pd

ROWS = 6000
SEED = 20260101
PURPOSES = ("new car", "used car", "furniture", "education", "business", "repairs", "holiday")
EMPLOYMENT = ("unemployed", "under 1 year", "1 to 4 years", "4 to 7 years", "over 7 years")
REGIONS = ("Aarau", "Basel", "Bern", "Chur", "Genève", "Luzern", "Neuchâtel", "Sion", "Zürich")


def credit(rows: int = ROWS, seed: int = SEED) -> pd.DataFrame:
    """Loan applications and whether the borrower defaulted (`default`, 0 or 1).

    It imitates the tables that consumer lenders score, such as the German credit data of UCI:
    amounts in money with a long right tail and many zeros, categories with rare values and letters
    outside ASCII, dates, yes-or-no columns, and values that are missing for a reason (the
    unemployed state no income) as well as by chance. About one loan in six defaults. What drives
    it: debt against income, late payments, a short history with the bank, and an interaction of
    purpose and home ownership; the rest is noise, so that no model can be right always.

    rows, seed: the same two give the same table. Dates run from 2004 to 2025.
    """
    rng = np.random.default_rng(seed)
    age = rng.gamma(9, 4.5, rows).clip(18, 88).round()
    employment = rng.choice(len(EMPLOYMENT), rows, p=(0.06, 0.17, 0.34, 0.18, 0.25))
    income = rng.lognormal(8.1 + 0.11 * employment, 0.45, rows).round(2)
    savings = np.where(rng.random(rows) < 0.3, 0.0, rng.lognormal(7.2, 1.6, rows)).round(2)
    loan_amount = rng.lognormal(8.7, 0.8, rows).round(-2).clip(300)
    late_payments = rng.poisson(rng.gamma(0.6, 1.1, rows)).astype(float)
    purpose = rng.choice(len(PURPOSES), rows, p=(0.2, 0.26, 0.21, 0.09, 0.12, 0.1, 0.02))
    owns_home = rng.random(rows) < 0.25 + 0.006 * (age - 18)
    guarantor = rng.random(rows) < 0.2
    applied = 7300 + rng.integers(0, 730, rows)  # days after 1 January 2004
    history = (rng.gamma(1.4, 900, rows)).clip(0, 7000).astype(int)

    risk = (
        -2.2
        + 1.1 * np.log(loan_amount / income)
        + 0.9 * late_payments
        - 0.0006 * history
        - 0.15 * np.log1p(savings)
        + np.where((purpose == 4) & ~owns_home, 1.5, 0.0)
        - 1.0 * guarantor
        + 0.03 * np.abs(age - 45)
        + rng.normal(0, 0.5, rows)
    )
    default = rng.random(rows) < 1 / (1 + np.exp(-risk))

    epoch = pd.Timestamp("2004-01-01")
    table = pd.DataFrame(
        {
            "age": age,
            "income": np.where((employment == 0) | (rng.random(rows) < 0.03), np.nan, income),
            "savings": np.where(rng.random(rows) < 0.08, np.nan, savings),
            "loan_amount": loan_amount,
            "late_payments": late_payments,
            "purpose": np.array(PURPOSES, dtype=object)[purpose],
            "employment": np.array(EMPLOYMENT, dtype=object)[employment],
            "region": rng.choice(np.array(REGIONS, dtype=object), rows),
            "owns_home": owns_home,
            "guarantor": guarantor.astype(object),
            "applied_on": epoch + pd.to_timedelta(applied, unit="D"),
            "customer_since": epoch + pd.to_timedelta(applied - history, unit="D"),
            "default": default.astype(int),
        }
    )
    table.loc[rng.random(rows) < 0.05, "employment"] = None
    table.loc[rng.random(rows) < 0.07, "guarantor"] = None
    table.loc[rng.random(rows) < 0.06, "customer_since"] = pd.NaT
    return table
