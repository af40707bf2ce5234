"""Small jars for tests of the service, written by hand from docs/jar.md and nothing else.

The model adds up its inputs and hands some of them through, so that a test can say what each
answer must be. Training and exporting are other tests' business.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

Column = Mapping[str, Any]

NUMBERS: list[Column] = [
    {"name": "a", "type": "double", "missing": "accepted"},
    {"name": "b c", "type": "double", "missing": "accepted"},
    {"name": "n", "type": "integer", "missing": "accepted"},
]

MIXED: list[Column] = [
    {"name": "age", "type": "double", "missing": "accepted"},
    {"name": "count", "type": "integer", "missing": "refused"},
    {"name": "single", "type": "boolean", "missing": "accepted"},
    {
        "name": "job",
        "type": "string",
        "categories": ["clerk", "nurse", "Köchin"],
        "missing": "accepted",
        "unseen": "refused",
    },
    {
        "name": "town",
        "type": "string",
        "categories": ["Rome", "Oslo"],
        "missing": "accepted",
        "unseen": "accepted",
    },
    {"name": "day", "type": "date", "missing": "accepted"},
    {"name": "at", "type": "dateTime", "missing": "accepted"},
    {"name": "clock", "type": "time", "missing": "accepted"},
]

TEXT: list[Column] = [
    {"name": "age", "type": "double", "missing": "accepted"},
    {"name": "note", "type": "string", "missing": "accepted"},
]

ROWS: dict[str, tuple[Any, Any]] = {
    "double": (1.5, None),
    "integer": (2, 7),
    "boolean": (True, False),
    "date": ("2026-01-31", None),
    "dateTime": ("2026-01-31T12:30:00", None),
    "time": ("12:30:00", None),
}

INVALID = {"accepted": "asIs", "refused": "returnInvalid"}


def pmml(inputs: Sequence[Column], *, add: float = 0.0) -> str:
    """A regression: `sum` = 2 * the sum of all doubles and integers + add, None if one is missing.

    The inputs that are `echoed` come back under `its <name>`.
    """
    fields, terms, outputs = "", "", ""
    for column in inputs:
        name, kind = quoteattr(column["name"]), column["type"]
        number = kind in ("double", "integer")
        optype = "continuous" if number else "categorical"
        if kind in ("date", "dateTime", "time"):
            optype = "ordinal"
        values = "".join(
            f"<Value value={quoteattr(str(v))}/>" for v in column.get("categories", ())
        )
        fields += f'<DataField name={name} optype="{optype}" dataType="{kind}">{values}</DataField>'
        if number:
            terms += f'<NumericPredictor name={name} coefficient="2"/>'
        elif echoed(column):
            its = quoteattr(f"its {column['name']}")
            outputs += (
                f'<OutputField name={its} optype="{optype}" dataType="{kind}"'
                f' feature="transformedValue"><FieldRef field={name}/></OutputField>'
            )
    mining = "".join(
        f"<MiningField name={quoteattr(column['name'])}"
        f' invalidValueTreatment="{INVALID[column.get("unseen", "refused")]}"/>'
        for column in inputs
    )
    return f"""<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
      <DataDictionary>
        {fields}<DataField name="sum" optype="continuous" dataType="double"/>
      </DataDictionary>
      <RegressionModel functionName="regression">
        <MiningSchema>{mining}<MiningField name="sum" usageType="target"/></MiningSchema>
        {f"<Output>{outputs}</Output>" if outputs else ""}
        <RegressionTable intercept="{add}">{terms}</RegressionTable>
      </RegressionModel></PMML>"""


def echoed(column: Column) -> bool:
    """Whether an input comes back; not a number, nor a string that may be of no category."""
    return column["type"] not in ("double", "integer") and column.get("unseen") != "accepted"


def outputs_of(inputs: Sequence[Column]) -> list[dict[str, Any]]:
    """The outputs of that PMML, as model.json writes them."""
    outputs: list[dict[str, Any]] = []
    for column in inputs:
        if echoed(column):
            output = {"name": f"its {column['name']}", "type": column["type"]}
            if "categories" in column:
                output["categories"] = column["categories"]
            outputs.append(output)
    return [*outputs, {"name": "sum", "type": "double"}]


def jar_bytes(
    inputs: Sequence[Column], *, model: str = "m", version: int = 1, add: float = 0.0
) -> bytes:
    """A jar that holds the PMML above for the `interpreted` engine, with two rows of evidence."""
    outputs = outputs_of(inputs)
    row = [
        column.get("categories", [None])[0] or ROWS.get(column["type"], ("x",))[0]
        for column in inputs
    ]
    numbers = ("double", "integer")
    total = sum(float(v) for v, c in zip(row, inputs, strict=True) if c["type"] in numbers)
    others = [v for v, c in zip(row, inputs, strict=True) if echoed(c)]
    names = [column["name"] for column in inputs]
    xml = pmml(inputs, add=add)
    manifest = {
        "format": 1,
        "model": model,
        "version": version,
        "schema": {"inputs": list(inputs), "outputs": outputs},
        "engines": ["interpreted"],
        "declined": {"transpiled": "made by hand for a test"},
        "repairs": [],
        "pmml_sha256": hashlib.sha256(xml.encode()).hexdigest(),
        "tools": {"scorejar": "0.1.0"},
        "proof": {
            "judge": "interpreter",
            "rows": 1,
            "agreement": "sums",
            "refusals": 0,
            "stricter": {},
            "coverage": {},
            "engines": {"interpreted": {"rows": 1, "max_ulps": 0, "max_difference": 0.0}},
        },
    }
    evidence = {
        "inputs": names,
        "outputs": [output["name"] for output in outputs],
        "rows": [row],
        "answers": [[*others, 2 * total + add]],
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as jar:
        jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\n\r\n")
        jar.writestr("META-INF/scorejar/model.json", json.dumps(manifest))
        jar.writestr("META-INF/scorejar/evidence.json", json.dumps(evidence))
        jar.writestr("META-INF/scorejar/model.pmml", xml)
        jar.comment = b"0" * 64
    body = buffer.getvalue()[:-64]
    return body + hashlib.sha256(body).hexdigest().encode()


def write_jar(
    repository: Path,
    inputs: Sequence[Column],
    *,
    model: str = "m",
    version: int = 1,
    add: float = 0.0,
) -> Path:
    """Publish such a jar in a repository, as `scorejar export` does: staged, then renamed."""
    folder = repository / model
    folder.mkdir(parents=True, exist_ok=True)
    staged = folder / f".{version}.staged"
    staged.write_bytes(jar_bytes(inputs, model=model, version=version, add=add))
    return staged.rename(folder / f"{version}.jar")
