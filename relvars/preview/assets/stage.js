// The message of the moment, as its channel shows it: bar of tools, message, what is wrong with it.

import { button, choice, fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { channel } from "./channels.js";
import { comparison } from "./compare.js";
import { exportMenu } from "./exporting.js";
import { envelope, mail } from "./mail.js";
import { answering, lightUp, printed } from "./printed.js";
import { nameOf } from "./recipients.js";
import { change, state, watch } from "./state.js";
import { mainPart, viewsOf } from "./views.js";

const LETTER = 7.6; // pixels of a letter in the frame of a finding
const ICONS = { email: "mail", text: "text", sms: "sms", push: "push", amp: "amp" };

export function stage() {
  const framed = mail(() => shown());
  const parts = {
    head: h("div", { class: "head" }), text: answering(h("div", { class: "scroll" }), () => current()),
    over: h("div", { class: "over", role: "alert" }), none: h("div", { class: "choose" }), framed,
    compare: h("div", { class: "compare", hidden: true }),
    told: h("p", { class: "unseen", role: "status" }),
  };
  answering(parts.head, (target) => headPart(target));
  const body = h("div", { class: "stage-body" }, framed.element, parts.text, parts.compare, parts.over, parts.none);
  watch(["answer", "view", "look", "compare", "trouble"], () => show(parts));
  watch(["project"], () => state.answer || trouble(parts, null));
  watch(["answer", "listed"], () => { parts.told.textContent = heard(); });
  watch(["listed"], () => state.answer && fill(parts.head, envelope(state.answer)));
  watch(["hover", "picked"], () => {
    const part = current();
    if (part) lightUp(parts.text, part.path);
    for (const part of state.answer?.parts ?? []) if (part.kind === "subject") lightUp(parts.head, part.path);
  });
  return h("main", { class: "stage", id: "message", tabindex: "-1", "aria-label": t("message") }, tools(), parts.told, parts.head, body);
}

/** What those hear who do not see the page: for whom the message is, and whether it is whole. */
function heard() {
  const { answer } = state;
  if (!answer) return "";
  const name = nameOf(answer.to) || (state.listed && answer.to);
  if (!name) return "";
  const broken = answer.parts.some((part) => part.error);
  return `${t("message")} ${t("from", { name })}. ${broken ? t(answer.trouble ? "noValues" : "broken") : ""}`;
}

function current() {
  return state.answer && mainPart(state.answer.parts, state.view);
}

function headPart(target) {
  const path = target.closest?.("[data-file]")?.dataset.file;
  return state.answer?.parts.find((one) => one.path === path);
}

/** For tests and for people who watch: which revision is on the page. */
function shown() {
  document.body.dataset.shown = String(state.answer?.revision ?? "");
}

function tools() {
  const views = h("div"), widths = h("div"), modes = h("div"), others = h("div", { class: "others" });
  watch(["project", "message", "view", "answer", "language"], () => fill(views, viewTabs()));
  watch(["view", "width", "look", "compare"], () => fill(widths, framed() ? choice(t("width"), [
    ["phone", t("phone"), "w", icon("phone")], ["tablet", t("tablet"), "w", icon("tablet")],
    ["desktop", t("desktop"), "w", icon("desktop")], ["full", t("full"), "w", icon("full")],
  ], state.width, (width) => change({ width })) : null));
  watch(["view", "mode", "look", "compare"], () => fill(modes, framed() ? choice(t("look"), [
    ["light", t("light"), "d", icon("sun")], ["dark", t("dark"), "d", icon("moon")],
    ["inverted", t("inverted"), "d", icon("invert")],
  ], state.mode, (mode) => change({ mode })) : null));
  watch(["view", "images", "look", "compare", "message"], () => fill(others, state.message ? [
    framed() ? button(t("images"), () => change({ images: !state.images }), { key: "i", class: "icon-button", "aria-pressed": String(state.images) }, icon("image")) : null,
    button(t("source"), toggleLook, { key: "s", class: "icon-button", "aria-pressed": String(state.look === "source") }, icon("code")),
    button(t("compare"), toggleCompare, { key: "c", class: "icon-button", "aria-pressed": String(Boolean(state.compare)) }, icon("compare")),
    exportMenu()] : null));
  return h("div", { class: "tools", role: "toolbar", "aria-label": t("message") }, views, h("span", { class: "gap" }), widths, modes, others);
}

/** Whether the message is shown in a frame now. */
export function framed() {
  return ["email", "amp"].includes(state.view) && state.look === "message";
}

export function toggleLook() {
  change({ look: state.look === "source" ? "message" : "source" });
}

export function toggleCompare() {
  change({ compare: state.compare ? null : {} });
}

function viewTabs() {
  const message = state.project?.messages.find((one) => one.id === state.message);
  const views = viewsOf(message);
  return h("div", { class: "views", role: "tablist", "aria-label": t("keyViews") }, views.map((view, at) => {
    const wrong = state.answer && mainPart(state.answer.parts, view)?.error;
    return button(t(view), () => change({ view, file: "", picked: null, hover: null }),
      { key: String(at + 1), role: "tab", "aria-selected": String(view === state.view), data: { view } },
      icon(ICONS[view]), h("span", { class: "word" }, t(view)), wrong ? h("span", { class: "mark error" }, "!") : null);
  }));
}

function show(parts) {
  const { answer } = state;
  const part = current();
  const comparing = Boolean(state.compare) && Boolean(part);
  const mailing = Boolean(part) && framed() && !comparing;
  const reading = Boolean(part) && !mailing && !comparing;
  if (comparing && !parts.compare.firstChild) comparison(parts.compare);
  parts.framed.element.hidden = !mailing;
  parts.text.hidden = !reading;
  parts.compare.hidden = !comparing;
  parts.head.hidden = !answer || comparing || !["email", "text", "amp"].includes(state.view);
  if (answer) fill(parts.head, envelope(answer));
  const broken = Boolean(part?.error);
  parts.framed.dim(broken);
  parts.text.classList.toggle("dim", broken);
  if (part && ["html", "amp"].includes(part.kind)) parts.framed.update(part);
  if (reading) text(parts.text, part);
  trouble(parts, part);
}

function text(element, part) {
  const kept = element.scrollTop;
  const asSource = state.look === "source";
  fill(element, asSource ? h("pre", { class: "rendered" }, printed(part)) : channel(part));
  element.scrollTop = kept;
  lightUp(element, part.path);
  if (!["html", "amp"].includes(part.kind)) requestAnimationFrame(shown);
}

function trouble(parts, part) {
  const { error } = part ?? {};
  const words = state.trouble;
  parts.over.hidden = !error && !words;
  fill(parts.over, error ? overlay(part, Math.min(720, parts.over.parentElement?.clientWidth - 48)) : words ? h("div", { class: "panel" }, h("b", {}, words)) : null);
  parts.none.hidden = Boolean(part) || Boolean(words);
  fill(parts.none, state.project && !state.project.messages.length
    ? [h("b", {}, t("noMessages")), h("p", {}, t("noMessagesHelp"))]
    : state.answer && !part ? t("empty") : null);
}

function overlay(part, width) {
  const { error } = part, values = Boolean(state.answer.trouble);
  return h("div", { class: "panel broken" },
    h("p", {}, h("b", {}, t(values ? "noValues" : "broken")), " ", values ? null : h("span", { class: "quiet" }, part.path)),
    error.frame ? h("pre", { tabindex: "0", lang: "en" }, fitted(error.frame, Math.floor((width - 76) / LETTER)))
      : h("p", { lang: "en" }, error.sentence),
    values ? null : h("p", { class: "quiet" }, t(part.last_good ? "lastGood" : "noGood")));
}

/** The frame of a finding with each long line cut around its mark. */
function fitted(frame, columns) {
  const lines = frame.split("\n");
  return lines.map((line, at) => {
    const marked = (other) => /^ *\| +\^/.test(other ?? "");
    const marks = marked(line) ? line : marked(lines[at + 1]) ? lines[at + 1] : null;
    if (!marks || marks.length < 2) return line;
    const gutter = marks.indexOf("|") + 2, room = columns - gutter, from = marks.indexOf("^") - gutter;
    const code = (marks === line ? lines[at - 1] : line).slice(gutter);
    if (code.length <= room) return line;
    const start = Math.max(0, Math.min(from - Math.floor(room / 3), code.length - room));
    return line.slice(0, gutter) + cut(line.slice(gutter), start, room, marks === line ? " " : "…");
  }).join("\n");
}

function cut(text, start, room, dots) {
  const shown = text.slice(start, start + room);
  const from = start ? dots + shown.slice(1) : shown;
  return start + room < text.length && dots !== " " ? `${from.slice(0, -1)}${dots}` : from;
}
