// The message of the moment, as its channel shows it: bar of tools, message, what is wrong with it.

import { button, choice, fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { channel } from "./channels.js";
import { comparison } from "./compare.js";
import { exportMenu } from "./exporting.js";
import { envelope, mail } from "./mail.js";
import { answering, lightUp, printed } from "./printed.js";
import { change, state, watch } from "./state.js";
import { mainPart, viewsOf } from "./views.js";

const ICONS = { email: "mail", text: "text", sms: "sms", push: "push", amp: "amp" };

export function stage() {
  const framed = mail(() => shown());
  const parts = {
    head: h("div", { class: "head" }), text: answering(h("div", { class: "scroll" }), () => current()),
    over: h("div", { class: "over", role: "alert" }), none: h("div", { class: "choose" }), framed,
    compare: h("div", { class: "compare", hidden: true }),
  };
  answering(parts.head, (target) => headPart(target));
  const body = h("div", { class: "stage-body" }, framed.element, parts.text, parts.compare, parts.over, parts.none);
  watch(["answer", "view", "look", "compare", "trouble"], () => show(parts));
  watch(["listed"], () => state.answer && fill(parts.head, envelope(state.answer)));
  watch(["hover", "picked"], () => {
    const part = current();
    if (part) lightUp(parts.text, part.path);
    for (const part of state.answer?.parts ?? []) if (part.kind === "subject") lightUp(parts.head, part.path);
  });
  return h("main", { class: "stage", id: "message", tabindex: "-1", "aria-label": t("message") }, tools(), parts.head, body);
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
  watch(["view", "images", "look", "compare"], () => fill(others,
    framed() ? button(t("images"), () => change({ images: !state.images }), { key: "i", class: "icon-button", "aria-pressed": String(state.images) }, icon("image")) : null,
    button(t("source"), toggleLook, { key: "s", class: "icon-button", "aria-pressed": String(state.look === "source") }, icon("code")),
    button(t("compare"), toggleCompare, { key: "c", class: "icon-button", "aria-pressed": String(Boolean(state.compare)) }, icon("compare")),
    exportMenu()));
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
  parts.head.hidden = !answer || !["email", "text", "amp"].includes(state.view);
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
  fill(parts.over, error ? overlay(part) : words ? h("div", { class: "panel" }, h("b", {}, words)) : null);
  toCaret(parts.over.querySelector("pre"));
  parts.none.hidden = Boolean(part) || Boolean(words);
  fill(parts.none, state.project && !state.project.messages.length
    ? [h("b", {}, t("noMessages")), h("p", {}, t("noMessagesHelp"))]
    : state.answer && !part ? t("empty") : null);
}

/** A long line is shown from where its mark stands. */
function toCaret(frame) {
  const column = Math.max(0, ...(frame?.textContent ?? "").split("\n").map((line) => line.search(/\^/)));
  if (column > 60) frame.scrollLeft = (column - 30) * 7.5;
}

function overlay(part) {
  return h("div", { class: "panel broken" },
    h("b", {}, t("broken")), " ", h("span", { class: "quiet" }, part.path),
    h("p", {}, part.error.diagnostics?.[0]?.message ?? part.error.sentence),
    h("pre", { tabindex: "0" }, part.error.frame || part.error.sentence),
    h("p", { class: "quiet" }, t(part.last_good ? "lastGood" : "noGood")));
}
