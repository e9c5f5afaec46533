// A rendered text with its printed values marked, each of which can be asked where it is from.

import { h } from "./dom.js";
import { change, state } from "./state.js";

const MOST = 400000; // characters that are shown as text

/** The text between two offsets of a part's output, as nodes; `changed` are stretches to mark. */
export function printed(part, start = 0, end = part.output.length, changed = null) {
  const last = Math.min(end, start + MOST);
  const nodes = [];
  for (const one of part.segments) {
    const from = Math.max(one.start, start), to = Math.min(one.end, last);
    if (to > from || (one.path && one.start === one.end && one.start >= start && one.end <= last)) {
      nodes.push(segment(part, one, from, to, changed));
    }
  }
  if (!part.segments.length) nodes.push(...pieces(part.output, start, last, changed));
  if (last < end) nodes.push(h("span", { class: "quiet" }, "…"));
  return nodes;
}

function segment(part, one, from, to, changed) {
  const properties = { class: one.path ? "value" : "own", data: { id: one.id, from } };
  if (one.path && from >= to) properties.class = "value nothing";
  return h("span", properties, pieces(part.output, from, to, changed));
}

function pieces(text, from, to, changed) {
  if (!changed) return [text.slice(from, to)];
  const nodes = [];
  let done = from;
  for (const [start, end] of changed) {
    const a = Math.max(start, done), b = Math.min(end, to);
    if (a >= b) continue;
    nodes.push(text.slice(done, a), h("mark", {}, text.slice(a, b)));
    done = b;
  }
  nodes.push(text.slice(done, to));
  return nodes;
}

/** Makes an element with printed values answer to the pointer. */
export function answering(element, partOf) {
  const over = (event, name) => {
    const found = event.target.closest?.("[data-id]");
    const part = partOf(event.target);
    if (!part) return;
    const one = found && part.segments[Number(found.dataset.id)];
    change({ [name]: one ? selection(part, one) : name === "hover" ? null : state.picked });
  };
  element.addEventListener("mouseover", (event) => over(event, "hover"));
  element.addEventListener("mouseleave", () => change({ hover: null }));
  element.addEventListener("click", (event) => over(event, "picked"));
  return element;
}

/** What is known of a stretch: of a value all of it, of own text its place in the template. */
export function selection(part, one, extra = {}) {
  return one.path
    ? { file: part.path, ids: [one.id], span: one.span, ...extra }
    : { file: part.path, ids: [], own: one.span, span: one.span, ...extra };
}

/** Marks the values that are pointed at or picked. */
export function lightUp(element, path) {
  const hover = new Set(state.hover?.file === path ? state.hover.ids : []);
  const picked = new Set(state.picked?.file === path ? state.picked.ids : []);
  for (const one of element.querySelectorAll(".value")) {
    const id = Number(one.dataset.id);
    one.classList.toggle("hover", hover.has(id));
    one.classList.toggle("picked", picked.has(id));
  }
}
