// The list of models: which version of each answers, and how many rows a second it scores.

import { el, onChange, table } from "./dom.js";
import { number } from "./words.js";

/** Rows a second of a model, over its versions; rates are named "model/version". */
export function rowsOf(model, rates) {
  return Object.entries(rates)
    .filter(([name]) => name.slice(0, name.lastIndexOf("/")) === model)
    .reduce((sum, [, rate]) => sum + rate, 0);
}

const draw = onChange((place, models, chosen) => {
  if (!models.length) {
    place.replaceChildren(el("p", {}, "There is no model yet: put <model>/<version>.jar into the repository."));
    return;
  }
  const rows = models.map(({ model, version, state, trouble }) => [
    el("a", { href: `#model=${encodeURIComponent(model)}`, "aria-current": model === chosen ? "true" : null }, model),
    version ? `version ${version}` : state === "serving" ? "its members" : "none",
    el("span", { class: state === "serving" && !trouble ? "good" : "bad" }, trouble ?? state),
    el("span", { "data-rows": model }),
  ]);
  place.replaceChildren(table("Choose a model to see more of it",
    ["model", "answers", "state", "rows a second"], rows, [3]));
});

export function drawModels(place, models, chosen, rates) {
  draw(place, models, chosen);
  for (const cell of place.querySelectorAll("[data-rows]")) {
    cell.textContent = number(rowsOf(cell.dataset.rows, rates));
  }
}
