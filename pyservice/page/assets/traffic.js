// Who answers: versions, their labels and shares of the requests, and what a shadow would have said.

import { bar, el, table } from "./dom.js";
import { duration, number, percent } from "./words.js";
import { pairs } from "./proof.js";

const chips = (names) => el("span", { class: "chips" }, names.map((name) => el("span", {}, name)));

/** A version's state; of the one that answers also by which engine. */
function stateOf({ state, cause }, answers, engine) {
  if (state === "refused") return el("span", { class: "bad" }, `refused: ${cause}`);
  if (state !== "serving") return el("span", { class: "faint" }, state);
  return el("span", { class: "good" }, answers ? `serving, by the ${engine} engine` : "serving");
}

/** Every version that there is, the newest first. */
export function drawVersions(place, { version, engine, trouble, traffic }) {
  const rows = [...traffic.versions].reverse().map((each) => [
    `version ${each.version}`,
    stateOf(each, each.version === version, engine),
    chips(each.labels),
    [bar(each.share), " ", percent(each.share)],
    el("span", { "data-version": each.version }),
  ]);
  const wrong = [trouble, traffic.trouble].filter(Boolean);
  place.replaceChildren(
    ...wrong.map((text) => el("p", { class: "bad" }, text)),
    table("Versions", ["version", "state", "labels", "share of requests", "rows a second"], rows, [3, 4]));
}

/** What the rules say beside the shares. */
export function drawRules(place, { traffic }) {
  const { split, key, policy, pinned } = traffic;
  const weights = Object.entries(split ?? {}).map(([target, weight]) => `${target} ${number(weight)}`);
  const known = [
    ["split", weights.join(", ")],
    ["key", key && Object.entries(key).map(([kind, name]) => `${kind} ${name}`).join(", ")],
    ["loaded", policy],
    ["held at", pinned && `version ${pinned}`],
  ].filter(([, text]) => text);
  place.replaceChildren(
    ...(known.length ? [el("h3", {}, "Traffic"), pairs(known)] : []),
    ...drawShadow(traffic.shadow));
}

/** The answers of a version that answers nobody, beside those that were given. */
function drawShadow(shadow) {
  if (!shadow) return [];
  const { differences = [], ...counts } = shadow;
  const shown = Object.entries(counts)
    .filter(([, value]) => value != null && typeof value !== "object")
    .map(([name, value]) => [name.replaceAll("_", " "),
      name === "share" ? percent(value) : name.endsWith("seconds") ? duration(value) : String(value)]);
  const most = Math.max(1, ...differences.map(({ count }) => count));
  const rows = differences.map(({ at_most: bound, count }) =>
    [bound == null ? "more" : `at most ${bound}`, [bar(count / most), " ", number(count)]]);
  return [
    el("h3", {}, "Shadow"),
    pairs(shown),
    ...(rows.length ? [table("Largest difference of an answer, by how many answers", ["difference", "answers"], rows, [1])] : []),
  ];
}
