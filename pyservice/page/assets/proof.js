// What was proved of a version before it was published.

import { el, table } from "./dom.js";
import { count, number, percent } from "./words.js";

const JUDGES = {
  pipeline: "the pipeline that was trained",
  interpreter: "JPMML's interpreter",
  columns: "the answers in its evidence",
};

/** A list of pairs: what, and what of it. */
export function pairs(entries) {
  return el("dl", { class: "pair" }, entries.map(([name, text]) => [el("dt", {}, name), el("dd", {}, text)]));
}

export function drawProof(place, { proof, tools, repairs, engine, digest, declined }) {
  if (!proof) {
    place.replaceChildren();
    return;
  }
  const engines = Object.entries(proof.engines ?? {}).map(([name, found]) => [
    name === engine ? `${name} (answers)` : name,
    number(found.rows), number(found.max_ulps), String(found.max_difference),
  ]);
  const covered = Object.entries(proof.coverage ?? {})
    .filter(([, part]) => part && part.of > 0)
    .map(([name, part]) => `${name} ${percent(part.covered / part.of)} of ${number(part.of)}`);
  const refused = Object.entries(declined ?? {}).map(([name, why]) => `${name}: ${why}`);
  place.replaceChildren(
    el("h3", {}, "Proof"),
    el("p", {}, `${count(proof.rows, "row")} were answered as by ${JUDGES[proof.judge] ?? proof.judge}` +
      (proof.refusals ? `, ${count(proof.refusals, "of them", "of them")} by a refusal that it makes too.` : ".")),
    table("Differences found, by engine", ["engine", "rows", "units in the last place", "difference"], engines, [1, 2, 3]),
    pairs([
      ["rows reached", covered.join(", ") || "–"],
      ["repaired", repairs?.length ? repairs.map((each) => (typeof each === "string" ? each : JSON.stringify(each))).join("; ") : "nothing"],
      ...(refused.length ? [["engines left out", refused.join("; ")]] : []),
      ["made with", Object.entries(tools ?? {}).map(([name, version]) => `${name} ${version}`).join(", ")],
      ["SHA-256", el("code", {}, digest ?? "–")],
    ]));
}
