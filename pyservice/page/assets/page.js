// The page: asks the service every two seconds and hands what it says to those who draw.

import { Charts } from "./charts.js";
import { drawEvents, marks } from "./events.js";
import { drawModels } from "./models.js";
import { ModelView } from "./model.js";
import { clock, count } from "./words.js";

const EVERY_MS = 2000;
const PATIENCE_MS = 10000;

const at = (id) => document.getElementById(id);
const charts = new Charts(at("charts"));
const view = new ModelView(at("model"));
let samples = [];
let events = [];
let answeredAt = null;

/** The JSON of a path of this service; throws where there is none. */
async function asked(path) {
  const answer = await fetch(path, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function said(text, good) {
  const place = at("state");
  if (place.textContent !== text) place.textContent = text; // read aloud only when it changes
  place.className = good ? "good" : "bad";
}

/** What is new, behind what is known; what is too old goes. */
function joined(known, found, since) {
  const last = known.at(-1)?.at ?? 0;
  return [...known, ...found.filter((each) => each.at > last)].filter((each) => each.at > since);
}

const chosen = (models) => {
  const name = new URLSearchParams(location.hash.slice(1)).get("model");
  return models.find((each) => each.model === name) ?? models[0];
};

async function look() {
  const last = Math.min(samples.at(-1)?.at ?? 0, events.at(-1)?.at ?? Infinity);
  const found = await asked(`status?since=${last}`);
  answeredAt = found.now;
  samples = joined(samples, found.samples, found.now - found.kept);
  events = joined(events, found.events, 0).slice(-200);
  const many = found.workers > 1 ? `, ${count(found.workers, "worker")}` : "";
  said(found.state === "ready" ? `Ready${many}, since ${clock(found.started)}` : `Not ready: ${found.state}`,
    found.state === "ready");
  charts.update(samples, marks(events), found.now, found.kept);
  drawEvents(at("events"), events);
  const model = chosen(found.models);
  drawModels(at("models"), found.models, model?.model, samples.at(-1)?.rows ?? {});
  at("model").hidden = !model;
  if (!model) return;
  const path = `models/${encodeURIComponent(model.model)}`;
  const details = await asked(path);
  const drift = details.pipeline || !details.version ? null : await asked(`${path}/drift`);
  view.update(details, drift, samples.at(-1)?.rows ?? {});
}

async function again() {
  try {
    if (!document.hidden) await look();
  } catch (error) {
    const since = answeredAt ? ` since ${clock(answeredAt)}` : "";
    said(`No answer${since}; asking again (${error.message})`, false);
  }
  setTimeout(again, EVERY_MS);
}

addEventListener("hashchange", () => look().catch(() => {}));
document.addEventListener("visibilitychange", () => { if (!document.hidden) look().catch(() => {}); });
again();
