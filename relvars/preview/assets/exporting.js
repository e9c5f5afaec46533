// What leaves the page: files, the bare message, a mail to a mailbox on this computer.

import { address, post, wanted } from "./api.js";
import { h } from "./dom.js";
import { dialog, say } from "./dialogs.js";
import { t } from "./i18n.js";
import { icon } from "./icons.js";
import { state } from "./state.js";
import { mainPart, subjectPart } from "./views.js";

/** A button with a menu, closed by a click elsewhere or Escape. */
export function exportMenu() {
  const menu = h("div", { class: "menu", role: "menu", hidden: true });
  const open = h("button", { type: "button", class: "icon-button", title: t("export"), "aria-label": t("export"),
    "aria-haspopup": "menu", "aria-expanded": "false", click: toggle }, icon("share"));
  const box = h("div", { class: "menu-box" }, open, menu);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !menu.hidden) { close(); open.focus(); event.stopPropagation(); }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && !menu.hidden) move(event, by);
  });
  box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || close());
  return box;

  function toggle() {
    menu.hidden = !menu.hidden;
    open.setAttribute("aria-expanded", String(!menu.hidden));
    if (menu.hidden) return;
    menu.replaceChildren(...entries());
    menu.firstElementChild?.focus();
  }

  function close() {
    menu.hidden = true;
    open.setAttribute("aria-expanded", "false");
  }

  function move(event, by) {
    event.preventDefault();
    event.stopPropagation();
    const all = [...menu.children];
    all[(all.indexOf(document.activeElement) + by + all.length) % all.length]?.focus();
  }
}

function entries() {
  const part = state.answer && (mainPart(state.answer.parts, state.view) ?? subjectPart(state.answer.parts));
  const parts = state.answer?.parts ?? [];
  const html = parts.some((one) => one.kind === "html");
  const mails = html || parts.some((one) => one.kind === "text");
  const link = (label, href, more = {}) => h("a", { role: "menuitem", href, ...more }, label);
  return [
    html ? link(t("exportHtml"), address(`export/${state.message}.html`), { download: "" }) : null,
    mails ? link(t("exportEml"), address(`export/${state.message}.eml`), { download: "" }) : null,
    part ? link(t("bare"), address(`render/${part.path}`), { target: "_blank", rel: "noopener" }) : null,
    mails ? h("button", { type: "button", role: "menuitem", click: send }, t("send")) : null,
  ].filter(Boolean);
}

function send() {
  const server = h("input", { name: "server", value: "127.0.0.1:1025", placeholder: "127.0.0.1:1025", spellcheck: "false" });
  const recipient = h("input", { name: "recipient", type: "email", placeholder: "ann@example.com" });
  dialog(t("sendTitle"), [
    h("p", { class: "quiet" }, t("sendHelp")),
    state.project.smtp ? null : h("label", {}, t("smtp"), server),
    h("label", {}, t("address"), recipient),
  ], t("sendIt"), async () => {
    const smtp = state.project.smtp ? "" : server.value.trim();
    const found = await post("send", { ...wanted(), address: smtp, recipient: recipient.value.trim() });
    say(found.sentence);
  });
}
