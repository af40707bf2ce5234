// Why a row has its score: what each column adds to, or takes from, the score of a usual row.

import { bar, el } from "./dom.js";
import { number } from "./words.js";

const SHOWN = 12;

/** The reasons of one row: by output or class, its base, its sum and the columns' contributions. */
export function drawReasons(reasons) {
  return el("div", {}, Object.entries(reasons).map(([name, { base, sum, contributions }]) => {
    const all = Object.entries(contributions).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
    const most = Math.abs(all[0]?.[1] ?? 0) || 1;
    const rest = all.slice(SHOWN).reduce((total, [, amount]) => total + amount, 0);
    const rows = all.slice(0, SHOWN).filter(([, amount]) => amount !== 0);
    if (rest !== 0) rows.push([`${all.length - SHOWN} other columns`, rest]);
    return el("section", {},
      el("h4", {}, `Why: ${name}`),
      el("p", {}, `Rows of training have ${number(base)} on average; these columns make it ${number(sum)} ` +
        "(before it becomes a probability, where it does)."),
      el("div", { role: "list" }, rows.map(([column, amount]) =>
        el("div", { class: "reason", role: "listitem" },
          el("span", { class: "name" }, column),
          bar(Math.abs(amount) / most, amount > 0 ? "up" : "down"),
          el("span", { class: "amount" }, `${amount > 0 ? "+" : "−"}${number(Math.abs(amount))}`)))));
  }));
}
