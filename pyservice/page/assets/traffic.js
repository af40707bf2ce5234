// Who answers: versions, their labels and shares of the requests, and what a shadow would have said.

import { bar, el, table } from "./dom.js";
import { count, number, percent } from "./words.js";
import { pairs } from "./proof.js";

const chips = (names) => el("span", { class: "chips" }, names.map((name) => el("span", {}, name)));

/** A version's state; of the one that answers also by which engine. */
function stateOf({ state, cause }, answers, engine) {
  if (state === "refused") return el("span", { class: "bad" }, `refused: ${cause}`);
  if (state !== "serving") return el("span", { class: "faint" }, state);
  return el("span", { class: "good" }, answers ? `serving, by the ${engine} engine` : "serving");
}

/** Every version that there is, the newest first. */
export function drawVersions(place, { version, engine, trouble, traffic, pipeline }) {
  if (pipeline) {
    place.replaceChildren(drawMembers(pipeline));
    return;
  }
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

/** The models that answer together: one after the other, or a second one where the first is unsure. */
function drawMembers({ chain, cascade }) {
  const name = ({ model, version }) => (version ? `${model}, ${version}` : model);
  if (chain) return pairs([["chain", chain.map(name).join(", then ")]]);
  const { first, then, output, between } = cascade;
  return pairs([
    ["first", name(first)],
    ["then", `${name(then)}, where ${output} is from ${between[0]} to ${between[1]}`],
  ]);
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

/** What a version that answers nobody would have said. */
function drawShadow(shadow) {
  if (!shadow) return [];
  const { version, loaded, share, compared, dropped, failed, failure, differences } = shadow;
  return [
    el("h3", {}, `Shadow: version ${version}`),
    pairs([
      ["compared", `${count(compared, "row")}, ${percent(share)} of the requests`],
      ["dropped", count(dropped, "row")],
      ["failed", el("span", { class: failed || !loaded ? "bad" : null },
        `${count(failed, "row")}${failure ? `; the last: ${failure}` : ""}`)],
    ]),
    ...Object.entries(differences).map(([output, found]) => histogram(output, found)),
  ];
}

/** How many answers of an output differ by how much. */
function histogram(output, { rows, changed, largest, bounds, counts }) {
  const bins = counts
    .map((many, i) => [i === 0 ? "the same" : i < bounds.length ? `up to ${bounds[i]}` : `above ${bounds.at(-1)}`, many])
    .concat([["another value", changed]])
    .filter(([, many]) => many);
  return table(`${output}: by how much its answers differ, at most ${number(largest)}`, ["difference", "answers"],
    bins.map(([name, many]) => [name, [bar(many / rows), " ", number(many)]]), [1]);
}
