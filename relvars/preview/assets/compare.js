// Two messages side by side: for two recipients, or before and after what was changed since the
// last commit. What differs is marked on both sides.

import { compared, get } from "./api.js";
import { messageFrame } from "./bridge.js";
import { channel } from "./channels.js";
import { choice, fill, h, later } from "./dom.js";
import { t } from "./i18n.js";
import { pressInMessage } from "./keys.js";
import { subjectLine, WIDTHS } from "./mail.js";
import { units } from "./offsets.js";
import { otherPicker } from "./others.js";
import { printed } from "./printed.js";
import { nameOf, neighbour } from "./recipients.js";
import { change, state, watch } from "./state.js";
import { mainPart, subjectPart } from "./views.js";

let asked = 0;
let commit = null; // what the last commit has of `commit.message`: {message, parts, sentence}

/** Fills an element with two frames, which are made only when somebody compares. */
export function comparison(element) {
  const sides = [side(), side()];
  const told = h("span", { class: "quiet", role: "status" });
  const kinds = h("span"), other = otherPicker((to) => change({ compare: { with: to } }));
  element.append(h("div", { class: "compare-bar" }, kinds, other.element, told),
    h("div", { class: "sides" }, sides.map((one) => one.element)));
  const again = later(0, () => update(sides, told));
  const controls = () => {
    const { compare } = state;
    if (!compare) return;
    const not = commitTrouble();
    fill(kinds, choice(t("compareWith"), [["with", t("person")],
      ["commit", t("commit"), undefined, undefined, { disabled: Boolean(not), title: not || t("commit") }]],
      compare.commit ? "commit" : "with", (kind) => change({ compare: kind === "commit" ? { commit: "HEAD" } : { with: neighbour() } })));
    other.element.hidden = Boolean(compare.commit);
    other.show(compare.with ?? "", nameOf(compare.with));
  };
  watch(["compare", "message"], () => state.compare && prepare().then(() => { controls(); again(); }));
  watch(["compare", "to", "listed", "view"], controls);
  watch(["answer", "view", "look", "width", "mode", "theme"], again);
}

/** Asks what the last commit has, and chooses whom to compare with where nobody is chosen. */
async function prepare() {
  const { message } = state;
  if (commit?.message !== message || commit.sentence) {
    const found = await get("commit", { message }).catch((error) => ({ parts: [], sentence: error.message }));
    commit = { ...found, message };
  }
  const { compare } = state;
  if (!compare || compare.commit || compare.with !== undefined) return;
  change({ compare: neighbour() || commitTrouble() ? { with: neighbour() } : { commit: "HEAD" } });
}

/** Why there is nothing in the last commit to compare with; "" where there is. */
function commitTrouble() {
  if (commit?.message !== state.message || commit.sentence) return t("noCommit");
  const part = state.answer && mainPart(state.answer.parts, state.view);
  return part && commit.parts.includes(part.path) ? "" : t("notCommitted");
}

async function update(sides, told) {
  const { compare, answer } = state;
  const part = answer && mainPart(answer.parts, state.view);
  if (!compare || !part || (!compare.commit && compare.with === undefined)) return;
  const not = compare.commit ? commitTrouble() : compare.with ? "" : t(neighbour() ? "chooseWhom" : "nobodyElse");
  const mine = (asked += 1);
  try {
    if (not) throw new Error(not);
    const found = await compared(part.path, compare);
    const subjects = await subjectsOf(answer, compare);
    if (mine !== asked) return;
    const titles = compare.commit ? [t("committed"), t("worktree")] : [named(state.to), named(compare.with)];
    sides[0].show(found.left, titles[0], spansOf(found, "left"), subjects && [subjects.left, spansOf(subjects, "left")]);
    sides[1].show(found.right, titles[1], spansOf(found, "right"), subjects && [subjects.right, spansOf(subjects, "right")]);
    const count = found.changes.length + (subjects?.changes.length ?? 0);
    told.textContent = count ? t("differences", { n: count }) : t("same");
  } catch (error) {
    if (mine !== asked) return;
    told.textContent = error.message;
    for (const one of sides) one.clear();
  }
}

/** The subjects compared, where the channel has them on both sides. */
async function subjectsOf(answer, compare) {
  const subject = ["email", "text", "amp"].includes(state.view) && subjectPart(answer.parts);
  if (!subject || (compare.commit && !commit.parts.includes(subject.path))) return null;
  return compared(subject.path, compare);
}

/** The stretches of a side that differ, in the units of JavaScript. */
function spansOf(found, name) {
  const out = units(found.raw[name].output);
  return found.changes.map((one) => one[name].map(out)).filter(([start, end]) => end > start);
}

function named(to) {
  return nameOf(to) || to;
}

function side() {
  const head = h("div", { class: "side-head" }), text = h("div", { class: "scroll" });
  const frame = messageFrame(t("message"), (data) => data.kind === "key" && pressInMessage(data));
  const element = h("section", { class: "side" }, head, frame.element, text);
  const clear = () => { fill(head); fill(text); frame.element.hidden = true; };
  clear();
  return { element, show, clear };

  function show(part, name, spans, subject) {
    fill(head, h("h3", {}, name), subject ? h("div", { class: "subject" }, subjectLine(...subject)) : null);
    const inFrame = ["html", "amp"].includes(part.kind) && state.look === "message" && !part.error;
    frame.element.hidden = !inFrame;
    text.hidden = inFrame;
    if (inFrame) {
      frame.look({ width: WIDTHS[state.width] ?? 0, mode: state.mode, images: false, theme: state.theme, title: name });
      frame.show({ output: part.output, marks: spans.map(([start, end], id) => [start, end, id]), changed: true });
    } else {
      fill(text, part.error ? h("pre", { class: "rendered", lang: "en" }, part.error.frame || part.error.sentence)
        : state.look === "source" ? h("pre", { class: "rendered" }, printed(part, 0, part.output.length, spans)) : channel(part, spans));
    }
  }
}
