// The tree of templates: folders, and in them messages with a mark for errors and warnings.

import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { choose } from "./refresh.js";
import { change, state, watch } from "./state.js";
import { viewsOf } from "./views.js";

const ROWS = 40;
const PAUSE = 300; // milliseconds in which the message is got and shown

let drawn = []; // the messages that are rows, or soon will be
let waiting = 0;

export function templates() {
  const list = h("ul", { class: "tree", role: "listbox", "aria-label": t("templates"), tabindex: "0", keydown: keys });
  const count = h("span", { class: "count" });
  watch(["project"], () => {
    const messages = state.project?.messages ?? [];
    const before = drawn;
    drawn = messages;
    if (before.length && shape(before) === shape(messages)) {
      remark(list, before, messages);
    } else {
      count.textContent = messages.length || "";
      fill(list, messages.length || !state.project ? null : nothing());
      draw(list, 0);
    }
  });
  watch(["message"], () => mark(list));
  return h("section", { class: "box templates", "aria-label": t("templates") },
    h("h2", {}, t("templates"), count), list);
}

/** Some rows at once, the others when nothing else is to be done: there may be thousands. */
function draw(list, from) {
  clearTimeout(waiting);
  list.append(...rows(drawn.slice(from, from + ROWS), drawn[from - 1]?.folder ?? null));
  if (from === 0 || drawn.slice(from, from + ROWS).some((one) => one.id === state.message)) mark(list);
  if (from + ROWS < drawn.length) waiting = setTimeout(draw, from === 0 ? PAUSE : 0, list, from + ROWS);
}

/** What of the messages makes rows of them, but for their marks. */
function shape(messages) {
  return JSON.stringify(messages.map((one) => [one.id, viewsOf(one)]));
}

/** A save changes the marks of one of all the rows; those not drawn yet come with theirs. */
function remark(list, before, after) {
  after.forEach((one, at) => {
    if (one.errors === before[at].errors && one.warnings === before[at].warnings) return;
    list.querySelector(`#${CSS.escape(`message-${one.id}`)} .marks`)?.replaceWith(marks(one));
  });
}

function rows(messages, before) {
  let folder = before;
  return messages.flatMap((one) => {
    const row = message(one);
    if (one.folder === folder) return [row];
    folder = one.folder;
    return folder ? [h("li", { class: "folder", role: "presentation" }, icon("folder"), folder), row] : [row];
  });
}

function message(one) {
  return h("li", { role: "option", "aria-selected": "false", class: "row", id: `message-${one.id}`, data: { id: one.id }, title: one.id,
    click: () => { choose(one.id); change({ pane: "message" }); } },
    h("span", { class: "name" }, one.name),
    marks(one),
    h("span", { class: "channels" }, viewsOf(one).map(icon_of)));
}

const ICONS = { email: "mail", text: "text", sms: "sms", push: "push", amp: "amp" };

function icon_of(view) {
  return h("span", { title: t(view) }, icon(ICONS[view]), h("span", { class: "unseen" }, t(view)));
}

/** How many errors and warnings, as words for those who hear the page. */
export function marks({ errors, warnings }) {
  return h("span", { class: "marks" },
    errors ? h("span", { class: "mark error", title: t("errors", { n: errors }) },
      errors, h("span", { class: "unseen" }, t("errors", { n: errors }))) : null,
    warnings ? h("span", { class: "mark warning", title: t("warnings", { n: warnings }) },
      warnings, h("span", { class: "unseen" }, t("warnings", { n: warnings }))) : null);
}

function nothing() {
  return h("li", { class: "quiet", role: "presentation" }, h("b", {}, t("noMessages")), h("br"), t("noMessagesHelp"));
}

function mark(list) {
  list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
  const row = list.querySelector(`#${CSS.escape(`message-${state.message}`)}`);
  if (!row) return;
  row.setAttribute("aria-selected", "true");
  list.setAttribute("aria-activedescendant", row.id);
  row.scrollIntoView({ block: "nearest" });
}

function keys(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  event.stopPropagation();
  step(by);
}

/** The next message, or the one before. */
export function step(by) {
  const ids = (state.project?.messages ?? []).map((one) => one.id);
  const found = ids[ids.indexOf(state.message) + by];
  if (found) choose(found);
}
