// Values as JSON: all of them at once, or one document of each kind, as in the vendor's editor.

import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { refresh } from "./refresh.js";
import { change, state, watch } from "./state.js";

/** {all, paste}: the two panes. */
export function jsonFields() {
  const all = field(t("json"), t("jsonHelp"), 16, () => state.json, (json) => change({ json: object(json) }), everything);
  const pasted = (name, label) => field(label, "", 8, () => state.roots[name] ?? null, (value) => {
    const { [name]: _, ...others } = state.roots;
    change({ roots: value === null ? others : { ...others, [name]: value } });
  });
  return {
    all: h("div", { class: "json" }, all),
    paste: h("div", { class: "json" }, pasted("json", t("pasteJson", { json: "json" })), pasted("apicontent", t("pasteApi", { apicontent: "apicontent" }))),
  };
}

function object(json) {
  if (json !== null && (typeof json !== "object" || Array.isArray(json))) throw new Error(t("notObject"));
  return json;
}

function field(label, helping, rows, current, set, initial = () => "") {
  const wrong = h("p", { class: "bad", role: "alert" });
  const area = h("textarea", { rows: String(rows), spellcheck: "false", "aria-label": label, placeholder: rows < 10 ? '{"name": "value"}' : null });
  if (current() !== null) area.value = JSON.stringify(current(), null, 2);
  const use = h("button", { type: "button", class: "main", click: apply }, t("use"));
  const stop = h("button", { type: "button", click: () => { set(null); area.value = initial(); fill(wrong); refresh(); } }, t("stop"));
  const element = h("div", { class: "json-field" }, h("label", {}, label, area), helping ? h("p", { class: "quiet" }, helping) : null,
    wrong, h("div", { class: "json-foot" }, stop, use));
  watch(["json", "roots", "answer", "tab"], () => {
    if (state.tab !== "values") return;
    const used = current() !== null;
    element.classList.toggle("edited", used);
    stop.disabled = !used;
    if (!used && document.activeElement !== area && !area.dataset.typed) area.value = initial();
  });
  area.addEventListener("input", () => { area.dataset.typed = "yes"; });
  return element;

  function apply() {
    try {
      fill(wrong);
      set(JSON.parse(area.value));
      delete area.dataset.typed;
      refresh();
    } catch (error) {
      fill(wrong, t("wrongJson", { error: error.message }));
    }
  }
}

/** The values of the moment: as the server has them, else those of the form, nested. */
function everything() {
  const { answer } = state;
  if (!answer) return "";
  if (answer.values) return JSON.stringify(answer.values, null, 2);
  const found = {};
  for (const one of answer.form ?? []) {
    if (one.value !== null && one.value !== undefined) put(found, one.path, one.value);
  }
  return JSON.stringify(found, null, 2);
}

function put(target, path, value) {
  const names = path.match(/[^.[\]"]+/g) ?? [];
  const last = names.pop();
  let one = target;
  for (const name of names) {
    if (!Object.hasOwn(one, name) || typeof one[name] !== "object" || one[name] === null) {
      Object.defineProperty(one, name, { value: {}, enumerable: true, writable: true, configurable: true });
    }
    one = one[name];
  }
  if (last) Object.defineProperty(one, last, { value, enumerable: true, writable: true, configurable: true });
}
