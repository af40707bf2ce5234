// One model: its versions, their traffic, drift, proof, and a form to score a row.

import { el, onChange, table } from "./dom.js";
import { drawDrift } from "./drift.js";
import { Form } from "./form.js";
import { drawProof } from "./proof.js";
import { drawTraffic } from "./traffic.js";
import { number } from "./words.js";

export class ModelView {
  constructor(section) {
    this.section = section;
    const place = (id) => section.querySelector(`#${id}`);
    this.title = onChange((text) => { place("model-title").textContent = text; });
    this.versions = onChange((details) => drawVersions(place("versions"), details));
    this.traffic = onChange((details) => drawTraffic(place("traffic"), details));
    this.drift = onChange((details) => drawDrift(place("drift"), details));
    this.proof = onChange((details) => drawProof(place("proof"), details));
    this.form = onChange((details) => new Form(place("score"), details));
  }

  update(details, rates) {
    const { model, version, engine, schema } = details;
    this.title(version ? `${model}, version ${version}` : `${model}: no version answers`);
    const { versions, refused, trouble, pinned, labels } = details;
    this.versions({ model, version, engine, versions, refused, trouble, pinned, labels });
    for (const cell of this.section.querySelectorAll("[data-version]")) {
      cell.textContent = number(rates[`${model}/${cell.dataset.version}`] ?? 0);
    }
    this.traffic({ split: details.split, shadow: details.shadow, labels });
    this.drift({ drift: details.drift });
    this.proof({ proof: details.proof, tools: details.tools, repairs: details.repairs, engine,
      digest: details.digest, declined: details.declined });
    this.form({ model, schema });
  }
}

/** Every version that there is: which answers, which was refused and why. */
function drawVersions(place, { version, engine, versions, refused, trouble, pinned }) {
  const wrong = new Map((refused ?? []).map((each) => [each.version, each]));
  const all = [...new Set([...(versions ?? []), ...wrong.keys()])].sort((a, b) => b - a);
  const rows = all.map((each) => {
    const why = wrong.get(each);
    const state = each === version ? el("span", { class: "good" }, `answers, by the ${engine} engine`)
      : why ? el("span", { class: "bad" }, `refused: ${why.cause ?? why.reason ?? JSON.stringify(why)}`) : "in the repository";
    return [`version ${each}`, state, el("span", { "data-version": each })];
  });
  place.replaceChildren(
    trouble ? el("p", { class: "bad" }, trouble) : "",
    pinned ? el("p", {}, `Held at version ${pinned}.`) : "",
    table("Versions", ["version", "state", "rows a second"], rows, [2]));
}
