// The tree of templates: folders, and in them messages with a mark for errors and warnings.

import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { choose } from "./refresh.js";
import { change, state, watch } from "./state.js";
import { viewsOf } from "./views.js";

export function templates() {
  const list = h("ul", { class: "tree", role: "listbox", "aria-label": t("templates"), tabindex: "0", keydown: keys });
  const count = h("span", { class: "count" });
  let drawn = [];
  watch(["project"], () => {
    const messages = state.project?.messages ?? [];
    if (drawn.length && shape(drawn) === shape(messages)) {
      remark(list, drawn, messages);
    } else {
      count.textContent = messages.length || "";
      fill(list, messages.length || !state.project ? rows(messages) : nothing());
      mark(list);
    }
    drawn = messages;
  });
  watch(["message"], () => mark(list));
  return h("section", { class: "box templates", "aria-label": t("templates") },
    h("h2", {}, t("templates"), count), list);
}

/** What of the messages makes rows of them, but for their marks. */
function shape(messages) {
  return JSON.stringify(messages.map((one) => [one.id, viewsOf(one)]));
}

/** There may be thousands of rows, and a save changes the marks of one. */
function remark(list, before, after) {
  after.forEach((one, at) => {
    if (one.errors === before[at].errors && one.warnings === before[at].warnings) return;
    list.querySelector(`#${CSS.escape(`message-${one.id}`)} .marks`)?.replaceWith(marks(one));
  });
}

function rows(messages) {
  let folder = null;
  return messages.flatMap((one) => {
    const row = message(one);
    if (one.folder === folder) return [row];
    folder = one.folder;
    return [folder ? h("li", { class: "folder", role: "presentation" }, icon("folder"), folder) : null, row];
  });
}

function message(one) {
  return h("li", { role: "option", class: "row", id: `message-${one.id}`, data: { id: one.id }, title: one.id,
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
  for (const row of list.querySelectorAll(".row")) {
    const chosen = row.dataset.id === state.message;
    row.setAttribute("aria-selected", String(chosen));
    if (chosen) {
      list.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    }
  }
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
