// Elements from data, always as text: names that others chose are never read as HTML.

/** An element with attributes, listeners (onclick: f) and children; null children are left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null));
  return element;
}

/** A table that scrolls by itself where it is too wide; numeric names the columns of numbers. */
export function table(caption, heads, rows, numeric = []) {
  const kind = (place) => (numeric.includes(place) ? { class: "number" } : {});
  return el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": caption },
    el("table", {},
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, heads.map((head, i) => el("th", { scope: "col", ...kind(i) }, head)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, i) =>
        i === 0 ? el("th", { scope: "row", ...kind(i) }, cell) : el("td", kind(i), cell)))))));
}

/** A bar from 0 to 1 beside a number that is written out anyway. */
export function bar(share, kind = "") {
  const filled = el("span", { class: `filled ${kind}` });
  filled.style.width = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return el("span", { class: "bar", "aria-hidden": "true" }, filled);
}

/** Calls `draw` with what it draws only when that has changed, so that focus and place stay. */
export function onChange(draw) {
  let last;
  return (...data) => {
    const now = JSON.stringify(data);
    if (now !== last) draw(...data);
    last = now;
  };
}
