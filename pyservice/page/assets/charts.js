// The curves: requests a second and their times, with a line where a version or traffic changed.

import uPlot from "./uplot/uPlot.esm.js";
import { el } from "./dom.js";
import { clock, duration, number } from "./words.js";

const HEIGHT = 190;
const LEAST_S = 60; // of a service that has just started
const dark = matchMedia("(prefers-color-scheme: dark)");
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Both charts in a place; `update` draws samples and events anew. */
export class Charts {
  constructor(place) {
    this.rate = new Chart("Requests a second", number, [
      { label: "answered", stroke: "--line-1", of: (sample) => sample.requests },
      { label: "failed", stroke: "--line-bad", of: (sample) => sample.failures },
    ]);
    this.times = new Chart("Time of a request, from its body to its answer", duration, [
      { label: "half take at most (p50)", stroke: "--line-1", of: (sample) => sample.p50 },
      { label: "99 of 100 (p99)", stroke: "--line-2", of: (sample) => sample.p99 },
    ]);
    place.append(this.rate.figure, this.times.figure);
  }

  update(samples, events, now, kept) {
    for (const chart of [this.rate, this.times]) chart.update(samples, events, now, kept);
  }
}

class Chart {
  constructor(title, unit, series) {
    this.unit = unit;
    this.series = series;
    this.values = series.map(() => el("b", {}));
    const legend = series.map((each, i) =>
      el("span", { class: `legend ${each.stroke.slice(2)}` }, each.label, " ", this.values[i]));
    this.place = el("div", { class: "chart", role: "img", "aria-label": title });
    this.figure = el("figure", {}, el("figcaption", {}, el("strong", {}, title), legend), this.place);
    this.events = [];
    this.data = [[], ...series.map(() => [])];
    new ResizeObserver(() => this.draw()).observe(this.place);
    dark.addEventListener("change", () => this.draw());
  }

  update(samples, events, now, kept) {
    this.events = events;
    const first = samples[0]?.at ?? now;
    this.range = [Math.min(Math.max(now - kept, first), now - LEAST_S), now];
    this.data = [samples.map((each) => each.at), ...this.series.map(({ of }) => samples.map(of))];
    const last = samples.at(-1);
    const said = this.series.map(({ of }) => (last ? this.unit(of(last)) : "–"));
    said.forEach((text, i) => { this.values[i].textContent = text; });
    const told = this.series.map(({ label }, i) => `${label} ${said[i]}`).join(", ");
    this.place.setAttribute("aria-label", `${this.figure.querySelector("strong").textContent}: ${told}`);
    if (this.plot && this.width === this.place.clientWidth) this.plot.setData(this.data);
    else this.draw();
  }

  draw() {
    this.plot?.destroy();
    this.width = this.place.clientWidth;
    if (!this.width || !this.range) return;
    const axis = {
      stroke: color("--faint"), font: "12px system-ui, sans-serif",
      grid: { stroke: color("--line"), width: 1 }, ticks: { stroke: color("--line"), width: 1 },
    };
    this.plot = new uPlot({
      width: this.width, height: HEIGHT, legend: { show: false }, cursor: { show: false },
      scales: {
        x: { range: () => this.range },
        y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] },
      },
      axes: [
        { ...axis, values: (_, moments) => moments.map((each) => (each % 60 ? clock(each) : clock(each).slice(0, 5))), space: 60 },
        { ...axis, values: (_, all) => all.map((each) => (each ? this.unit(each) : "0")), size: 68 },
      ],
      series: [{}, ...this.series.map(({ label, stroke }) =>
        ({ label, stroke: color(stroke), width: 2, points: { show: false } }))],
      hooks: { draw: [(plot) => this.mark(plot)] },
    }, this.data, this.place);
  }

  mark(plot) {
    const { ctx, bbox } = plot;
    const scale = devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = color("--mark");
    ctx.font = `${11 * scale}px system-ui, sans-serif`;
    ctx.setLineDash([4 * scale, 3 * scale]);
    let free = -Infinity; // where the last name ended: names do not run into each other
    for (const event of this.events) {
      const x = plot.valToPos(event.at, "x", true);
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const width = ctx.measureText(event.mark).width;
      const left = x + width + 4 * scale > bbox.left + bbox.width ? x - width - 4 * scale : x + 4 * scale;
      if (left > free) {
        ctx.fillText(event.mark, left, bbox.top + 11 * scale);
        free = left + width + 6 * scale;
      }
    }
    ctx.restore();
  }
}
