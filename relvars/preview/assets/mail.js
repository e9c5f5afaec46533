// A mail: subject and preheader as a mailbox lists them, the message in its frame.

import { messageFrame, toShow } from "./bridge.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { selection, printed } from "./printed.js";
import { pressInMessage } from "./keys.js";
import { nameOf } from "./recipients.js";
import { change, state, watch } from "./state.js";
import { mainPart, subjectPart } from "./views.js";

export const WIDTHS = { phone: 390, tablet: 768, desktop: 1024, full: 0 };

/** Subject and preheader of a message that has them. */
export function envelope(answer, changed = null) {
  const subject = subjectPart(answer.parts);
  const html = mainPart(answer.parts, "email");
  const name = nameOf(answer.to) || (state.listed && answer.to) || ""; // it comes with the list
  return h("div", { class: "envelope" },
    h("span", { class: "avatar", "aria-hidden": "true" }, [...(name || "\u00a0")][0].toUpperCase()),
    h("div", { class: "lines" },
      h("div", { class: "subject", data: { file: subject?.path ?? "" } },
        h("span", { class: "unseen" }, `${t("subject")}: `), subjectLine(subject, changed, answer.trouble)),
      h("div", { class: "preheader" }, h("span", { class: "unseen" }, `${t("preheader")}: `), html?.facts?.preheader || "\u00a0")),
    h("span", { class: "to", title: answer.to }, name && t("from", { name })));
}

/** The subject as it is read, or why there is none. */
export function subjectLine(subject, changed = null, trouble = "") {
  if (!subject) return h("i", { class: "quiet" }, t("noSubject"));
  if (subject.error && !subject.last_good) {
    return h("span", { class: "bad", title: subject.error.frame || subject.error.sentence },
      trouble ? t("noValues") : `${t("broken")}: ${subject.error.diagnostics?.[0]?.message ?? subject.error.sentence}`);
  }
  const shown = subject.output ? printed(subject, 0, Math.min(subject.output.length, 400), changed) : h("i", {}, t("noSubject"));
  return h("span", { class: subject.error ? "dim" : "" }, shown);
}

/** The frame of the stage: {element, update}. */
export function mail(onshown) {
  let number = 0, part = null, sent = null;
  const notice = h("div", { class: "notice", role: "status" });
  const frame = messageFrame(t("message"), heard);
  const seen = { dark: true, left: 0, scale: 1 };
  watch(["width", "mode", "images", "theme"], look);
  watch(["hover", "picked"], light);
  return { element: h("div", { class: "mail" }, notice, frame.element), update, dim };

  function update(next) {
    part = next;
    if (!part || part.segments === sent?.segments) return; // only its findings are new
    sent = part;
    number += 1;
    frame.show(toShow(part, number));
    light();
  }

  function dim(is) {
    frame.look({ ...now(), dim: is });
  }

  function now() {
    return { width: WIDTHS[state.width] ?? 0, mode: state.mode, images: state.images, theme: state.theme, title: t("message") };
  }

  function look() {
    frame.look(now());
    tellNotice();
  }

  function heard(data) {
    if (data.kind === "shown") {
      Object.assign(seen, { dark: data.dark, left: data.left });
      tellNotice();
      if (data.number === number) onshown();
    } else if (data.kind === "scale") {
      seen.scale = data.scale;
      tellNotice();
    } else if (data.kind === "key") pressInMessage(data);
    else if (data.kind === "hover" || data.kind === "pick") point(data);
  }

  function tellNotice() {
    const words = [];
    if (state.mode === "dark" && !seen.dark) words.push(t("noDark"));
    if (state.mode === "inverted") words.push(t("approximate"));
    if (seen.scale < 0.995) words.push(t("scale", { percent: Math.round(seen.scale * 100) }));
    if (part?.facts?.clipped) words.push(t("clipped"));
    const remote = seen.left && !state.images;
    fill(notice, words.join(" "), remote ? [words.length ? " " : null, t("imagesOff", { n: seen.left }), " ",
      h("button", { type: "button", class: "link", click: () => change({ images: true }) }, t("load"))] : null);
  }

  function point(data) {
    const name = data.kind === "pick" ? "picked" : "hover";
    const found = part && resolve(part, data);
    if (name === "hover" && same(found, state.hover)) return;
    change({ [name]: found });
  }

  function light() {
    const ids = (one) => (part && one?.file === part.path ? one.ids : []);
    const scroll = Boolean(state.picked?.fromTemplate);
    frame.light({ hover: ids(state.hover), picked: ids(state.picked), scroll });
  }
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The stretch that a point of the frame belongs to. */
export function resolve(part, data) {
  const attributes = (Array.isArray(data.attributes) ? data.attributes : []).filter((id) => part.segments[id]);
  const one = part.segments[data.id];
  if (one) return selection(part, one, { attributes });
  if (typeof data.text === "string") {
    const own = ownText(part, data);
    if (own) return { ...own, attributes };
  }
  return attributes.length ? selection(part, part.segments[attributes[0]], { attributes }) : null;
}

/** Text of the template's own: looked for between the values before and after it. */
function ownText(part, data) {
  const from = part.segments[data.before]?.end ?? 0;
  const to = part.segments[data.after]?.start ?? part.output.length;
  const words = data.text.trim();
  if (!words) return null;
  const at = part.output.slice(from, to).indexOf(words);
  const lead = data.text.length - data.text.trimStart().length;
  const place = at < 0 ? from : from + at + Math.max(0, Math.min(words.length, data.offset - lead));
  const one = part.segments.find((segment) => segment.start <= place && place <= segment.end && !segment.path);
  if (!one) return null;
  const inside = one.span[0] + Math.max(0, Math.min(one.span[1] - one.span[0], place - one.start));
  return { file: part.path, ids: [], own: [inside, Math.min(inside + 1, one.span[1])], span: one.span };
}
