// Two messages side by side: for two recipients, or before and after what was changed since the
// last commit. What differs is marked on both sides.

import { compared, get } from "./api.js";
import { messageFrame } from "./bridge.js";
import { channel } from "./channels.js";
import { choice, fill, h, later } from "./dom.js";
import { t } from "./i18n.js";
import { press } from "./keys.js";
import { units } from "./offsets.js";
import { printed } from "./printed.js";
import { nameOf, neighbour } from "./recipients.js";
import { change, state, watch } from "./state.js";
import { mainPart } from "./views.js";
import { WIDTHS } from "./mail.js";

let asked = 0;

/** Fills an element with two frames, which are made only when somebody compares. */
export function comparison(element) {
  const sides = [side(), side()];
  const bar = h("div", { class: "compare-bar" }), told = h("span", { class: "quiet", role: "status" });
  const kinds = h("span"), other = picker();
  bar.append(h("span", {}, t("compareWith")), kinds, other.element, told);
  element.append(bar, h("div", { class: "sides" }, sides.map((one) => one.element)));
  watch(["compare", "to"], () => {
    const { compare } = state;
    if (!compare) return;
    if (!compare.with && !compare.commit) {
      change({ compare: neighbour() ? { with: neighbour() } : { commit: "HEAD" } });
      return;
    }
    fill(kinds, choice(t("compareWith"), [["with", t("person")], ["commit", t("commit")]], compare.commit ? "commit" : "with",
      (kind) => change({ compare: kind === "commit" ? { commit: "HEAD" } : { with: neighbour() } })));
    other.element.hidden = Boolean(compare.commit);
    other.show(compare.with ?? "");
  });
  watch(["compare", "answer", "view", "look", "width", "mode", "theme"], later(0, () => update(sides, told)));
}

async function update(sides, told) {
  const { compare, answer } = state;
  const part = answer && mainPart(answer.parts, state.view);
  if (!compare || !part || (!compare.with && !compare.commit)) return;
  const mine = (asked += 1);
  try {
    const found = await compared(part.path, compare);
    if (mine !== asked) return;
    const titles = compare.commit ? [t("committed"), t("worktree")] : [named(state.to), named(compare.with)];
    const out = { left: units(found.raw.left.output), right: units(found.raw.right.output) };
    ["left", "right"].forEach((name, at) => {
      const spans = found.changes.map((one) => one[name].map(out[name]));
      sides[at].show(found[name], titles[at], spans);
    });
    told.textContent = found.changes.length ? t("differences", { n: found.changes.length }) : t("same");
  } catch (error) {
    if (mine !== asked) return;
    told.textContent = error.message;
    for (const one of sides) one.clear();
  }
}

function named(to) {
  return nameOf(to) || to;
}

function side() {
  const title = h("h3"), text = h("div", { class: "scroll" });
  const frame = messageFrame(t("message"), (data) => data.kind === "key" && press(data));
  const element = h("section", { class: "side" }, title, frame.element, text);
  return { element, show, clear: () => { fill(title); fill(text); frame.element.hidden = true; } };

  function show(part, name, spans) {
    fill(title, name);
    const inFrame = ["html", "amp"].includes(part.kind) && state.look === "message" && !part.error;
    frame.element.hidden = !inFrame;
    text.hidden = inFrame;
    const real = spans.filter(([start, end]) => end > start);
    if (inFrame) {
      frame.look({ width: WIDTHS[state.width] ?? 0, mode: state.mode, images: false, theme: state.theme, title: name });
      frame.show({ output: part.output, marks: real.map(([start, end], id) => [start, end, id]), changed: true });
    } else {
      fill(text, part.error ? h("pre", { class: "rendered" }, part.error.frame || part.error.sentence)
        : state.look === "source" ? h("pre", { class: "rendered" }, printed(part, 0, part.output.length, real)) : channel(part, real));
    }
  }
}

/** A field that offers recipients as one types. */
function picker() {
  const list = h("datalist", { id: "others" });
  const input = h("input", { list: "others", placeholder: t("chooseOther"), "aria-label": t("chooseOther"), spellcheck: "false",
    input: later(120, offer), change: () => input.value.includes(":") && change({ compare: { with: input.value.trim() } }) });
  return { element: h("span", { class: "picker" }, input, list), show: (to) => { input.value = to; } };

  async function offer() {
    const found = await get("recipients", { database: state.database, q: input.value, limit: 20 }).catch(() => ({ items: [] }));
    fill(list, found.items.map((one) => h("option", { value: one.to, label: one.name || one.to })));
  }
}
