// A form made from a model's schema: scores a row and shows why.

import { el } from "./dom.js";
import { drawReasons } from "./reasons.js";
import { value } from "./words.js";

const NUMBERS = new Set(["double", "float", "integer"]);
const KINDS = { date: "date", dateTime: "datetime-local", time: "time" };
const PATIENCE_MS = 10000;

/** The field of an input; an empty one means missing. */
function field(input, id) {
  const described = { id, name: input.name };
  const missing = input.missing === "refused" ? "choose" : "missing";
  if (input.categories?.length && (input.type === "boolean" || input.type === "string")) {
    return el("select", described, el("option", { value: "" }, `(${missing})`),
      input.categories.map((each, i) => el("option", { value: i }, String(each))));
  }
  const kind = KINDS[input.type] ?? "text";
  const number = NUMBERS.has(input.type);
  return el("input", { ...described, type: kind, step: kind.startsWith("date") ? null : "any", autocomplete: "off",
    inputmode: number ? "decimal" : null, placeholder: kind === "text" ? missing : null });
}

/** What a field says, as it stands in a row; undefined where it is empty. */
function read(input, element) {
  const text = element.value.trim();
  if (text === "") return undefined;
  if (element instanceof HTMLSelectElement) return input.categories[Number(text)];
  if (!NUMBERS.has(input.type)) return text;
  const number = Number(text);
  return Number.isFinite(number) ? number : text; // the service says what is wrong with it
}

export class Form {
  /** usual: a value by column, of which training had most; none where nothing is known of it. */
  constructor(place, { model, schema, usual }) {
    this.model = model;
    this.inputs = schema?.inputs ?? [];
    if (!this.inputs.length) {
      place.replaceChildren();
      return;
    }
    this.fields = this.inputs.map((input, i) => field(input, `input-${i}`));
    const labels = this.inputs.map((input, i) =>
      el("div", {}, el("label", { for: `input-${i}` }, input.name), this.fields[i]));
    this.answer = el("div", { "aria-live": "polite" });
    place.replaceChildren(
      el("h3", {}, "Score a row"),
      el("form", { onsubmit: (event) => { event.preventDefault(); this.score(); }, novalidate: true },
        el("div", { class: "fields" }, labels),
        el("div", { class: "buttons" },
          el("button", { type: "submit" }, "Score"),
          Object.keys(usual).length
            ? el("button", { type: "button", onclick: () => this.fill(usual) }, "Fill in a usual row") : null,
          el("button", { type: "reset", onclick: () => this.answer.replaceChildren() }, "Clear"))),
      this.answer);
  }

  fill(usual) {
    this.inputs.forEach((input, i) => {
      const given = usual[input.name];
      if (given === undefined) return;
      const place = this.fields[i] instanceof HTMLSelectElement ? input.categories.indexOf(given) : given;
      this.fields[i].value = place;
    });
  }

  async score() {
    const row = {};
    this.inputs.forEach((input, i) => {
      const given = read(input, this.fields[i]);
      if (given !== undefined) row[input.name] = given;
      this.fields[i].removeAttribute("aria-invalid");
    });
    try {
      const path = `predict/${encodeURIComponent(this.model)}`;
      let found = await this.asked(`${path}?explain=true`, row);
      const unexplained = found.error;
      if (found.error) found = await this.asked(path, row); // a model without reasons has a score
      if (found.error) this.refuse(found.error);
      else this.show(found, unexplained);
    } catch (error) {
      this.refuse(`no answer: ${error.message}`);
    }
  }

  async asked(path, row) {
    const answer = await fetch(path, {
      method: "POST", body: JSON.stringify(row), headers: { "content-type": "application/json" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return answer.json();
  }

  refuse(message) {
    const wrong = this.inputs.findIndex(({ name }) => message.startsWith(`${name}: `));
    if (wrong >= 0) {
      this.fields[wrong].setAttribute("aria-invalid", "true");
      this.fields[wrong].focus();
    }
    this.answer.replaceChildren(el("p", { class: "bad" }, message));
  }

  show(found, unexplained) {
    const outputs = Object.entries(found.predictions[0]).map(([name, given]) =>
      [el("dt", {}, name), el("dd", {}, el("strong", {}, value(given)))]);
    this.answer.replaceChildren(
      el("p", {}, `Version ${found.version} answers:`),
      el("dl", { class: "pair" }, outputs),
      found.reasons ? drawReasons(found.reasons[0]) : el("p", { class: "faint" }, `No reasons: ${unexplained}`));
  }
}
