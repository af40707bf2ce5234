"""The report page: what it says of a proof and of a refusal, and that it stands on its own."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd

from export.publish import write_page
from export.report import proved_page, refused_page
from tests.conftest import done, scorejar

CHECK: dict[str, Any] = {
    "engine": "transpiled",
    "judge": "pipeline",
    "what": "answers",
    "agreement": "ulps",
    "rows": 4210,
    "wrong": 0,
    "refusals": 1,
    "max_ulps": 3,
    "max_difference": 3e-16,
    "ulps": {"probability(<1>)": {"0": 4100, "2-4": 109}},
}
REPORT: dict[str, Any] = {
    "verdict": "proved",
    "judge": "pipeline",
    "agreement": "ulps",
    "rows": 4210,
    "judged_rows": 4210,
    "inputs": ["age", "job & <b>"],
    "coverage": {
        "rows": 4210,
        "kinds": {"real": 400, "threshold": 3810},
        "thresholds": {"covered": 600, "of": 630},
    },
    "judgements": [CHECK],
    "refusals": [{"row": 7, "kind": "number", "values": [None, "x"], "said": "Input contains NaN"}],
    "stricter": {"age": 3},
    "closest": [
        {
            "row": 9,
            "kind": "real",
            "values": [41.5, "x"],
            "column": "age",
            "value": 41.5,
            "threshold": 41.5,
            "ulps": 0,
        }
    ],
}
MANIFEST: dict[str, Any] = {
    "model": "credit",
    "version": 7,
    "engines": ["transpiled"],
    "repairs": ["columns 'Age' and 'age' were renamed inside"],
    "declined": {"compiled": "not yet"},
    "pmml_sha256": "0" * 64,
    "tools": {"scorejar": "0.1.0"},
}
REFUSED: dict[str, Any] = REPORT | {
    "verdict": "refused",
    "error": "JPMML's interpreter answers 39 of 500 rows otherwise",
    "cause": "all 39 wrong rows are such where 'age' is missing, and no row that is right",
    "columns": ["age"],
    "closest": [],
    "wrong": [
        {
            "row": 3,
            "kind": "missing",
            "values": [None, "x"],
            "output": "y",
            "expected": 0.8,
            "got": 0.7,
        }
    ],
    "leaves": [
        {
            "segment": "1/17",
            "node": "5",
            "score": "0.1",
            "closest": {"column": "age", "threshold": 41.5, "ulps": 1},
        }
    ],
}


class Reader(HTMLParser):
    """Collects the text, and fails on tags that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that must be closed."""
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that it is the one that was opened last."""
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing to close."""

    def handle_data(self, data: str) -> None:
        """Collect."""
        self.words.append(data)


def read(page: str) -> str:
    """The text of a page that is well formed and asks for nothing outside of itself."""
    reader = Reader()
    reader.feed(page)
    assert not reader.open
    assert not re.search(r"https?://|src=|@import|url\(", page)
    return " ".join(" ".join(reader.words).split())


def test_a_proof_is_told_with_all_that_was_counted() -> None:
    text = read(proved_page(MANIFEST, REPORT, "models/credit/7.jar", ["slow"]))
    for said in (
        "credit 7: proved",
        "All 4,210 rows are answered",
        "within 4 ulps",
        "600 630 95.2 %",
        "probability(<1>)",
        "Repaired: columns 'Age' and 'age'",
        "3 rows are refused for their value of 'age'",
        "Input contains NaN",
        "job & <b>",
        "0" * 64,
        "scorejar verify models/credit/7.jar",
    ):
        assert said in text


def test_a_refusal_tells_the_cause_the_rows_and_the_leaf() -> None:
    text = read(refused_page("credit", REFUSED))
    for said in (
        "credit: refused",
        "39 of 500 rows otherwise",
        "Likely cause: all 39 wrong rows",
        "The first wrong rows",
        "1/17 5 0.1 age = 41.5 1 ulp",
    ):
        assert said in text


def test_a_page_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    page = tmp_path / "1.html"
    page.mkdir()
    assert write_page(page, "text") is None
    assert [place.name for place in tmp_path.iterdir()] == ["1.html"]


def test_the_page_stands_beside_the_jar_and_versions_are_counted_without_it(
    trained: Any, tmp_path: Path
) -> None:
    source = trained("wine") / "model.pmml"
    export = ("export", source, "--model", "wine", "--repository", tmp_path)
    evidence = ("--evidence", trained("wine") / "evidence.parquet")
    first = done(scorejar(*export, *evidence, "--engine", "interpreted")).stdout
    assert f"report     {tmp_path}/wine/1.html" in first
    text = read((tmp_path / "wine" / "1.html").read_text(encoding="utf-8"))
    assert "wine 1: proved" in text
    (tmp_path / "wine" / "9.html").write_text("no version")
    second = done(scorejar(*export, *evidence, "--engine", "interpreted")).stdout
    assert f"published  {tmp_path}/wine/2.jar" in second


def test_why_a_model_is_refused_can_be_had_as_a_page(trained: Any, tmp_path: Path) -> None:
    rows = pd.read_parquet(trained("wine") / "evidence.parquet")
    answer = next(name for name in map(str, rows) if name.startswith("probability"))
    rows = rows[rows[answer].notna()]
    rows.loc[rows.index[3], answer] = 0.123
    rows.to_csv(tmp_path / "rows.csv", index=False)
    refused = scorejar(
        *("export", trained("wine") / "model.pmml", "--evidence", tmp_path / "rows.csv"),
        *("--model", "wine", "--repository", tmp_path / "models"),
        *("--engine", "interpreted", "--report", tmp_path / "refused.html"),
    )
    assert refused.returncode == 3
    # What takes seconds is told beside it.
    assert re.findall("^error: ", refused.stderr, re.MULTILINE) == ["error: "]
    text = read((tmp_path / "refused.html").read_text(encoding="utf-8"))
    assert "wine: refused" in text
    assert "0.123" in text
    assert not (tmp_path / "models").exists()
