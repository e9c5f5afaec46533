// Small windows over the page, and a line that tells what was done.

import { button, fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { KEYS } from "./keys.js";
import { icon } from "./icons.js";

const line = h("div", { class: "toast", role: "status", "aria-live": "polite" });
document.body.append(line);
let hiding = 0;

/** Tells what was done, for a few seconds. */
export function say(words) {
  line.textContent = words;
  line.classList.add("seen");
  clearTimeout(hiding);
  hiding = setTimeout(() => line.classList.remove("seen"), 5000);
}

/** A window with a form; `work` may throw an Error, whose sentence is then shown in it. */
export function dialog(title, content, label, work) {
  const wrong = h("p", { class: "bad", role: "alert" });
  const form = h("form", { method: "dialog", submit: submit }, content, wrong,
    h("div", { class: "dialog-foot" },
      h("button", { type: "button", click: () => box.close() }, t("cancel")),
      h("button", { type: "submit", class: "main" }, label)));
  const box = open(title, form);
  box.querySelector("input, select, textarea")?.focus();

  async function submit(event) {
    event.preventDefault();
    fill(wrong);
    try {
      await work();
      box.close();
    } catch (error) {
      fill(wrong, error.message);
    }
  }
}

function open(title, content, kind = "") {
  const box = h("dialog", { class: kind, "aria-label": title, close: () => box.remove() },
    h("div", { class: "dialog-head" }, h("h2", {}, title),
      button(t("close"), () => box.close(), { class: "icon-button" }, icon("close"))), content);
  box.addEventListener("click", (event) => event.target === box && box.close());
  document.body.append(box);
  box.showModal();
  return box;
}

/** The list of keys. */
export function help() {
  if (document.querySelector("dialog")) return;
  const rows = KEYS.map(([keys, words]) => h("div", { class: "key-row" },
    h("dt", {}, keys.map((key) => h("kbd", {}, key))), h("dd", {}, t(words))));
  open(t("keys"), h("div", {}, h("p", { class: "quiet" }, t("keysHelp")), h("dl", { class: "keys" }, rows)), "wide");
}
