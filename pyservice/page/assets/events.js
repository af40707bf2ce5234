// What happened to models and traffic, newest first, and the short names of it on the curves.

import { el, onChange } from "./dom.js";
import { clock, duration } from "./words.js";

const SHORT = { loaded: "v", promoted: "v" };
const HIDDEN = new Set(["at", "event", "model"]);

const shown = (name, value) => {
  if (name === "seconds") return `in ${duration(value)}`;
  return `${name} ${typeof value === "object" ? JSON.stringify(value) : value}`;
};

/** Marks on the curves: what changed who answers. */
export function marks(events) {
  return events
    .filter(({ event }) => event !== "retired" && event !== "unloaded")
    .map(({ at, event, model, version }) => ({
      at, mark: SHORT[event] && version ? `${model} ${version}` : `${model ?? ""} ${event}`.trim(),
    }));
}

/** Everything that an event says beside its name, as "name value". */
function told(event) {
  return Object.entries(event)
    .filter(([name, value]) => !HIDDEN.has(name) && value != null && value !== "")
    .map(([name, value]) => shown(name, value))
    .join(", ");
}

const draw = onChange((place, events) => {
  const items = events.slice(-50).reverse().map((event) => el("li", {},
    el("time", { datetime: new Date(event.at * 1000).toISOString() }, clock(event.at)),
    el("strong", { class: event.event === "refused" ? "bad" : null }, [event.model, event.event].filter(Boolean).join(" ")),
    " ", told(event)));
  place.replaceChildren(items.length ? el("ol", { class: "events" }, items)
    : el("p", { class: "faint" }, "Nothing yet."));
});

export const drawEvents = (place, events) => draw(place, events);
