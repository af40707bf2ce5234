// How the rows of the last hour differ from those of training, column by column.

import { bar, el, table } from "./dom.js";
import { count, number, percent } from "./words.js";

const MUCH = 0.5; // an index from here on fills the bar
const LITTLE = 0.1;
const BINS = 12;

/** The bins of a column in words: numbers up to each edge, or values of text; then what else came. */
function bins({ edges, values, training, window }) {
  const named = edges
    ? [...edges.map((edge) => `up to ${edge}`), edges.length ? `above ${edges.at(-1)}` : "any number"]
    : (values ?? []).map(String);
  const all = named.map((name, i) => [name, training.shares[i], window.shares[i]]);
  for (const other of ["other", "missing", "unseen"]) all.push([other, training[other], window[other]]);
  return all.filter(([, before, now]) => before || now);
}

/** The shares of each bin, before and now; of many bins those that changed most. */
function distribution(column) {
  const all = bins(column);
  const shown = all.length <= BINS ? all
    : [...all].sort((a, b) => Math.abs(b[2] - b[1]) - Math.abs(a[2] - a[1])).slice(0, BINS);
  return el("details", {},
    el("summary", {}, column.name),
    table(shown.length < all.length ? `The ${BINS} of ${all.length} bins of ${column.name} that changed most` : `Shares by bin of ${column.name}`,
      ["bin", "training", "now"],
      shown.map(([name, before, now]) => [name, [bar(before), " ", percent(before)], [bar(now), " ", percent(now)]]), [1, 2]));
}

/** A usual value of each column in training: the commonest, or of numbers one from the middle. */
export function usualRow({ columns = [] }) {
  const usual = {};
  for (const { name, type, edges, values, training } of columns) {
    if (!training?.rows) continue;
    if (values) usual[name] = values[training.shares.indexOf(Math.max(...training.shares))];
    else if (edges.length && (type === "double" || type === "float" || type === "integer")) {
      let below = 0;
      const middle = training.shares.findIndex((share) => (below += share) >= 0.5);
      usual[name] = edges[Math.min(Math.max(middle, 0), edges.length - 1)];
    }
  }
  return usual;
}

function row(column, alertPsi) {
  const { psi, alert, missing_share: missing, unseen_share: unseen, training } = column;
  const verdict = alert ? el("strong", { class: "bad" }, "drifts")
    : psi == null ? el("span", { class: "faint" }, "too few rows") : psi > alertPsi ? "may be chance"
      : psi > LITTLE ? "a little changed" : "as in training";
  return [
    distribution(column), verdict,
    [bar((psi ?? 0) / MUCH, alert ? "bad" : ""), " ", number(psi)],
    `${percent(missing)} (${percent(training?.missing)})`,
    percent(unseen),
  ];
}

export function drawDrift(place, drift) {
  if (!drift) {
    place.replaceChildren();
    return;
  }
  const heading = el("h3", {}, "Drift");
  if (drift.rows == null) {
    place.replaceChildren(heading, el("p", { class: "faint" }, drift.cause ?? "No rows are counted."));
    return;
  }
  const { rows, columns, scores, alert_psi: alertPsi, fewest_rows: fewest } = drift;
  const alerts = [...columns, ...scores].filter((each) => each.alert).map(({ name }) => name);
  const open = new Set([...place.querySelectorAll("details[open] > summary")].map((each) => each.textContent));
  const order = [...columns].sort((a, b) => (b.psi ?? -1) - (a.psi ?? -1));
  const heads = ["column", "state", "index (PSI)", "missing (in training)", "unseen"];
  place.replaceChildren(
    heading,
    alerts.length
      ? el("p", { class: "bad" }, `${alerts.join(", ")}: not as in training.`)
      : el("p", {}, rows < fewest ? `${count(rows, "row")} so far; from ${number(fewest)} on they are compared with those of training.`
        : `${count(rows, "row")} of the last hour are as those of training.`),
    table("Columns, the most changed first", heads, order.map((each) => row(each, alertPsi)), [2, 3, 4]),
    table("Scores", heads, scores.map((each) => row(each, alertPsi)), [2, 3, 4]));
  for (const details of place.querySelectorAll("details")) {
    details.open = open.has(details.firstChild.textContent);
  }
}
