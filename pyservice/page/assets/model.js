// One model: its versions, their traffic, drift, proof, and a form to score a row.

import { onChange } from "./dom.js";
import { drawDrift, usualRow } from "./drift.js";
import { Form } from "./form.js";
import { drawProof } from "./proof.js";
import { drawRules, drawVersions } from "./traffic.js";
import { number } from "./words.js";

export class ModelView {
  constructor(section) {
    this.section = section;
    const place = (id) => section.querySelector(`#${id}`);
    this.title = onChange((text) => { place("model-title").textContent = text; });
    this.versions = onChange((found) => drawVersions(place("versions"), found));
    this.rules = onChange((found) => drawRules(place("traffic"), found));
    this.drift = onChange((found) => drawDrift(place("drift"), found));
    this.proof = onChange((found) => drawProof(place("proof"), found));
    this.form = onChange((found) => new Form(place("score"), found));
  }

  update(details, drift, rates) {
    const { model, version, engine, schema, trouble, traffic } = details;
    const { proof, tools, repairs, digest, declined, pipeline } = details;
    this.title(version ? `${model}, version ${version}`
      : pipeline ? `${model}, a pipeline` : `${model}: no version answers`);
    this.versions({ version, engine, trouble, traffic, pipeline });
    for (const cell of this.section.querySelectorAll("[data-version]")) {
      cell.textContent = number(rates[`${model}/${cell.dataset.version}`] ?? 0);
    }
    this.rules({ traffic });
    this.drift(drift);
    this.form({ model, schema, usual: usualRow(drift ?? {}) });
    this.proof({ proof, tools, repairs, engine, digest, declined });
  }
}
