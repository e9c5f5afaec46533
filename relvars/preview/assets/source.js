// The template: its tags, its branches taken and not taken, its findings; a click on a tag shows
// what it printed.

import { dotted, fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { change, state, watch } from "./state.js";
import { fileName, partsOf } from "./views.js";

let drawn = null;
let pane = null;
let pending = false;
let revealed = null;

export function source() {
  const files = h("div", { class: "files", role: "tablist", "aria-label": t("template") });
  const legend = h("p", { class: "legend", "aria-hidden": "true" },
    h("span", { class: "is-tag" }, t("legendTag")), h("span", { class: "is-taken" }, t("legendTaken")),
    h("span", { class: "is-not" }, t("legendNot")));
  pane = h("div", { class: "code", tabindex: "0", role: "region", "aria-label": t("template"),
    mouseover: (event) => point(event, "hover"), mouseleave: () => change({ hover: null }),
    click: (event) => point(event, "picked") });
  watch(["answer", "view", "file"], () => { tabs(files); soon(); });
  watch(["hover", "picked"], light);
  return h("div", { class: "template-pane" }, h("div", { class: "pane-head" }, files), legend, pane);
}

/** The part whose template is shown: the one that was chosen, else the main one of the channel. */
export function shownPart() {
  const parts = partsOf(state.answer?.parts ?? [], state.view);
  return parts.find((one) => one.path === state.file) ?? parts[0] ?? null;
}

function tabs(files) {
  const shown = shownPart();
  fill(files, partsOf(state.answer?.parts ?? [], state.view).map((part) =>
    h("button", { type: "button", role: "tab", "aria-selected": String(part === shown), title: part.path,
      click: () => change({ file: part.path }) }, fileName(part.path),
      part.error ? h("span", { class: "mark error" }, "!") : null)));
}

/** The message is painted first; the template can wait for the next frame. */
function soon() {
  if (pending) return;
  pending = true;
  const work = () => { pending = false; draw(); };
  if (window.requestIdleCallback) requestIdleCallback(work, { timeout: 400 });
  else setTimeout(work, 50);
}

function draw() {
  const part = shownPart();
  if (part === drawn) return light();
  const another = drawn?.path !== part?.path;
  const kept = another ? 0 : pane.scrollTop;
  drawn = part;
  pane.classList.toggle("large", (part?.template ?? "").length > 60000);
  fill(pane, part ? lines(part) : null);
  pane.scrollTop = kept;
  if (part && another && !state.picked) toBody(part);
  if (part?.error) pane.querySelector(".wrong")?.scrollIntoView({ block: "center" });
  return light();
}

/** What stands in the head of HTML is seldom what somebody came for. */
function toBody(part) {
  const body = part.shown.search(/<body[\s>]/i);
  const index = body < 0 ? -1 : part.tags.findIndex((one) => one.span[0] > body);
  const found = index < 0 ? null : pane.querySelector(`[data-tag="${index}"]`);
  if (found) reveal(found);
}

function lines(part) {
  const text = part.error ? part.template : part.shown;
  const same = text === part.shown;
  const pieces = cuts(text, part, same);
  const found = [];
  let line = null, count = 0, told = [];
  const begin = () => {
    line?.append(...told.splice(0).map(finding)); // below the line they begin in
    count += 1;
    line = h("div", { class: "line", data: { line: count } });
    found.push(line);
  };
  begin();
  for (const piece of pieces) {
    const rows = text.slice(piece.start, piece.end).split("\n");
    told.push(...piece.findings.filter((one) => one.span[0] === piece.start));
    rows.forEach((row, at) => {
      if (at) begin();
      if (row) line.append(span(row, piece));
    });
  }
  line.append(...told.map(finding));
  return found;
}

function span(text, piece) {
  const names = [];
  if (piece.branch) names.push(piece.branch.times ? "taken" : "not");
  if (piece.tag) names.push("tag", piece.tag.kind);
  if (piece.findings.length) names.push(piece.findings.some((one) => one.severity === "error") ? "wrong" : "doubt");
  const data = { at: piece.start };
  if (piece.tag) data.tag = piece.tag.index;
  const title = piece.findings.map((one) => one.message).join("\n") || null;
  return h("span", { class: names.join(" "), data, title }, piece.tag && text.length > 30 ? dotted(text) : text);
}

function finding(one) {
  return h("span", { class: `finding ${one.severity}`, title: one.slug, lang: "en" }, one.message);
}

/** The text in pieces that are of one kind throughout. */
function cuts(text, part, same) {
  const tags = same ? part.tags.map((tag, index) => ({ ...tag, index })) : [];
  const branches = same ? part.branches.filter((one) => one.body) : [];
  const findings = part.diagnostics.filter((one) => one.span[1] <= text.length && part.template === text).map((one) => firstLine(one, text));
  const places = new Set([0, text.length]);
  for (const one of tags) places.add(one.span[0]).add(one.span[1]);
  for (const one of branches) places.add(one.body[0]).add(one.body[1]);
  for (const one of findings) places.add(one.span[0]).add(one.span[1]);
  const sorted = [...places].filter((at) => at <= text.length).sort((a, b) => a - b);
  const inTags = within(tags.map((one) => [one.span, one]));
  const inBranches = within(branches.map((one) => [one.body, one]));
  const inFindings = within(findings.map((one) => [one.span, one]));
  return sorted.slice(0, -1).map((start, at) => ({
    start, end: sorted[at + 1], tag: inTags(start).at(-1), branch: inBranches(start).at(-1), findings: [...inFindings(start)],
  }));
}

/** A finding about many lines is marked in its first. */
function firstLine(one, text) {
  const end = text.indexOf("\n", one.span[0]);
  return end < 0 || end > one.span[1] ? one : { ...one, span: [one.span[0], Math.max(end, one.span[0] + 1)] };
}

/** A function from rising offsets to what is there, the innermost last. */
function within(spans) {
  const waiting = spans.sort(([a], [b]) => a[0] - b[0] || b[1] - a[1]);
  let open = [], at = 0;
  return (offset) => {
    open = open.filter(([span]) => span[1] > offset);
    while (at < waiting.length && waiting[at][0][0] <= offset) {
      if (waiting[at][0][1] > offset) open.push(waiting[at]);
      at += 1;
    }
    return open.map(([, one]) => one);
  };
}

function point(event, name) {
  const found = event.target.closest?.("[data-tag]");
  const tag = found && drawn?.tags[Number(found.dataset.tag)];
  if (tag) change({ [name]: ofTag(drawn, tag) });
  else if (name === "hover" && state.hover) change({ hover: null });
}

function ofTag(part, tag) {
  return { file: part.path, ids: tag.printed ?? [], span: tag.span, kind: tag.kind, fromTemplate: true };
}

/** Picks the next tag of the template, or the one before. */
export function stepTag(by) {
  const tags = drawn?.tags ?? [];
  if (!tags.length) return;
  const at = tags.findIndex((one) => one.span[0] === state.picked?.span?.[0]);
  const next = tags[at < 0 ? (by > 0 ? 0 : tags.length - 1) : (at + by + tags.length) % tags.length];
  change({ picked: ofTag(drawn, next) });
}

function light() {
  if (!drawn) return;
  paint("hover", state.hover);
  paint("picked", state.picked);
}

function paint(name, one) {
  for (const old of pane.querySelectorAll(`.${name}`)) old.classList.remove(name);
  if (!one || one.file !== drawn.path || !one.span) return;
  const index = one.own ? -1 : drawn.tags.findIndex((tag) => tag.span[0] === one.span[0] && tag.span[1] === one.span[1]);
  const found = index >= 0 ? [...pane.querySelectorAll(`[data-tag="${index}"]`)] : ownLine(one.own ?? one.span);
  for (const element of found) element.classList.add(name);
  if (name !== "picked" || one === revealed || !found[0]) return;
  revealed = one; // once: the pane is not to run from the pointer
  reveal(found[0]);
}

function ownLine(span) {
  const line = drawn.shown.slice(0, span[0]).split("\n").length;
  return [...pane.querySelectorAll(`[data-line="${line}"]`)];
}

function reveal(element) {
  const box = element.getBoundingClientRect(), room = pane.getBoundingClientRect();
  if (box.top < room.top || box.bottom > room.bottom) element.scrollIntoView({ block: "center" });
}
